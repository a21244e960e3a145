/**
 * A training run, which the host describes in memory before the first step. All pointers are byte addresses
 * and multiples of 16; regions do not overlap. `docs/abi.md` says how large each region is and what it must hold
 * at first; `src/kernels/plan-record.ts` writes the record field by field.
 */
@unmanaged
export class Plan {
  /** Number of layers: hidden ones and the output. */
  layers: u32;
  /** 0 linear, 1 relu, 2 tanh, 3 sigmoid. */
  activation: u32;
  /** 0 squared error, 1 absolute error, 2 Huber, 3 softmax cross-entropy. */
  loss: u32;
  /** 0 sgd, 1 momentum, 2 adam. */
  optimizer: u32;
  /** 0 no penalty, 1 subgradient, 2 proximal. */
  penalty: u32;
  /** Room of the batch panels: samples, a multiple of 4. */
  capacity: u32;
  batchSize: u32;
  stride: u32;
  /** Entries of the order. */
  rows: u32;
  /** Outputs without padding. */
  outputs: u32;
  /** How many of the padded parameters, from the first on, are penalised. */
  penalised: u32;
  /** Number of padded parameters. */
  parameterCount: u32;
  /** A unit is dropped when its 24 random bits are below this; 0 drops nothing. */
  dropBelow: u32;
  /** The factor of a kept unit. */
  kept: f32;
  coefficient: f32;
  huberDelta: f32;
  learningRate: f64;
  /** The momentum, or adam's first rate. */
  beta1: f64;
  beta2: f64;
  epsilon: f64;
  /** beta1^t and beta2^t after t steps; 1 at first. */
  power1: f64;
  power2: f64;
  /** [rows of the data set, 8 * input panels], row-major. */
  features: u32;
  /** [rows of the data set, 8 * output panels], row-major. */
  targets: u32;
  /** u32 [rows]: the rows in the order of the epoch. */
  order: u32;
  parameters: u32;
  gradient: u32;
  firstMoment: u32;
  secondMoment: u32;
  /** 384 bytes: 32 for the constants of a step, 32 of zeros, and 320 for those of the activations. */
  constants: u32;
  /** Panels of the batch: its features. */
  batch: u32;
  /** Panels [outputs]: the batch's targets. */
  batchTargets: u32;
  /** u32 [groupCount]: inputs of each group, one after another from the first input on; only for `PROXIMAL`. */
  groups: u32;
  /** 0 if the weights of the first layer are penalised one by one, as all others are. */
  groupCount: u32;
}

/** One layer; the records stand one after another behind the plan. */
@unmanaged
export class Layer {
  /** Inputs and outputs without padding. */
  inputs: u32;
  outputs: u32;
  /** Panels of weights, within the parameters; their gradient lies as far within the gradient. */
  weights: u32;
  /** [8 * outputPanels], within the parameters. */
  biases: u32;
  /** Panels of the transposed weights; unused in the first layer. */
  transposed: u32;
  /** Panels of a batch: the layer's outputs, after activation and dropout. */
  values: u32;
  /** Panels of a batch: the gradient of the loss by the activation's input. */
  slopes: u32;
}

/** The record of layer `l`. */
export function layerOf(plan: Plan, l: u32): Layer {
  return changetype<Layer>(changetype<usize>(plan) + offsetof<Plan>() + <usize>l * offsetof<Layer>());
}
