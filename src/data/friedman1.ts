import { errorAt } from '../errors.ts';
import { sinPi } from '../math/elementary.ts';
import { openStream } from '../random/random.ts';
import { finish, ITEMS_A_SLICE, type Sliced } from '../sliced.ts';
import type { Friedman1Options } from './friedman1-options.ts';
import { describePlainColumns } from './reading/plain.ts';
import { checkCellCount, type Table } from './table.ts';

/**
 * Generates y = 10 sin(pi x1 x2) + 20 (x3 - 0.5)^2 + 10 x4 + 5 x5 + e, the features uniform on [0, 1)
 * and e normal, from the stream `generator`. Columns `x1` to `xp` and `y`.
 *
 * Source: Friedman, "Multivariate adaptive regression splines", Annals of Statistics 19 (1991).
 *
 * @throws AbsumError `invalid-recipe` for an option out of range, `limit-exceeded` for too many cells
 */
export function* generatingFriedman1(options: Friedman1Options): Sliced<Table> {
  const { rows, features, noise, seed } = options;
  checkWhole(rows, 2, 'rows');
  checkWhole(features, 5, 'features');
  checkWhole(seed, 0, 'seed');
  if (!(noise >= 0 && noise <= 1e6)) {
    throw errorAt('invalid-recipe', 'data.noise', `expected a number from 0 to 1e6, got ${noise}`);
  }
  checkCellCount(rows, features + 1, 'data.rows');
  const random = openStream(seed, 'generator');
  const cells: number[][] = [];
  const rowsAtOnce = Math.ceil(ITEMS_A_SLICE / features);
  for (let row = 0; row < rows; row++) {
    if (row % rowsAtOnce === rowsAtOnce - 1) yield rowsAtOnce * features;
    const x: number[] = [];
    for (let feature = 0; feature < features; feature++) x.push(random.nextUniform());
    const offset = x[2] - 0.5;
    const signal = 10 * sinPi(x[0] * x[1]) + 20 * offset * offset + 10 * x[3] + 5 * x[4];
    x.push(signal + noise * random.nextNormal());
    cells.push(x);
  }
  const columns = [...Array.from({ length: features }, (_, c) => `x${c + 1}`), 'y'];
  return { columns, rows: cells, firstRow: 0, ...describePlainColumns(columns, cells) };
}

/** The same at once. */
export function generateFriedman1(options: Friedman1Options): Table {
  return finish(generatingFriedman1(options));
}

function checkWhole(value: number, minimum: number, field: string): void {
  if (Number.isSafeInteger(value) && value >= minimum) return;
  const message = `expected a whole number of at least ${minimum}, got ${value}`;
  throw errorAt('invalid-recipe', `data.${field}`, message);
}
