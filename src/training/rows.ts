import type { Dataset } from '../data/dataset.ts';
import { encodeFeatures, encodeTarget, type FoldEncoding, fitEncoding, type Matrix } from '../data/encode.ts';
import { type Part, takeWatchRows } from '../data/split.ts';
import type { PairRows } from '../engines/engine.ts';
import type { Recipe } from '../recipe/schema.ts';

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
  /** Cells of the validation rows whose category no training row has. */
  readonly unseen: number;
}

/** Learns the encoding from a pair's training rows and encodes all of its rows with it. */
export function preparePair(
  dataset: Dataset,
  part: Part,
  { standardize, training, seed }: Pick<Recipe, 'standardize' | 'training' | 'seed'>,
): PreparedPair {
  const { path } = part;
  const encoding = fitEncoding(dataset, part.training, standardize);
  const encode = (rows: Int32Array): RowSet => ({
    rows,
    features: encodeFeatures(dataset, encoding, rows).matrix,
    targets: encodeTarget(dataset, encoding, rows),
  });
  const parts = training.patience === null ? null : takeWatchRows(part.training, seed, path);
  return {
    path,
    encoding,
    training: encode(parts?.fit ?? part.training),
    watch: parts && encode(parts.watch),
    validation: part.validation.length > 0 ? encode(part.validation) : null,
    unseen: encodeFeatures(dataset, encoding, part.validation).unseen,
  };
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
