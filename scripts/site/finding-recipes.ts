import type { FindingCode } from '../../src/report/findings/finding.ts';

/** A comparison that shows a finding. */
export interface FindingRecipe {
  /** What stands behind `#` in the page's address. */
  readonly link: string;
  /** A table to paste, where none of the built-in sets shows it. */
  readonly csv?: string;
}

/** The rows of a table to paste; `i` counts them from 0. */
function writeTable(names: string, rows: number, write: (i: number) => string): string {
  return `${[names, ...Array.from({ length: rows }, (_, i) => write(i))].join('\n')}\n`;
}

/** A number from 0 to 9 that looks drawn, and is the same in every build. */
const digit = (i: number, salt = 1) => (7 * i * i + 3 * salt * i + 5 * salt) % 10;

const onTable = 'target=y&lambdas=0,0.1&epochs=20&repeats=1&folds=4';

/** For each finding a comparison of seconds that has it; `tests/site/finding-recipes.slow.test.ts` runs them all. */
export const FINDING_RECIPES: Readonly<Record<FindingCode, FindingRecipe>> = {
  diverged: {
    link: 'dataset=diabetes&lambdas=0,0.1&optimizer=sgd&learningRate=10&epochs=5&repeats=1',
  },
  'constant-target': {
    link: onTable,
    csv: writeTable('x,y', 24, (i) => `${digit(i)},5`),
  },
  exploded: {
    link: 'dataset=diabetes&lambdas=0,0.1&optimizer=adam&learningRate=3&epochs=10&repeats=1&activation=linear',
  },
  'overshooting-step': {
    link: 'dataset=diabetes&lambdas=0,3&optimizer=adam&learningRate=0.3&epochs=40&repeats=1',
  },
  'negative-lambda': { link: 'dataset=diabetes&lambdas=-0.01,0,0.01' },
  'duplicate-rows': {
    link: onTable,
    csv: writeTable('a,b,y', 40, (i) => `${digit(i % 20)}.${i % 20},${digit(i % 20, 2)},${i % 20}`),
  },
  'single-run': { link: 'dataset=diabetes&lambdas=0,0.1&holdout=0.2&repeats=1&epochs=30' },
  'worse-than-mean': {
    link: 'dataset=diabetes&lambdas=0,0.01&epochs=3&learningRate=0.001&optimizer=sgd',
  },
  'not-better-than-mean': { link: 'dataset=friedman1&target=x10&lambdas=0,0.1&epochs=60' },
  'collapsed-to-mean': { link: 'dataset=friedman1&target=x10&lambdas=0,0.1&epochs=60' },
  'inert-penalty': { link: 'dataset=friedman1&lambdas=0,1e-7&epochs=30&repeats=1' },
  'dropped-rows': {
    link: `${onTable}&missing=drop-row`,
    csv: writeTable(
      'a,b,y',
      40,
      (i) => `${digit(i)},${i % 3 === 0 ? '' : digit(i, 2)},${digit(i) + (i % 4)}`,
    ),
  },
  'unseen-categories': {
    link: `${onTable}&categories=name`,
    csv: writeTable('name,x,y', 24, (i) => `visitor ${i},${digit(i)},${digit(i) + (i % 4)}`),
  },
  'unscaled-data': { link: 'dataset=diabetes&lambdas=0,0.01&epochs=30&standardizeFeatures=false' },
  'overlapping-batches': { link: 'dataset=diabetes&lambdas=0,0.01&epochs=5&batches=overlapping' },
  'dead-units': { link: 'dataset=diabetes&lambdas=0,0.01&epochs=200' },
  'still-improving': { link: 'dataset=diabetes&lambdas=0,0.01&epochs=20' },
  'overtrained-baseline': { link: 'dataset=diabetes&lambdas=0,0.003&epochs=300' },
  'mixed-column': {
    link: onTable,
    csv: writeTable(
      'size,x,y',
      24,
      (i) => `${['S', 'M', 'L', '42'][i % 4]},${digit(i)},${digit(i) + (i % 4)}`,
    ),
  },
  'date-column': {
    link: onTable,
    csv: writeTable(
      'sold,x,y',
      24,
      (i) => `2026-${String(1 + (i % 12)).padStart(2, '0')}-15,${digit(i)},${digit(i) + (i % 4)}`,
    ),
  },
  'optimistic-best': {
    link: 'dataset=diabetes&lambdas=0,0.01,0.05,0.1,0.2&epochs=100&optimizer=sgd',
  },
  'no-better-than-linear': { link: 'dataset=diabetes&lambdas=0,0.01&epochs=20' },
  'constant-feature': {
    link: onTable,
    csv: writeTable('flat,x,y', 24, (i) => `3,${digit(i)},${digit(i) + (i % 4)}`),
  },
  'leading-zeros': {
    link: onTable,
    csv: writeTable('zip,x,y', 24, (i) => `0${4000 + 11 * digit(i, 3)},${digit(i)},${digit(i) + (i % 4)}`),
  },
  'counting-column': {
    link: onTable,
    csv: writeTable('id,x,y', 24, (i) => `${101 + i},${digit(i)},${digit(i) + (i % 4)}`),
  },
  'within-noise': {
    link: 'dataset=diabetes&lambdas=0,0.01,0.05,0.1,0.2&epochs=100&optimizer=sgd',
  },
  'detectable-limit': { link: 'dataset=friedman1&lambdas=0,0.0001,0.001&epochs=200' },
  'best-at-edge': { link: 'dataset=diabetes&lambdas=0,0.003&epochs=300' },
  'no-exact-zeros': { link: 'dataset=boston-house-prices&lambdas=0,0.01&epochs=20' },
  'biases-penalised': { link: 'dataset=diabetes&lambdas=0,0.01&epochs=20&penalize=all' },
};
