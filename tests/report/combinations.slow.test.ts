import * as v from 'valibot';
import { expect, it } from 'vitest';
import { compare } from '../../src/compare/compare.ts';
import { openStream, type Random } from '../../src/random/random.ts';
import type { RecipeInput } from '../../src/recipe/schema.ts';
import type { Comparison, Test } from '../../src/report/comparison.ts';
import { type Report, ReportSchema } from '../../src/report/schema.ts';
import { sayLambda } from '../../src/words/lambdas.ts';
import { engines } from '../host.ts';

const COUNT = 500;
const LEVEL = 0.05;

function pick<T>(random: Random, choices: readonly T[]): T {
  return choices[random.nextBelow(choices.length)];
}

/** Small data of some kind, and a recipe that a person might write. */
function drawRecipe(random: Random): RecipeInput {
  const rows = 12 + random.nextBelow(50);
  const noise = pick(random, [0, 0.3, 1, 3]);
  // Columns that say nothing, which a penalty drops.
  const idle = pick(random, [0, 0, 12]);
  const isClasses = random.nextBelow(5) === 0;
  const table = Array.from({ length: rows }, (_, i) => {
    const [a, b, c] = [random.nextNormal(), random.nextNormal(), random.nextNormal()];
    const signal = 2 * a - b + noise * random.nextNormal();
    const others = Object.fromEntries(
      Array.from({ length: idle }, (_, j) => [`idle${j}`, random.nextNormal()]),
    );
    return { a, b, c, ...others, group: `${i % 9}`, y: isClasses ? (signal > 0 ? 'up' : 'down') : signal };
  });
  const method = pick(random, ['subgradient', 'proximal'] as const);
  const positive = [1e-6, 0.001, 0.01, 0.05, 0.2, 1].filter(() => random.nextBelow(2) === 0);
  const negative = method === 'subgradient' && random.nextBelow(3) === 0 ? [-0.05] : [];
  const lambdas = [...(random.nextBelow(8) === 0 ? [] : [0]), ...positive, ...negative];
  const folds = 2 + random.nextBelow(5);
  const split = pick<RecipeInput['split']>(random, [
    { folds, repeats: 1 },
    { folds, repeats: 2 },
    { folds, repeats: 4 },
    { folds, repeats: 2, fixed: true },
    { folds: 4, repeats: 1, order: 'given' },
    { folds: 3, repeats: 2, groups: 'group' },
    { holdout: 0.3, repeats: 1 + random.nextBelow(6) },
  ]);
  const patience = random.nextBelow(6) === 0 ? 3 : null;
  return {
    data: { rows: table, target: 'y', ignore: ['group'].filter(() => split?.groups === undefined) },
    split,
    network: { hidden: pick(random, [[], [4], [8]]) },
    loss: isClasses ? 'cross-entropy' : pick(random, ['mse', 'mae'] as const),
    optimizer: { name: 'adam', learningRate: pick(random, [0.01, 0.05, 0.3]) },
    training: { epochs: 1 + random.nextBelow(30), batchSize: 16, patience },
    penalty: { lambdas: lambdas.length === 0 ? [0] : lambdas, method },
    compare: {
      metric: isClasses
        ? pick(random, ['accuracy', 'crossEntropy'] as const)
        : pick(random, ['rmse', 'mae', 'r2', 'medianAbsoluteError'] as const),
      equivalence: pick(random, [0.01, 0.1, 0.3]),
      nested: random.nextBelow(8) === 0 && split?.order === undefined ? { folds: 2 } : null,
    },
    include: ['model'],
    seed: 1 + random.nextBelow(1000),
  };
}

/** What a comparison must be called, by nothing but its figures. */
function callIt(
  { difference, interval, pHolm, t, pairs }: Comparison,
  test: Test,
): Comparison['verdict'] | null {
  if (difference === null || interval === null || test.region === null || test.name === 'none') return null;
  // Without variance there is no p, and the difference itself decides.
  const isReal = t === null ? difference !== 0 : (pHolm ?? 1) < LEVEL;
  const isAscending = ['r2', 'pearson', 'accuracy'].includes(test.metric);
  const [low, high] = interval;
  // A rounding of the region's end decides nothing here.
  const room = test.region * 1e-9;
  if (Math.abs(Math.abs(difference) - test.region) < room) return null;
  if (isReal && Math.abs(difference) > test.region) {
    if (difference > 0 !== isAscending) return 'worse';
    return pairs === test.pairs ? 'better' : 'undecided';
  }
  return low >= -test.region - room && high <= test.region + room ? 'equivalent' : 'undecided';
}

