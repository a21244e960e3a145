import {
  ACTIVATION_CODES,
  LOSS_CODES,
  OPTIMIZER_CODES,
  PENALTY_CODES,
  type PlanRecord,
} from '../../kernels/plan-record.ts';
import type { Activation, Optimizer, TrialSpec } from '../engine.ts';

const ACTIVATIONS: Partial<Record<Activation, number>> = ACTIVATION_CODES;
const OPTIMIZERS: Partial<Record<Optimizer['name'], number>> = OPTIMIZER_CODES;

/** Names what the engine cannot train (`activation "elu"`); null if it can train all. */
export function findUnsupported(activation: Activation, optimizer: Optimizer['name']): string | null {
  if (ACTIVATIONS[activation] === undefined) return `activation "${activation}"`;
  if (OPTIMIZERS[optimizer] === undefined) return `optimizer "${optimizer}"`;
  return null;
}

/** The fields of the plan that say how a trial trains. */
type EncodedSpec = Pick<
  PlanRecord,
  | 'activation'
  | 'loss'
  | 'optimizer'
  | 'penalty'
  | 'dropBelow'
  | 'kept'
  | 'coefficient'
  | 'huberDelta'
  | 'learningRate'
  | 'beta1'
  | 'beta2'
  | 'epsilon'
>;

export function encodeSpec({ network, loss, optimizer, penalty }: TrialSpec): EncodedSpec {
  const unsupported = findUnsupported(network.activation, optimizer.name);
  if (unsupported !== null) throw new Error(`the fused engine has no ${unsupported}`);
  const adam = optimizer.name === 'adam' ? optimizer : undefined;
  return {
    activation: ACTIVATIONS[network.activation] ?? 0,
    loss: LOSS_CODES[loss.name],
    optimizer: OPTIMIZERS[optimizer.name] ?? 0,
    penalty: PENALTY_CODES[penalty?.method ?? 'none'],
    dropBelow: Math.round(network.dropout * 2 ** 24),
    kept: 1 / (1 - network.dropout),
    coefficient: penalty?.coefficient ?? 0,
    huberDelta: loss.name === 'huber' ? loss.delta : 0,
    learningRate: optimizer.learningRate,
    beta1: adam?.beta1 ?? (optimizer.name === 'momentum' ? optimizer.momentum : 0),
    beta2: adam?.beta2 ?? 0,
    epsilon: adam?.epsilon ?? 0,
  };
}
