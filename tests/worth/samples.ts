import type { CheckAnswer, Fault } from '../../src/check/answer.ts';
import { FAULT_SEVERITIES, type FaultCode } from '../../src/check/faults/codes.ts';
import { type LoopRecipe, mendAll, spoilAll } from '../../src/check/recipe/meant.ts';
import type { RecipeInput } from '../../src/recipe/schema.ts';
import { VERSION } from '../../src/version.ts';
import { weighLoop } from '../../src/worth/worth.ts';
import { engines } from '../host.ts';

/** Data of which the networks of these tests learn something in a moment. */
export const DATA: RecipeInput['data'] = { dataset: 'friedman1', rows: 200, features: 5, noise: 1, seed: 3 };

/** What a loop says: a small network with a penalty that weighs. */
export const LOOP: LoopRecipe = {
  network: { hidden: [8] },
  optimizer: { name: 'adam', learningRate: 0.02 },
  training: { epochs: 20, batchSize: 16 },
  penalty: { lambdas: [0.1], method: 'subgradient' },
};

/** What a check answers of a loop that has these faults. */
export function checkOf(codes: readonly FaultCode[], said: LoopRecipe = LOOP): CheckAnswer {
  const meant = mendAll(said, codes);
  return {
    headline: 'A loop.',
    framework: 'pytorch',
    faults: codes.map((code, i) => faultOf(code, i + 1)),
    recipe: {
      asWritten: { ...spoilAll(meant, codes, { asWritten: said, asMeant: meant }) },
      asMeant: { ...meant },
      fields: [],
    },
    unread: [],
    notes: [],
    version: VERSION,
  };
}

function faultOf(code: FaultCode, line: number): Fault {
  const severity = FAULT_SEVERITIES[code];
  const place = { cell: null, line, column: 1, endLine: line, source: ['loss = loss - penalty'] };
  const words = { message: 'A fault.', why: 'It matters.', seen: 'In a test.', mend: null };
  return { code, severity, ...place, ...words, certainty: 'certain' };
}

/** The worth of such a loop, on 5 folds x 1 repeat. */
export function weigh(check: CheckAnswer, recipe: Partial<RecipeInput> = {}) {
  return weighLoop({ check, recipe: { data: DATA, split: { repeats: 1 }, ...recipe } }, { engines });
}
