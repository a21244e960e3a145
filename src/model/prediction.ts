import { createEncoder, type Encoder } from '../data/encoder.ts';
import { countUp } from '../data/gather.ts';
import { errorAt } from '../errors.ts';
import { finish, type Sliced } from '../sliced.ts';
import { applySoftmax, type Forward, prepareForward } from './forward.ts';
import type { Model } from './model.ts';
import { parseModel } from './parse-model.ts';
import { type ReadOptions, type RowsInput, readingRows } from './read-rows.ts';

export interface PredictOptions extends ReadOptions {
  /** The most rows times operations for each (`countOperations`); no limit by default. */
  readonly products?: number;
}

/** Rows that have been predicted. Rows are counted from 0. */
export interface PredictedRows {
  readonly target: string;
  readonly rows: number;
  /** Null for a regression, which has numbers alone. */
  readonly classes: readonly string[] | null;
  /** Cells with a category that no training row had. */
  readonly unseen: number;
  readNumber(row: number): number;
  /** The position of the class. */
  readClass(row: number): number;
  /** One for each class. */
  readProbabilities(row: number): Float64Array;
}

/**
 * Reads a model and rows; no more than that is held before the work is found to be within its limit.
 *
 * @throws AbsumError `invalid-model`, `invalid-data`, `limit-exceeded`
 */
export function* startingPrediction(
  input: unknown,
  given: RowsInput,
  options: PredictOptions,
): Sliced<PredictionRun> {
  const model = parseModel(input);
  const operations = countOperations(model);
  const limit = options.products ?? Number.POSITIVE_INFINITY;
  if (Array.isArray(given)) checkOperations(given.length, operations, limit);
  const features = yield* readingRows(model, given, options, (rows) =>
    checkOperations(rows, operations, limit),
  );
  return new PredictionRun(
    model,
    createEncoder({ features }, readEncoding(model)),
    features[0].values.length,
  );
}

/** An operation is one multiplication and addition of a matrix product, with its share of loads. */
const SECONDS_PER_OPERATION = 1e-9;
/** How many multiplications take as long as these, measured. */
const OPERATIONS = {
  row: 200,
  /** A cell that is standardised and stored, and what each input of a layer takes besides its weights. */
  input: 3,
  /** A layer, however small. */
  layer: 25,
  activation: { relu: 3, linear: 1, tanh: 45, sigmoid: 50, elu: 35 },
  /** exp, and a share in the sum. */
  probability: 40,
  /** A number as text, in the shortest form that reads back as the same. */
  number: 200,
  /** A character of the answer. */
  character: 5,
};

/** The operations for one row, up to its text in an answer. */
export function countOperations({ layers, network, classes }: Model): number {
  let count = OPERATIONS.row + OPERATIONS.input * layers[0].inputs;
  for (const { inputs, outputs } of layers) {
    count += OPERATIONS.layer + OPERATIONS.input * inputs + (inputs + 1) * outputs;
  }
  for (const width of network.hidden) count += OPERATIONS.activation[network.activation] * width;
  if (classes === undefined) return count + OPERATIONS.number;
  const longest = classes.reduce((most, { length }) => Math.max(most, length), 0);
  const probabilities = (OPERATIONS.probability + OPERATIONS.number) * classes.length;
  return count + probabilities + OPERATIONS.character * longest;
}

function checkOperations(rows: number, operations: number, limit: number): void {
  if (rows * operations <= limit) return;
  const message = `${rows} rows x ${operations} operations for each exceed the limit of ${limit}: send fewer rows at a time`;
  throw errorAt('limit-exceeded', 'rows', message);
}

/** A model's features as the data room encodes them. */
function readEncoding({ features }: Model) {
  const columns = features.flatMap(({ name: feature, fill, columns }) =>
    columns.map((column) => ({ feature, fill, ...column })),
  );
  // The weights of a constant feature are 0.
  return { columns, constantFeatures: [] };
}

/** A prediction in the making: rows are predicted some at a time, so that others can be served in between. */
class PredictionRun {
  readonly rows: number;
  /** Estimated. */
  readonly secondsPerRow: number;
  readonly #model: Model;
  readonly #encode: Encoder;
  readonly #forward: Forward;
  readonly #outputs: number;
  /** [rows, outputs]: numbers in the target's units, or probabilities. */
  readonly #values: Float64Array;
  /** [rows]: positions of classes. */
  readonly #labels: Int32Array;
  #done = 0;
  #unseen = 0;

  constructor(model: Model, encode: Encoder, rows: number) {
    this.#model = model;
    this.#encode = encode;
    this.#forward = prepareForward(model);
    this.rows = rows;
    this.secondsPerRow = countOperations(model) * SECONDS_PER_OPERATION;
    this.#outputs = model.classes?.length ?? 1;
    this.#values = new Float64Array(rows * this.#outputs);
    this.#labels = new Int32Array(model.classes === undefined ? 0 : rows);
  }

  /** Predicts the next rows, of which there must be as many. */
  predictRows(some: number): void {
    const from = this.#done;
    this.#done += some;
    const rows = countUp(some).map((row) => from + row);
    const { matrix, unseen } = finish(this.#encode(rows));
    for (const cells of unseen.values()) this.#unseen += cells;
    const values = this.#values.subarray(from * this.#outputs, this.#done * this.#outputs);
    this.#forward(matrix, values);
    const { task, targetMean, targetScale } = this.#model;
    if (task === 'regression') {
      for (let r = 0; r < some; r++) values[r] = values[r] * targetScale + targetMean;
    }
    const wrong = values.findIndex((value) => !Number.isFinite(value));
    if (wrong !== -1) throw explainInfinity(from + Math.floor(wrong / this.#outputs));
    if (task === 'regression') return;
    for (let r = 0; r < some; r++) this.#labels[from + r] = findLargest(this.#cut(from + r));
    applySoftmax(values, this.#outputs);
  }

  /** Call it once all rows are predicted. */
  read(): PredictedRows {
    const { target, classes } = this.#model;
    return {
      target,
      rows: this.rows,
      classes: classes ?? null,
      unseen: this.#unseen,
      readNumber: (row) => this.#values[row],
      readClass: (row) => this.#labels[row],
      readProbabilities: (row) => this.#cut(row),
    };
  }

  #cut(row: number): Float64Array {
    return this.#values.subarray(row * this.#outputs, (row + 1) * this.#outputs);
  }
}

/** The position of the largest score; the first among equals. */
function findLargest(scores: Float64Array): number {
  return scores.indexOf(scores.reduce((a, b) => Math.max(a, b)));
}

function explainInfinity(row: number) {
  const message = `row ${row} gives no finite number: the weights are too large for its values`;
  return errorAt('invalid-model', 'model.layers', message);
}
