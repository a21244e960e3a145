import type { CheckAnswer, Fault } from '../../../src/check/answer.ts';

/** A fault with a mend, where a test says nothing else. */
export function makeFault(part: Partial<Fault> = {}): Fault {
  return {
    code: 'penalty-subtracted',
    severity: 'error',
    cell: null,
    line: 2,
    column: 5,
    endLine: 2,
    source: ['    loss = loss - l1'],
    message: 'The penalty l1 is subtracted from loss.',
    why: 'Large weights are rewarded.',
    seen: 'PyTorch forum 205470.',
    mend: '    loss = loss + l1',
    certainty: 'certain',
    ...part,
  };
}

/** The recipe of a loop whose penalty is subtracted. */
export const READ: NonNullable<CheckAnswer['recipe']> = {
  asWritten: {
    network: { hidden: [64, 32], activation: 'relu' },
    optimizer: { name: 'adam', learningRate: 0.001 },
    training: { epochs: 3, batches: 'overlapping' },
    penalty: { lambdas: [-0.01], scale: 'mean' },
  },
  asMeant: {
    network: { hidden: [64, 32], activation: 'relu' },
    optimizer: { name: 'adam', learningRate: 0.001 },
    training: { epochs: 3, batches: 'shuffled' },
    penalty: { lambdas: [0.01], scale: 'sum' },
    split: { repeats: 4 },
  },
  fields: [
    { field: 'network.hidden', value: [64, 32], cell: null, line: 8, column: 5 },
    { field: 'optimizer.name', value: 'adam', cell: null, line: 24, column: 5 },
    { field: 'training.batches', value: 'overlapping', cell: null, line: 31, column: 5 },
    { field: 'penalty.lambdas', value: [0.01], cell: 2, line: 6, column: 5 },
  ],
};
