import type { Argument, ClassDefinition, FunctionDefinition, Lambda, Place } from '../syntax/nodes.ts';
import type { Scope } from './scope.ts';

// What a name of somebody's program may stand for, as far as the check knows.

/** Something of which nothing is known but that it is itself. */
export interface Unknown {
  readonly kind: 'unknown';
  /** A parameter of a function that nobody calls, or what came of one. */
  readonly parts: Map<string, Value>;
  /** The network that it turned out to be, by how it is used. */
  module: Module | null;
}

export interface Text {
  readonly kind: 'text';
  readonly value: string | null;
  /** The words of a format string, and what stands between them. */
  readonly said?: string;
  readonly parts?: readonly Value[];
}

/** A truth: what it says of the parameters in a loop, where it says something. */
export interface Truth {
  readonly kind: 'truth';
  readonly value: boolean | null;
  readonly filter: Filter | null;
}

/** Something of a library, by its full name, such as torch.nn.Linear. */
export interface Path {
  readonly kind: 'path';
  readonly path: string;
}

export interface Callable {
  readonly kind: 'function';
  readonly definition: FunctionDefinition | Lambda;
  readonly scope: Scope<Value>;
  readonly self: Value | null;
}

export interface ClassValue {
  readonly kind: 'class';
  readonly definition: ClassDefinition;
  readonly scope: Scope<Value>;
  readonly bases: readonly Value[];
}

/** A call that made something: its arguments by name, and by position. */
export interface Given {
  readonly place: Place;
  readonly positional: readonly Value[];
  readonly named: ReadonlyMap<string, Value>;
  readonly args: readonly Argument[];
  /** Whether more may have been passed: `f(*layers)` of a list that a loop has filled. */
  readonly isOpen?: boolean;
  /** Whether nobody has called it, so that it is not known what would be passed. */
  readonly isAlone?: boolean;
}

/** A network, a layer of one, or an object of a class of the program. */
export interface Module {
  readonly kind: 'module';
  /** `torch.nn.Linear`, `keras.layers.Dense`, or the name of a class of the program; null where nothing is known. */
  readonly type: string | null;
  readonly given: Given | null;
  readonly definition: ClassValue | null;
  /** Whether it is a network of a library's kind, rather than some object of the program. */
  readonly isNetwork: boolean;
  /** Attributes of an object; of a container its layers, by name, in order. */
  readonly parts: Map<string, Value>;
  /** Whether `parts` are all its layers. */
  isWhole: boolean;
  mode: 'train' | 'eval' | 'unknown';
  /** Where that was said last; null where it never was. */
  modeAt: Place | null;
  /** Whether its forward pass calls dropout as a function. */
  callsDropout: boolean;
}

/** Which of the parameters: conditions that all hold. */
export interface Filter {
  readonly set: ParameterSet;
  readonly conditions: readonly Condition[];
}

export interface Condition {
  readonly test: 'contains' | 'starts' | 'ends' | 'equals' | 'matrix' | 'trainable' | 'unknown';
  readonly text: string;
  readonly isNegated: boolean;
  readonly place: Place;
}

/** The parameters of a network, or some of them. */
export interface ParameterSet {
  readonly kind: 'parameters';
  readonly of: Module | null;
  /** What is known from how they were taken: all of the network, the weights of layers of a type, one by its name. */
  readonly only: 'all' | 'weights' | 'biases' | 'matrices' | 'unknown';
  /** As pairs of name and parameter. */
  readonly isNamed: boolean;
  readonly isDetached: boolean;
  readonly conditions: readonly Condition[];
  readonly place: Place;
}

/** The name of a parameter in a loop over them. */
export interface ParameterName {
  readonly kind: 'parameter-name';
  readonly set: ParameterSet;
}

/** What a number counts. */
export type Counted = 'weights' | 'tensors' | 'rows-of-batch' | 'batches' | 'rows';

/** What a term of a quantity is made of. */
export type Base =
  | { readonly kind: 'number'; readonly value: number | null }
  | { readonly kind: 'count'; readonly counted: Counted }
  | { readonly kind: 'unknown'; readonly of: Unknown | null }
  | {
      readonly kind: 'parameter';
      readonly set: ParameterSet;
      readonly operation: 'none' | 'abs' | 'square' | 'sign' | 'other';
      readonly reduced: 'no' | 'sum' | 'mean';
    }
  /** Penalties that the framework keeps, such as `model.losses`. */
  | { readonly kind: 'regularisers'; readonly of: Module | null }
  | { readonly kind: 'output'; readonly forward: Forward }
  | { readonly kind: 'data'; readonly data: Data }
  /** Something computed of others: what it rests on. */
  | { readonly kind: 'mixed'; readonly operation: string; readonly of: readonly Term[] }
  | {
      readonly kind: 'loss';
      /** mse, mae, huber, cross-entropy, other. */
      readonly name: string;
      readonly forward: Forward | null;
      readonly isReduced: boolean;
      /** How it is reduced over the batch; null where unknown. */
      readonly reduction: 'mean' | 'sum' | 'none' | null;
    };

export interface Factor {
  readonly value: number | null;
  readonly counted: Counted | null;
  readonly isDivisor: boolean;
  readonly place: Place;
  /** Where the number stands that it came from. */
  readonly origin: Place;
}

