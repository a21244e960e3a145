import type {
  Data,
  Forward,
  Given,
  Happened,
  Module,
  Optimizer,
  ParameterSet,
  Quantity,
  Split,
  Value,
} from './values.ts';

// What a program does, in the order in which it does it, as far as rules and recipe want to know. Loops go round twice, so that
// the second round shows what the first has left behind.

/** Gradients are asked for: `loss.backward()`, `tape.gradient(loss, ...)`, a loss that Lightning gets. */
export interface Backward extends Happened {
  readonly kind: 'backward';
  readonly value: Value;
  readonly by: 'backward' | 'tape' | 'returned' | 'autograd' | 'keras';
}

export interface Step extends Happened {
  readonly kind: 'step';
  readonly optimizer: Optimizer | null;
  readonly by: 'optimizer' | 'tape';
}

export interface ZeroGradients extends Happened {
  readonly kind: 'zero';
}

export interface SetMode extends Happened {
  readonly kind: 'mode';
  readonly module: Module;
  readonly mode: 'train' | 'eval';
}

/** A penalty met a data loss in one sum, or was added to one. */
export interface Joined extends Happened {
  readonly kind: 'joined';
  readonly value: Quantity;
  readonly hasGradients: boolean;
}

/** A data loss was computed. */
export interface LossComputed extends Happened {
  readonly kind: 'loss';
  readonly forward: Forward | null;
  readonly output: Quantity | null;
  readonly target: Quantity | null;
  /** Full name of the loss, where a library has it. */
  readonly type: string | null;
  readonly given: Given | null;
}

/** A running sum took in something: `total += loss`. */
export interface Accumulated extends Happened {
  readonly kind: 'accumulated';
  readonly name: string;
  readonly value: Value;
}

/** A value was shown or kept: print, append, log, or compared in order to choose. */
export interface Shown extends Happened {
  readonly kind: 'shown';
  readonly values: readonly Value[];
  readonly by: 'print' | 'append' | 'compare' | 'choose' | 'log' | 'return';
}

/** Data were divided. */
export interface Divided extends Happened {
  readonly kind: 'split';
  readonly split: Split;
  readonly inputs: readonly Value[];
}

/** A weight was changed by hand: `w -= learning_rate * gradient`. */
export interface Updated extends Happened {
  readonly kind: 'updated';
  readonly name: string;
  /** What is added to the weight. */
  readonly change: Quantity;
}

/** Zeros of weights were counted. */
export interface ZerosCounted extends Happened {
  readonly kind: 'zeros';
  readonly set: ParameterSet | null;
}

/** Weights were set to zero or shrunk by hand: a proximal step, a threshold, pruning. */
export interface Shrunk extends Happened {
  readonly kind: 'shrunk';
  readonly set: ParameterSet | null;
}

/** Keras trains. */
export interface Fitted extends Happened {
  readonly kind: 'fit';
  readonly module: Module;
  readonly given: Given;
  readonly compiled: Given | null;
}

/** A loop over layers asked which they are. */
export interface Asked extends Happened {
  readonly kind: 'asked';
  readonly layer: Module;
  /** The network whose layers they are. */
  readonly of: Module;
  /** The last words of the types asked for. */
  readonly types: readonly string[];
}

/** A scaler was fitted. */
export interface Scaled extends Happened {
  readonly kind: 'scaled';
  readonly data: Data;
}

/** Rows were put in a random order, in their place. */
export interface Shuffled extends Happened {
  readonly kind: 'shuffled';
}

/** Something was made by a call to a library. */
export interface Made extends Happened {
  readonly kind: 'made';
  readonly value: Value;
}

/** A call of a library that sets the seed of its random numbers. */
export interface Seeded extends Happened {
  readonly kind: 'seeded';
  readonly seed: Value | null;
}

/** Something of interest went where it cannot be followed. */
export interface Escaped extends Happened {
  readonly kind: 'escaped';
  readonly values: readonly Value[];
}

export type Event =
  | Forward
  | Backward
  | Step
  | ZeroGradients
  | SetMode
  | Joined
  | LossComputed
  | Accumulated
  | Shown
  | Divided
  | Updated
  | ZerosCounted
  | Shrunk
  | Fitted
  | Asked
  | Scaled
  | Shuffled
  | Made
  | Seeded
  | Escaped;

export interface Trace {
  readonly events: readonly Event[];
  readonly text: string;
  /** Whether the program was too large to be followed to its end. */
  readonly isCut: boolean;
  readonly framework: 'pytorch' | 'keras' | 'numpy' | null;
}
