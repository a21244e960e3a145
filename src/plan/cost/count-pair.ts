import type { AskedRecipe } from '../../recipe/schema.ts';
import { dependsOnRank, MAX_COLUMNS } from '../../training/rank.ts';
import type { Counts } from './counts.ts';

/** The size of a data set, and where it comes from. */
export interface Ground {
  readonly rows: number;
  /** Of the network, when all rows are encoded. */
  readonly inputs: number;
  readonly outputs: number;
  readonly features: number;
  /** Features of text. */
  readonly texts: number;
  /** What was read: its form and its columns. */
  readonly source: 'csvCell' | 'jsonCell' | 'generatedCell';
  readonly columns: number;
}

/** Counts the reading of a data set. */
export function countReading({ rows, columns, texts, source }: Ground): Counts {
  return { comparison: 1, [source]: rows * columns, readRow: rows, lookedUp: rows * texts };
}

/** Counts dealing rows out: to a pair, or to the inner folds of one. */
export function countDealing(rows: number): Counts {
  return { dealt: rows };
}

/** Counts what comes before the trials on some rows: the encoding is learnt, and the rows are encoded. */
export function countPreparing(
  { inputs, outputs, features, texts }: Ground,
  trainingRows: number,
  heldRows: number,
): Counts {
  // Held rows twice: cells of unseen categories are counted besides.
  const encoded = trainingRows + 2 * heldRows;
  return {
    pair: 1,
    encodedRow: encoded,
    encodedCell: encoded * (inputs + outputs),
    fittedCell: trainingRows * features,
    lookedUp: (trainingRows + encoded) * texts,
  };
}

/** Counts what follows the trials of a pair, linear models left out. */
export function countClosing({ outputs }: Ground, trainingRows: number, heldRows: number): Counts {
  return { encodedRow: trainingRows, measuredRow: heldRows, measuredOutput: heldRows * (outputs - 1) };
}

/** Counts the check of the rank, for the first pair alone. */
export function countRank(recipe: AskedRecipe, { inputs }: Ground, trainingRows: number): Counts {
  const { lambdas } = recipe.penalty;
  if (lambdas === 'auto' || inputs > MAX_COLUMNS) return {};
  if (!dependsOnRank({ ...recipe, penalty: { ...recipe.penalty, lambdas } })) return {};
  return { linear: 2 * trainingRows * inputs * inputs + inputs ** 3 };
}
