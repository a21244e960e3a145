/**
 * What work costs: the seconds of one of each term that `plan/cost` counts. `npm run bench -- --estimate` fits them to
 * whole comparisons and prints this table. Speed 1 is a core of an AMD
 * EPYC of 2026 with two cores, Node 24.21.
 */

/** What an engine does, counted for one trial; "padded" means as `Grain` says. */
export type EngineTerm =
  /** Training steps. */
  | 'step'
  /** Layers, once a step. */
  | 'layer'
  /** Further kernels of a step that an engine of kernels calls one by one: optimizer, penalty, masks. */
  | 'call'
  /** Predictions of a set of rows. */
  | 'pass'
  /** Layers, once a prediction. */
  | 'passLayer'
  /** Tiles of padded products: what a product costs besides its terms. */
  | 'tile'
  /** Multiplications with an addition, in padded products. */
  | 'product'
  /** Parameters beyond what a processor keeps at hand, once a step. */
  | 'far'
  /** Panels of a row's features and targets that are gathered into a batch. */
  | 'gathered'
  /** Padded units times padded rows, going forward. */
  | 'relu'
  | 'tanh'
  | 'sigmoid'
  | 'elu'
  /** Padded units times padded rows, going back. */
  | 'slope'
  /** Masked units times padded rows, going forward and going back. */
  | 'mask'
  /** Outputs times rows of a batch. */
  | 'loss'
  | 'softmax'
  /** Padded parameters, once a step. */
  | 'sgd'
  | 'momentum'
  | 'rmsprop'
  | 'adam'
  /** Padded weights of all layers but the first, once a step. */
  | 'transposed'
  /** Penalised parameters, once a step. */
  | 'penalty'
  /** Weights in groups, and groups, once a step. */
  | 'grouped'
  | 'group'
  /** Trials, and cells that a trial brings to its engine. */
  | 'trial'
  | 'stored'
  /** Bytes that are zeroed when a trial ends. */
  | 'zeroed';

/** What is done around the engines, whichever trains. */
export type HostTerm =
  /** Comparisons. */
  | 'comparison'
  /** Cells read from CSV, JSON or a generator, and rows of them. */
  | 'csvCell'
  | 'jsonCell'
  | 'generatedCell'
  | 'readRow'
  /** Rows dealt to a pair. */
  | 'dealt'
  | 'pair'
  /** Rows and cells encoded for a pair; texts looked up for it. */
  | 'encodedRow'
  | 'encodedCell'
  /** Cells that an encoding is learnt from. */
  | 'fittedCell'
  | 'lookedUp'
  /** Floating-point operations of linear models, and of those for classes, which may end sooner. */
  | 'linear'
  | 'logistic'
  /** Parameters drawn, written, read and inspected for a trial. */
  | 'drawn'
  /** Multiplications in the inspection of units. */
  | 'inspected'
  /** Rows, and outputs of classes, measured at the end of a trial. */
  | 'measuredRow'
  | 'measuredOutput'
  /** Epochs, rows that an epoch puts in order, and outputs that are compared with targets after it. */
  | 'epoch'
  | 'ordered'
  | 'compared'
  | 'comparedClass'
  /** Parameters read after an epoch: for patience, or since the training rows are not evaluated there. */
  | 'remembered'
  /** For the report: trials, points of their curves, and outputs of validation rows that are judged. */
  | 'summed'
  | 'point'
  | 'judged';

/** The multiples to which an engine pads. */
interface Grain {
  readonly rows: number;
  readonly units: number;
}

/** What an engine costs. */
export interface EngineCosts {
  readonly grain: Grain;
  /** Seconds of one of each. */
  readonly seconds: Readonly<Record<EngineTerm, number>>;
}

export const FUSED_COSTS: EngineCosts = {
  grain: { rows: 4, units: 8 },
  seconds: {
    step: 2e-7,
    layer: 7.3e-8,
    call: 1e-12,
    pass: 1.7e-6,
    passLayer: 1e-7,
    tile: 4.9e-9,
    product: 1.4e-10,
    far: 7.6e-10,
    gathered: 6.1e-9,
    relu: 5.8e-10,
    tanh: 4.5e-9,
    sigmoid: 3.2e-9,
    elu: 1e-8,
    slope: 5e-10,
    mask: 3.2e-9,
    loss: 2e-9,
    softmax: 4.7e-9,
    sgd: 5e-10,
    momentum: 4.4e-10,
    rmsprop: 2e-9,
    adam: 6.3e-10,
    transposed: 2.3e-10,
    penalty: 2.5e-10,
    grouped: 1.1e-9,
    group: 9.7e-9,
    trial: 7.1e-5,
    stored: 1e-10,
    zeroed: 1.3e-10,
  },
};

export const TFJS_COSTS: EngineCosts = {
  grain: { rows: 1, units: 1 },
  seconds: {
    step: 2.2e-4,
    layer: 5.4e-4,
    call: 2.7e-5,
    pass: 6.8e-5,
    passLayer: 1.3e-4,
    tile: 1.9e-9,
    product: 9.2e-10,
    far: 9.7e-10,
    gathered: 4.1e-8,
    relu: 1.1e-8,
    tanh: 1.7e-8,
    sigmoid: 6.5e-9,
    elu: 9.9e-9,
    slope: 1.3e-8,
    mask: 2.1e-8,
    loss: 1e-8,
    softmax: 9.6e-7,
    sgd: 4.4e-9,
    momentum: 4.9e-9,
    rmsprop: 3.6e-8,
    adam: 3.4e-8,
    transposed: 9.9e-10,
    penalty: 9e-8,
    grouped: 6.3e-9,
    group: 9.5e-7,
    trial: 1.5e-3,
    stored: 9.8e-10,
    zeroed: 1.9e-10,
  },
};

export const HOST_SECONDS: Readonly<Record<HostTerm, number>> = {
  comparison: 8.3e-2,
  csvCell: 1.2e-6,
  jsonCell: 2.8e-7,
  generatedCell: 2.8e-7,
  readRow: 4.3e-7,
  dealt: 1.9e-7,
  pair: 2.3e-4,
  encodedRow: 1.6e-6,
  encodedCell: 1.5e-8,
  fittedCell: 1.1e-7,
  lookedUp: 5e-8,
  linear: 3.8e-9,
  logistic: 1.1e-8,
  drawn: 2.3e-7,
  inspected: 2.6e-9,
  measuredRow: 1e-6,
  measuredOutput: 2.4e-7,
  epoch: 7.5e-6,
  ordered: 9.3e-9,
  compared: 2.8e-9,
  comparedClass: 2.7e-7,
  remembered: 1.6e-8,
  summed: 1.3e-3,
  point: 3e-7,
  judged: 1.6e-7,
};