function check(report: Report): void {
  const { test, choice, advice, refit, headline, lambdas, nested } = report;
  for (const { comparison } of lambdas) {
    if (comparison === null) continue;
    const called = callIt(comparison, test);
    if (called !== null) expect(comparison.verdict).toBe(called);
    if (comparison.pHolm !== null && comparison.interval !== null) {
      const [low, high] = comparison.interval;
      expect(low > 0 || high < 0).toBe(comparison.pHolm < LEVEL);
    }
    if (comparison.relative !== null && comparison.difference !== null) {
      expect(Math.sign(comparison.relative)).toBe(Math.sign(comparison.difference));
    }
  }
  // Headline, choice, refit and advice name one lambda.
  expect(refit?.lambda).toBe(choice.lambda);
  expect(advice[0]).toMatchObject({ goal: 'accuracy', lambda: choice.lambda });
  if (choice.lambda !== null) expect(choice.lambda).toBeGreaterThanOrEqual(0);
  const isNested = nested?.comparison && nested.comparison.verdict !== 'not tested';
  const better = lambdas.filter(({ lambda, comparison }) => lambda >= 0 && comparison?.verdict === 'better');
  if (isNested) {
    const named = `mostly ${sayLambda(choice.lambda ?? Number.NaN)},`;
    const always = `(${sayLambda(choice.lambda ?? Number.NaN)} in all`;
    if (nested.comparison?.verdict !== 'better') expect(choice.lambda).toBe(test.baseline);
    else expect(headline.includes(named) || headline.includes(always)).toBe(true);
  } else if (better.length > 0) {
    expect(headline.startsWith(`lambda = ${sayLambda(choice.lambda ?? Number.NaN)} `)).toBe(true);
    expect(better.map(({ lambda }) => lambda)).toContain(choice.lambda);
  } else if (test.baseline !== null && choice.minimum !== null) {
    const isMeasured = lambdas.find(({ lambda }) => lambda === test.baseline)?.validation[test.metric].mean;
    if (isMeasured !== null) expect(choice.lambda).toBe(test.baseline);
    expect(headline).not.toMatch(/: better than/);
  }
  // A gain is never praised where the network is not shown to predict better than the mean.
  const mean = report.references.find(({ name }) => name === 'mean')?.comparison?.verdict ?? 'not tested';
  const isUnbeaten = mean === 'better' || mean === 'equivalent' || mean === 'undecided';
  expect(/(no better|worse) than predicting the (mean|class)/.test(headline)).toBe(isUnbeaten);
}

it(`holds over ${COUNT} random recipes on small data`, { timeout: 600_000 }, async () => {
  const seen = new Map<string, number>();
  let made = 0;
  for (let i = 0; i < COUNT; i++) {
    const recipe = drawRecipe(openStream(7, 'generator', i));
    const report = await compare(recipe, { engines }).catch((error: Error) => {
      // Groups may be too few for a fold, or a class for a part.
      expect(error.message).toMatch(/group|class|rows|fold/);
      return null;
    });
    if (report === null) continue;
    made += 1;
    try {
      expect(v.parse(ReportSchema, report)).toEqual(report);
      check(report);
    } catch (error) {
      throw new Error(`recipe ${i}: ${report.headline}`, { cause: error });
    }
    for (const { comparison } of report.lambdas) {
      const verdict = comparison?.verdict ?? 'baseline';
      seen.set(verdict, (seen.get(verdict) ?? 0) + 1);
    }
  }
  expect(made).toBeGreaterThan(0.95 * COUNT);
  for (const verdict of ['better', 'worse', 'equivalent', 'undecided', 'not tested']) {
    expect(seen.get(verdict) ?? 0).toBeGreaterThan(10);
  }
});
