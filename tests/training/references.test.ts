import { describe, expect, it } from 'vitest';
import { planComparison } from '../../src/plan/plan.ts';
import { openStream } from '../../src/random/random.ts';
import { DEFAULT_LIMITS } from '../../src/recipe/limits.ts';
import { parseRecipe } from '../../src/recipe/parse.ts';
import type { PairRecipe, RecipeInput } from '../../src/recipe/schema.ts';
import { isAffordable } from '../../src/training/linear-cost.ts';
import { fitReferences } from '../../src/training/references.ts';
import { preparePair } from '../../src/training/rows.ts';
import { assertClose } from '../assert-close.ts';
import { reportOf, run, smallRecipe } from '../compare/samples.ts';
import { engines } from '../host.ts';

/** A pair of a recipe, and its references. */
async function refer(given: Partial<RecipeInput> = {}, { position = 0, outputs = true } = {}) {
  const asked = parseRecipe(smallRecipe(given));
  const plan = await planComparison(asked, engines, DEFAULT_LIMITS);
  const { dataset, figures, pairs } = plan;
  const { data: _, ...recipe } = asked;
  const pair = preparePair(dataset, pairs[position], recipe as PairRecipe);
  const work = { recipe: recipe as PairRecipe, dataset, figures };
  return {
    dataset,
    pair,
    split: pairs[position],
    references: await fitReferences(work, pair, { outputs }, { spend: async () => {} }),
  };
}

const average = (values: ArrayLike<number>) =>
  Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

/** Rows of a target that is linear in numbers and a text, in some unit. */
function makeLinear(unit = 1, offset = 0) {
  const random = openStream(7, 'generator');
  const rows = Array.from({ length: 40 }, (_, i) => {
    const [a, b] = [unit * random.nextNormal(), random.nextNormal()];
    const kind = ['u', 'v', 'w'][i % 3];
    return { a, b, twice: 2 * a, same: 5, kind, y: offset + 3 * a - unit * b + (kind === 'v' ? unit : 0) };
  });
  return { rows, target: 'y' };
}

/** Rows of classes, as many of each as counted. */
function makeClasses(counts: Readonly<Record<string, number>>) {
  const random = openStream(8, 'generator');
  const kinds = Object.entries(counts).flatMap(([kind, count]) => new Array<string>(count).fill(kind));
  const rows = kinds.map((kind) => ({
    a: random.nextNormal() + (kind === 'x' ? 2 : 0),
    b: random.nextNormal(),
    kind,
  }));
  return { data: { rows, target: 'kind' }, loss: 'cross-entropy' as const };
}

const RAW = { features: false, target: false };

describe('the mean', () => {
  it('is that of the training rows, and its RMSE the distance of the validation rows from it', async () => {
    const { dataset, split, references } = await refer();
    const { target } = dataset;
    if (target.task !== 'regression') throw new Error('no regression');
    const middle = average(Array.from(split.training, (row) => target.values[row]));
    const squares = Array.from(split.validation, (row) => (target.values[row] - middle) ** 2);
    const { rmse } = references.mean.validation;
    // The output is float32: 2^-24 of what it is.
    assertClose(rmse.value ?? Number.NaN, Math.sqrt(average(squares)), 1e-6 * Math.abs(middle));
    expect(new Set(references.mean.outputs).size).toBe(1);
    expect(references.mean.outputs).toHaveLength(split.validation.length);
  });

  it('of classes is the logarithm of (k + 1) / (n + classes)', async () => {
    const { dataset, split, references } = await refer(makeClasses({ x: 20, y: 15, z: 5 }));
    const { target } = dataset;
    if (target.task !== 'classification') throw new Error('no classes');
    const shares = target.classes.map((_, k) => {
      const count = split.training.filter((row) => target.labels[row] === k).length;
      return (count + 1) / (split.training.length + 3);
    });
    assertClose((references.mean.outputs ?? []).slice(0, 3), shares.map(Math.log), 1e-6);
    const losses = Array.from(split.validation, (row) => -Math.log(shares[target.labels[row]]));
    assertClose(references.mean.validation.crossEntropy.value ?? Number.NaN, average(losses), 1e-6);
  });

  it('with patience is that of the rows that train', async () => {
    const { pair, references } = await refer({ training: { epochs: 3, batchSize: 4, patience: 2 } });
    expect(pair.watch?.rows).not.toHaveLength(0);
    assertClose(references.mean.outputs?.[0] ?? Number.NaN, average(pair.training.targets.values), 1e-6);
  });
});

