import type { RecipeInput } from '../../src/recipe/schema.ts';
import type { Report } from '../../src/report/schema.ts';
import { run } from '../compare/samples.ts';

/** Reports of every kind that charts must draw. */

const friedman = { dataset: 'friedman1', rows: 40, features: 5 } as const;

/** Rows of three classes. */
const flowers = {
  rows: Array.from({ length: 60 }, (_, i) => ({
    a: (i * 7) % 11,
    b: (i * i) % 13,
    kind: ['x', 'y', 'z'][i % 3],
  })),
  target: 'kind',
};

const RECIPES: Readonly<Record<string, Partial<RecipeInput>>> = {
  plain: {},
  proximal: { penalty: { lambdas: [0, 0.05, 0.2, 1], method: 'proximal' } },
  automatic: { penalty: { lambdas: 'auto', method: 'proximal' } },
  grouped: { penalty: { lambdas: [0, 0.1, 0.5], method: 'proximal', groups: 'features' } },
  linear: { network: { hidden: [] }, penalty: { lambdas: [0, 0.05, 0.2, 1], method: 'proximal' } },
  classes: { data: flowers, loss: 'cross-entropy', compare: { metric: 'accuracy' } },
  diverged: { optimizer: { name: 'sgd', learningRate: 1 }, penalty: { lambdas: [-1e6, 0, 0.01, 1e6] } },
  'all diverged': { optimizer: { name: 'sgd', learningRate: 1e6 }, training: { epochs: 5, batchSize: 8 } },
  'single pair': { split: { holdout: 0.3, repeats: 1 } },
  'one fixed split': { split: { holdout: 0.3, repeats: 3, fixed: true } },
  chained: { split: { folds: 3, order: 'given' } },
  'no baseline': { penalty: { lambdas: [-0.1, 0.1] } },
  'another baseline': { penalty: { lambdas: [-0.1, 0, 0.1] }, compare: { baseline: 0.1 } },
  'lambda 0 alone': { penalty: { lambdas: [0] } },
  'negative alone': { penalty: { lambdas: [-0.2] } },
  nested: { compare: { nested: { folds: 2 } } },
  patience: { training: { epochs: 6, batchSize: 8, patience: 2 } },
  'one epoch': { training: { epochs: 1, batchSize: 8 } },
  'by r2': { compare: { metric: 'r2', equivalence: 0.9 } },
  'large equivalence': { compare: { equivalence: 1 } },
  'extreme lambdas': { penalty: { lambdas: [-1e-30, 0, 1e-30, 1e-12, 0.001, 1e3] } },
  'many lambdas': {
    split: { holdout: 0.3, repeats: 2 },
    data: { ...friedman, rows: 20 },
    penalty: { lambdas: Array.from({ length: 70 }, (_, i) => (i - 20) / 1000) },
  },
};

export const REPORT_NAMES = Object.keys(RECIPES);

/** All reports by name. */
export async function makeReports(): Promise<ReadonlyMap<string, Report>> {
  const reports = new Map<string, Report>();
  for (const [name, recipe] of Object.entries(RECIPES)) reports.set(name, fillIn(await run(recipe)));
  return reports;
}

/** A linear model of numbers has one output and nothing before it. */
function countUnits({ recipe, data }: Report): number {
  const { hidden } = recipe.network as { hidden: readonly number[] };
  return hidden.length === 0 && data.task === 'regression' ? 1 : 6;
}

/** A place from 0 to 1 that looks random. */
function vary(i: number): number {
  return (Math.sin(i * 12.9898) * 43_758.5453) % 1;
}

/** The report with predictions and first-layer weights by hand; the largest lambda has neither. */
export function fillIn(report: Report, { rows = 50, units = countUnits(report) } = {}): Report {
  const { classes, features } = report.data;
  const largest = Math.max(...report.lambdas.map(({ lambda }) => lambda));
  const value = (i: number) =>
    classes === undefined ? vary(i) * 100 : classes[Math.floor(Math.abs(vary(i)) * classes.length)];
  const numbers = Array.from({ length: rows }, (_, i) => i);
  return {
    ...report,
    predictions: {
      repeat: 0,
      rows: numbers,
      actual: numbers.map(value),
      lambdas: report.lambdas.map(({ lambda }, l) => ({
        lambda,
        predicted: numbers.map((i) => (lambda === largest && l > 0 ? null : value(i + 1000 * l))),
      })),
    },
    weights: {
      repeat: 0,
      fold: 0,
      columns: features.map((feature) => ({ feature, category: null })),
      units,
      lambdas: report.lambdas.map(({ lambda }, l) => ({
        lambda,
        values:
          lambda === largest && l > 0
            ? null
            : features.map((_, f) =>
                Array.from({ length: units }, (__, u) => (u === 0 ? 0 : vary(f * 31 + u + l))),
              ),
      })),
    },
  };
}