export interface Term {
  readonly base: Base;
  readonly sign: 1 | -1;
  /** The minus that turned its sign last, or the number below 0; null where none did. */
  readonly minusAt: Place | null;
  readonly factors: readonly Factor[];
  /** Where gradients were cut off; null where they are not. */
  readonly detachedAt: Place | null;
  /** The expression that it came from. */
  readonly place: Place;
  /** The operation that joined it to other terms; null where it stands alone. */
  readonly joined: Place | null;
  /** The round of loops in which it was computed. */
  readonly run: LoopRun | null;
}

/** Outputs that a softmax or a sigmoid has made into probabilities. */
export interface Squashed {
  readonly by: 'softmax' | 'log-softmax' | 'sigmoid';
  readonly place: Place;
}

/** A number or a tensor: a sum of terms. */
export interface Quantity {
  readonly kind: 'quantity';
  readonly terms: readonly Term[];
  /** Dimensions: (n) is 1, (n, 1) is 2; null where unknown. */
  readonly rank: number | null;
  /** Whether its last dimension is known to be 1. */
  readonly isColumn: boolean;
  /** Where a softmax or a sigmoid was applied last. */
  readonly squashed: Squashed | null;
  /** The number itself, where it is one, and where it stands. */
  readonly number: number | null;
  readonly place: Place;
}

/** Rows of a table or of tensors, and how they came about. */
export interface Data {
  readonly id: number;
  readonly parent: Data | null;
  /** The split that it came from, and which part it is. */
  readonly split: Split | null;
  readonly part: number | null;
  /** Where rows were put in an order. */
  readonly sortedAt: Place | null;
  /** Where they were put in a random order. */
  readonly isShuffled: boolean;
  /** Whether a column of ones stands among the features. */
  readonly hasOnes: boolean;
  /** A slice by a loop's counter: a batch. */
  readonly slice: BatchSlice | null;
}

export interface Split {
  readonly place: Place;
  /** Parts, in order: training rows first. */
  readonly parts: number;
  readonly share: number | null;
  readonly kind: 'holdout' | 'folds';
  readonly folds: number | null;
  readonly seed: number | null;
}

/** Rows that a loop takes by its counter. */
export interface BatchSlice {
  readonly place: Place;
  /** Rows from one to the next start, and rows taken: null where unknown. */
  readonly stride: number | null;
  readonly width: number | null;
  readonly overlaps: boolean;
  /** The loop whose counter it is. */
  readonly run: LoopRun | null;
}

/** Batches of data, by a loader of a library. */
export interface Loader {
  readonly kind: 'loader';
  readonly items: Value;
  readonly shuffles: boolean | null;
  readonly batchSize: Value | null;
  readonly dropsLast: boolean | null;
  readonly given: Given;
}

export interface Optimizer {
  readonly kind: 'optimizer';
  /** `torch.optim.Adam`, `keras.optimizers.SGD`. */
  readonly type: string;
  readonly given: Given;
}

/** A counter of a loop: where it starts, ends, and how far it steps. */
export interface Counter {
  readonly kind: 'counter';
  readonly run: LoopRun | null;
  readonly stop: Value | null;
  readonly step: Value | null;
  readonly times: Value | null;
  /** What was added to it: `i + batch_size`. */
  readonly plus: Value | null;
}

/** Several values: a tuple, a list; `isEach` where `items` has one that stands for all. */
export interface Several {
  readonly kind: 'several';
  readonly items: readonly Value[];
  readonly isEach: boolean;
  /** A list that grows: what was put into it. */
  readonly added: Value[];
  readonly place: Place;
}

export interface Table {
  readonly kind: 'dictionary';
  readonly entries: Map<string, Value>;
}

export interface None {
  readonly kind: 'none';
}

/** A thing of a library whose methods matter, such as a scaler, a gradient tape, an argument parser. */
export interface Thing {
  readonly kind: 'thing';
  readonly type: string;
  readonly given: Given;
  readonly parts: Map<string, Value>;
}

export type Value =
  | Unknown
  | None
  | Text
  | Truth
  | Path
  | Callable
  | ClassValue
  | Module
  | ParameterSet
  | ParameterName
  | Quantity
  | Loader
  | Optimizer
  | Counter
  | Several
  | Table
  | Thing;

export interface Loop {
  readonly node: Place;
  /** What it goes through; null of a while. */
  readonly over: Value | null;
}

/** One round of a loop. */
export interface LoopRun {
  readonly loop: Loop;
  readonly round: number;
  readonly outer: LoopRun | null;
}

/** Where a function of the program was called. */
export interface CallSite {
  readonly place: Place;
  readonly name: string;
  readonly outer: CallSite | null;
}

/** Something that a program does. */
export interface Happened {
  readonly place: Place;
  readonly run: LoopRun | null;
  /** The call of a function of the program that led there, and the calls that led to that one; null outside of all. */
  readonly call: CallSite | null;
}

/** The network is asked for its output. */
export interface Forward extends Happened {
  readonly kind: 'forward';
  readonly module: Module;
  readonly mode: Module['mode'];
  /** Where the mode was set last; null where it never was. */
  readonly modeAt: Place | null;
  readonly hasGradients: boolean;
  readonly inputs: readonly Value[];
  /** The data that the inputs rest on. */
  readonly data: readonly Data[];
}
