import type { Dataset } from '../data/dataset.ts';
import { encodeTarget, type FoldEncoding, fittingEncoding, type Matrix } from '../data/encode.ts';
import { encodingFeatures } from '../data/encoder.ts';
import { type Part, takeWatchRows } from '../data/split.ts';
import type { PairRows } from '../engines/engine.ts';
import type { Recipe } from '../recipe/schema.ts';
import { finish, type Sliced } from '../sliced.ts';

/** Some rows of the data set, encoded for the network, with their positions. */
export interface RowSet {
  /** Positions in the data set. */
  readonly rows: Int32Array;
  readonly features: Matrix;
  readonly targets: Matrix;
}

/** Everything that the trials of one pair share. */
export interface PreparedPair {
  /** Identifies the random streams of its trials; see `Part`. */
  readonly path: readonly number[];
  readonly encoding: FoldEncoding;
  /** The rows that the steps train on. */
  readonly training: RowSet;
  /** Training rows kept aside for early stopping; null without patience. */
  readonly watch: RowSet | null;
  /** Null if a network is trained without validation rows. */
  readonly validation: RowSet | null;
  /** By feature, cells of the validation rows whose category no training row has, where there are some. */
  readonly unseen: ReadonlyMap<string, number>;
}

/** Learns the encoding from a pair's training rows and encodes all of its rows with it. */
export function* preparingPair(
  dataset: Dataset,
  part: Part,
  { standardize, training, seed }: Pick<Recipe, 'standardize' | 'training' | 'seed'>,
): Sliced<PreparedPair> {
  const { path } = part;
  const encoding = yield* fittingEncoding(dataset, part.training, standardize);
  const parts = training.patience === null ? null : takeWatchRows(part.training, seed, path);
  const fit = yield* encodingRows(dataset, encoding, parts?.fit ?? part.training);
  const watch = parts && (yield* encodingRows(dataset, encoding, parts.watch));
  const held = part.validation.length > 0 ? yield* encodingRows(dataset, encoding, part.validation) : null;
  return {
    path,
    encoding,
    training: fit.set,
    watch: watch?.set ?? null,
    validation: held?.set ?? null,
    unseen: held?.unseen ?? new Map(),
  };
}

function* encodingRows(
  dataset: Dataset,
  encoding: FoldEncoding,
  rows: Int32Array,
): Sliced<{ readonly set: RowSet; readonly unseen: PreparedPair['unseen'] }> {
  const { matrix, unseen } = yield* encodingFeatures(dataset, encoding, rows);
  return { set: { rows, features: matrix, targets: encodeTarget(dataset, encoding, rows) }, unseen };
}

/** The same at once. */
export function preparePair(...given: Parameters<typeof preparingPair>): PreparedPair {
  return finish(preparingPair(...given));
}

/** What the engine needs of a pair. */
export function listRows({ training, watch, validation }: PreparedPair): PairRows {
  return {
    features: training.features,
    targets: training.targets,
    held: {
      ...(watch && { watch: watch.features }),
      ...(validation && { validation: validation.features }),
    },
  };
}