describe('the linear model', () => {
  it.each(['mse', 'mae', 'huber'] as const)(
    'predicts what is linear, whatever the loss: %s',
    async (loss) => {
      for (const standardize of [{}, RAW]) {
        const { references } = await refer({ data: makeLinear(1, 100), loss, standardize });
        // A penalty of 1e-4 takes some 1e-4 of the weights.
        expect(references.linear.validation.rmse.value).toBeLessThan(2e-3);
        expect(references.mean.validation.rmse.value).toBeGreaterThan(1);
      }
    },
  );

  it.each([1e-30, 1e30])('keeps its R2 in units of %d', async (unit) => {
    const [plain, scaled] = await Promise.all(
      [1, unit].map((each) => refer({ data: makeLinear(each), standardize: RAW })),
    );
    const r2 = scaled.references.linear.validation.r2.value ?? Number.NaN;
    assertClose(r2, plain.references.linear.validation.r2.value ?? Number.NaN, 1e-6);
  });

  it('tells classes apart, also where one has no training row', async () => {
    const counts = { x: 30, y: 30, z: 1 };
    const folds = await Promise.all([0, 1].map((position) => refer(makeClasses(counts), { position })));
    const missing = folds.filter(
      ({ pair }) => !pair.training.targets.values.some((value, i) => i % 3 === 2 && value === 1),
    );
    expect(missing).toHaveLength(1);
    for (const { references } of folds) {
      const { mean, linear } = references;
      expect(linear.validation.accuracy.value).toBeGreaterThan(mean.validation.accuracy.value ?? 1);
      expect(Array.from(linear.outputs ?? [Number.NaN]).every(Number.isFinite)).toBe(true);
    }
  });

  it('is measured as networks are, and gives outputs where theirs are kept', async () => {
    const report = await run();
    const kept = await refer();
    const names = Object.keys(reportOf(report, 0).validation);
    for (const name of ['mean', 'linear'] as const) {
      expect(Object.keys(kept.references[name].validation)).toEqual(names);
      expect(kept.references[name].outputs).toHaveLength(kept.split.validation.length);
      expect((await refer({}, { outputs: false })).references[name].outputs).toBeNull();
    }
  });
});

describe('a linear model is left out', () => {
  const REGRESSION = {
    rows: 1000,
    target: { task: 'regression' as const, name: 'y', values: new Float64Array() },
  };
  // 1000 rows of 10 columns in 20 pairs: 20 (200,000 + 100,000 + 333) operations, 6.0 ms.
  it.each([
    ['6 ms, which nobody waits for', 10, 20, 0, true],
    ['40 ms of nothing', 10, 140, 0, false],
    ['42 ms of 2.2 s', 10, 140, 2.2, true],
    ['42 ms of 2 s', 10, 140, 2, false],
    ['many columns of 10 s', 200, 20, 10, false],
  ])('where it takes more than a fiftieth of the time: %s', async (_, inputs, pairs, seconds, expected) => {
    const figures = { inputs, pairs, seconds };
    expect(await isAffordable({ dataset: REGRESSION, figures })).toBe(expected);
  });

  it('and counts the classes', async () => {
    const ask = (count: number) => {
      const classes = Array.from({ length: count }, (_, k) => String(k));
      const target = { task: 'classification' as const, name: 'y', classes, labels: new Int32Array() };
      return isAffordable({ dataset: { rows: 100, target }, figures: { inputs: 10, pairs: 4, seconds: 0 } });
    };
    // 400 (200 + 1760 k + 500 k) operations: 1.9 ms for two classes.
    expect(await Promise.all([ask(2), ask(21), ask(23)])).toEqual([true, true, false]);
  });

  it('with the reason in place of every metric', async () => {
    const random = openStream(9, 'generator');
    const x = Array.from({ length: 300 }, () => Array.from({ length: 100 }, () => random.nextNormal()));
    const report = await run({
      data: { x, y: x.map((row) => row[0]) },
      split: { folds: 5, repeats: 2 },
      network: { hidden: [1] },
      training: { epochs: 1 },
    });
    const [mean, linear] = report.references;
    expect(mean.comparison).not.toBeNull();
    expect(linear.comparison).toBeNull();
    const reason = "10 of 10 pairs: left out, since it would take more than 2 % of the comparison's time";
    expect(linear.reason).toBe(reason);
    expect(linear.validation.rmse).toEqual({
      mean: null,
      sd: null,
      se: null,
      values: new Array(10).fill(null),
      reason,
    });
  });
});
