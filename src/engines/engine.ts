import type { EngineCosts } from '../costs.ts';
import type { Matrix } from '../data/encode.ts';

/**
 * The contract of an engine. The comparison knows engines by this contract alone; it owns the epochs, the random
 * streams, the losses it reports, early stopping and divergence, so that all engines share them.
 *
 * The objective, here and everywhere in absum:
 *
 *   objective = data loss + penalty
 *   data loss = mean over rows and outputs of (p - y)^2, |p - y| or Huber(p - y);
 *               for classes, mean over rows of the softmax cross-entropy
 *   penalty   = coefficient * norm
 *   norm      = sum of |w| over the penalised parameters;
 *               with groups (the group lasso of Yuan and Lin 2006, doi:10.1111/j.1467-9868.2005.00532.x),
 *               sum over the groups of sqrt(size) ||W||, and of |w| over the other penalised parameters.
 *               W holds the weights from a group's inputs into the first layer, and size is their number: inputs
 *               of the group times units of the layer. The weights of a group become zero together.
 */

type EngineName = 'fused' | 'tfjs';

export type Activation = 'relu' | 'tanh' | 'sigmoid' | 'elu' | 'linear';

export type Loss =
  | { readonly name: 'mse' | 'mae' | 'cross-entropy' }
  /** Quadratic within `delta` of the target (one half of the square), linear beyond. */
  | { readonly name: 'huber'; readonly delta: number };

/** Update rules as PyTorch defines them; `epsilon` stands outside the square root. */
export type Optimizer =
  | { readonly name: 'sgd'; readonly learningRate: number }
  | { readonly name: 'momentum'; readonly learningRate: number; readonly momentum: number }
  | {
      readonly name: 'rmsprop';
      readonly learningRate: number;
      readonly decay: number;
      readonly epsilon: number;
    }
  | {
      readonly name: 'adam';
      readonly learningRate: number;
      readonly beta1: number;
      readonly beta2: number;
      readonly epsilon: number;
    };

/** A fully connected network: hidden layers with one activation and dropout, then a linear output. */
export interface Network {
  readonly inputs: number;
  readonly hidden: readonly number[];
  readonly outputs: number;
  readonly activation: Activation;
  /** The share of hidden units that training drops, in [0, 1). */
  readonly dropout: number;
}

export interface Penalty {
  /** lambda / c: what one unit of |w| adds to the objective. Never 0: without a penalty, `TrialSpec` has null. */
  readonly coefficient: number;
  readonly method: 'subgradient' | 'proximal';
  /**
   * How many inputs each group has, 1 or more, one group after another from the first input on; they sum to
   * `network.inputs`. Only the proximal method takes groups. Null penalises the first layer's weights one by one.
   */
  readonly groups: readonly number[] | null;
}

/** Everything that a trial needs besides rows and initial parameters. */
export interface TrialSpec {
  readonly network: Network;
  readonly loss: Loss;
  readonly optimizer: Optimizer;
  /** Null without a penalty; the engine then skips the penalty's code altogether. */
  readonly penalty: Penalty | null;
  /** How many parameters, from the first on (see `layout.ts`), are penalised; or only measured, without a penalty. */
  readonly penalised: number;
}

/** The rows of one pair, shared by all its trials: those to train on, and those only to predict. */
export interface PairRows {
  /** [rows, inputs] */
  readonly features: Matrix;
  /** [rows, outputs]; one-hot for classes. */
  readonly targets: Matrix;
  /** Other sets of rows to predict, [rows, inputs] each. */
  readonly held: Readonly<Record<string, Matrix>>;
}

/** One pass over the training rows. Step s takes order[s * stride, s * stride + batchSize), cut at the end. */
export interface Epoch {
  readonly order: Int32Array;
  readonly batchSize: number;
  readonly stride: number;
  /** Names the dropout masks of this epoch; see `random/dropout.ts`. */
  readonly dropoutKey: number;
}

/** Measures of the penalised parameters. */
export interface WeightMeasures {
  /** Sum of |w|. */
  readonly l1: number;
  /** Count of exact zeros. */
  readonly zeros: number;
  /** What the penalty's coefficient multiplies; exactly `l1` without a penalty or without groups. */
  readonly norm: number;
}

/** A network in training. Every method is synchronous, so no other trial can come between. */
export interface LiveTrial {
  /**
   * Takes the steps of an epoch from `from` to just before `to`, and returns the objective of each batch
   * before its step (with dropout); it stops after one that is not finite.
   */
  runSteps(epoch: Epoch, from: number, to: number): Float64Array;
  /**
   * Outputs [to - from, outputs] without dropout, for rows of the training set (`"training"`) or a held set; for all by
   * default.
   */
  predict(set: string, from?: number, to?: number): Float32Array;
  measureWeights(): WeightMeasures;
  /** The parameters in the order of `layout.ts`. */
  readParameters(): Float32Array;
  /** Replaces the parameters; the optimizer keeps its moments. */
  writeParameters(parameters: Float32Array): void;
  /** Frees what the trial holds; no method may be called afterwards. */
  close(): void;
}

/** What determines how much memory a trial takes. */
export interface TrialShape {
  readonly network: Network;
  readonly batchSize: number;
  readonly trainingRows: number;
  /** Rows of each held set. */
  readonly heldRows: readonly number[];
  /** The most groups that a penalty has; 0 by default. */
  readonly groups?: number;
}

/** The rows of a pair, held by the engine. One trial runs at a time: close it before starting the next. */
export interface EnginePair {
  startTrial(spec: TrialSpec, initial: Float32Array): LiveTrial;
  close(): void;
}

export interface Engine {
  readonly name: EngineName;
  /** Names what the engine cannot train (`activation "elu"`); null if it can train all. */
  findUnsupported(choice: {
    readonly activation: Activation;
    readonly optimizer: Optimizer['name'];
  }): string | null;
  /** The most bytes that the rows and one trial on them take up. */
  measureBytes(shape: TrialShape): number;
  /** What its work costs; `plan/cost` counts the work. */
  readonly costs: EngineCosts;
  /**
   * @param bytes what `measureBytes` gives for the trials to come, so that room is made once; an engine with a
   *   memory for each pair takes no more. 0 if unknown
   */
  openPair(rows: PairRows, bytes?: number): Promise<EnginePair>;
  /**
   * The same engine in relaxed arithmetic, which a host may round in its own way to be faster, and whether this host
   * rounds a product and a sum at once. Null on a host that has none; absent for an engine that has none.
   */
  relax?(): Promise<{ readonly engine: Engine; readonly fusesProducts: boolean } | null>;
}
