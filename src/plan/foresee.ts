import { FRIEDMAN1_DEFAULTS } from '../data/friedman1-options.ts';
import { errorAt } from '../errors.ts';
import type { AskedRecipe } from '../recipe/schema.ts';
import type { Ground } from './cost/count-pair.ts';

/**
 * The size of the data that a recipe names or carries, as far as it can be told without reading them: so what is too
 * much is refused before it costs anything. Categories are not known yet, so there may be more inputs and classes. Rows
 * without a target, which are left out, are not counted where the data are JSON; in a text they must be read first.
 *
 * @returns null for the small built-in sets, and where rows may be dropped
 */
export async function foreseeGround({ data, loss, split }: AskedRecipe): Promise<Ground | null> {
  if (data.missing === 'drop-row') return null;
  const size = await measureData(data);
  if (size === null) return null;
  const { rows, columns, source } = size;
  const others = 1 + [split.column, split.groups].filter((name) => name !== undefined).length;
  // What is generated costs the same if it is then ignored.
  const ignored = source === 'generatedCell' ? 0 : (data.ignore ?? []).length;
  const features = Math.max(1, columns - others - ignored);
  const outputs = loss === 'cross-entropy' ? 2 : 1;
  return { rows, inputs: features, outputs, features, texts: 0, source, columns };
}

/** Shorter texts are read before they are refused, which tells more of what is wrong. */
const MANY_ROWS = 10_000;

async function measureData(
  data: AskedRecipe['data'],
): Promise<Pick<Ground, 'rows' | 'columns' | 'source'> | null> {
  if ('csv' in data) {
    const { measureCsv } = await import('../data/csv/csv.ts');
    const size = measureCsv(data.csv, data);
    if (size.columns === 1 && size.rows > MANY_ROWS) {
      const message = `expected a target and at least one feature, got ${size.rows} rows of one column`;
      throw errorAt('invalid-data', 'data.csv', message);
    }
    // Without rows there is nothing to cost anything, and a reader says more of what is wrong.
    return size.rows === 0 ? null : { ...size, source: 'csvCell' };
  }
  if ('dataset' in data) {
    if (data.dataset !== 'friedman1') return null;
    const { rows = FRIEDMAN1_DEFAULTS.rows, features = FRIEDMAN1_DEFAULTS.features } = data;
    return { rows, columns: features + 1, source: 'generatedCell' };
  }
  if ('rows' in data) {
    const [first] = data.rows;
    const isObject = typeof first === 'object' && first !== null;
    const rows = countWithTarget(data.rows, (row) => row?.[data.target]);
    return { rows, columns: isObject ? Object.keys(first).length : 0, source: 'jsonCell' };
  }
  const width = (data.x[0] as ArrayLike<unknown> | null | undefined)?.length ?? 0;
  const { y } = data;
  return { rows: countWithTarget(data.x, (_, i) => y[i]), columns: width + 1, source: 'jsonCell' };
}

/** All rows where none has a target: a reader says more of what is wrong. */
function countWithTarget<Row>(rows: readonly Row[], read: (row: Row, i: number) => unknown): number {
  let count = 0;
  for (let i = 0; i < rows.length; i++) if ((read(rows[i], i) ?? null) !== null) count++;
  return count === 0 ? rows.length : count;
}
