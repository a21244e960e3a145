import { describe, expect, it } from 'vitest';
import { compare } from '../../../src/compare/compare.ts';
import { computeLinearMaximum } from '../../../src/plan/grid/linear-maximum.ts';
import { openStream } from '../../../src/random/random.ts';
import type { RecipeInput } from '../../../src/recipe/schema.ts';
import { engines } from '../../host.ts';

function toMatrix(values: readonly (readonly number[])[]) {
  return { rows: values.length, columns: values[0].length, values: Float32Array.from(values.flat()) };
}

describe('computeLinearMaximum', () => {
  const random = openStream(3, 'generator');
  const x = Array.from({ length: 31 }, () => [random.nextNormal(), random.nextNormal() - 1]);
  const y = x.map(([a, b]) => [2 + a - 0.3 * b + random.nextNormal()]);
  const rows = { features: toMatrix(x), targets: toMatrix(y) };
  const inner = (weigh: (y: number) => number) =>
    [0, 1].map(
      (j) =>
        Math.abs(x.reduce((sum, row, i) => sum + Math.fround(row[j]) * weigh(Math.fround(y[i][0])), 0)) / 31,
    );
  const mean = y.reduce((sum, [value]) => sum + Math.fround(value), 0) / 31;
  const median = Math.fround(y.map(([value]) => value).toSorted((a, b) => a - b)[15]);

  it("is the Lasso's 2 max |x' (y - mean)| / n for squared error", () => {
    const expected = Math.max(...inner((value) => 2 * (value - mean)));
    expect(computeLinearMaximum(rows, { name: 'mse' }, false, null)).toBeCloseTo(expected, 12);
  });

  it('takes the signs about the median for absolute error', () => {
    const expected = Math.max(...inner((value) => Math.sign(value - median)));
    expect(computeLinearMaximum(rows, { name: 'mae' }, false, null)).toBeCloseTo(expected, 12);
  });

  it('takes the slopes at an output of 0 where the bias is penalised too, and the bias with them', () => {
    const sumOf = (weigh: (y: number) => number) =>
      Math.abs(y.reduce((sum, [value]) => sum + weigh(Math.fround(value)), 0)) / 31;
    const clip = (value: number) => Math.max(-0.5, Math.min(0.5, value));
    for (const [loss, weigh] of [
      [{ name: 'mse' }, (value: number) => 2 * value],
      [{ name: 'mae' }, Math.sign],
      [{ name: 'huber', delta: 0.5 }, clip],
    ] as const) {
      const expected = Math.max(...inner(weigh), sumOf(weigh));
      expect(computeLinearMaximum(rows, loss, true, null)).toBeCloseTo(expected, 12);
    }
  });

  it('shares the balance among rows tied at the median', () => {
    // Signs -1 -1 0 0 0 1 about the median 2: those that stand level take 1/3 each, so that all sum to 0.
    const tied = {
      features: toMatrix([[1], [2], [3], [4], [5], [60]]),
      targets: toMatrix([[0], [1], [2], [2], [2], [9]]),
    };
    const expected = Math.abs(-1 - 2 + (3 + 4 + 5) / 3 + 60) / 6;
    expect(computeLinearMaximum(tied, { name: 'mae' }, false, null)).toBeCloseTo(expected, 12);
  });

  it('is half that of squared error for a Huber loss that is nowhere linear, and that of absolute error for one that is linear everywhere', () => {
    const huber = (delta: number) => computeLinearMaximum(rows, { name: 'huber', delta }, false, null);
    expect(huber(1e6)).toBeCloseTo(computeLinearMaximum(rows, { name: 'mse' }, false, null) / 2, 9);
    expect(huber(1e-9) / 1e-9).toBeCloseTo(computeLinearMaximum(rows, { name: 'mae' }, false, null), 6);
  });

  it('takes the shares of the classes for cross-entropy', () => {
    const labels = [0, 0, 1, 2];
    const targets = toMatrix(labels.map((label) => [0, 1, 2].map((c) => (c === label ? 1 : 0))));
    const features = toMatrix([[1], [2], [4], [-8]]);
    // Class by class: |sum of (share - y) x| / 4 with sum of x = -1.
    const expected = Math.max(Math.abs(-0.5 - 3), Math.abs(-0.25 - 4), Math.abs(-0.25 + 8)) / 4;
    expect(computeLinearMaximum({ features, targets }, { name: 'cross-entropy' }, false, null)).toBeCloseTo(
      expected,
      12,
    );
  });

  it('is the largest root mean square of the gradient over a group', () => {
    const [first, second] = inner((value) => 2 * (value - mean));
    const maximumOf = (groups: number[]) => computeLinearMaximum(rows, { name: 'mse' }, false, groups);
    expect(maximumOf([2])).toBeCloseTo(Math.hypot(first, second) / Math.SQRT2, 12);
    expect(maximumOf([1, 1])).toBeCloseTo(Math.max(first, second), 12);
  });

  it('stands at 0 where the biases are penalised, and counts their gradient', () => {
    const expected = Math.max(...inner((value) => 2 * value), 2 * Math.abs(mean));
    expect(computeLinearMaximum(rows, { name: 'mse' }, true, null)).toBeCloseTo(expected, 12);
  });
});

describe('the exact maximum, in training', () => {
  const FULL_BATCH: RecipeInput = {
    data: { dataset: 'friedman1', rows: 60, features: 6 },
    split: { holdout: 0.3, repeats: 1 },
    network: { hidden: [] },
    optimizer: { name: 'sgd', learningRate: 0.05 },
    training: { epochs: 1500, batchSize: 64 },
  };
  const classes = {
    rows: Array.from({ length: 60 }, (_, i) => ({
      a: i % 7,
      b: (i * i) % 11,
      kind: ['p', 'q', 'r'][(i * i) % 3],
    })),
    target: 'kind',
  };
  /** Three kinds, of which one tells most of y, and b most of one of them: gradients of a group that are unequal. */
  const kinds = Array.from({ length: 60 }, (_, i) => ({
    a: i % 7,
    b: i % 3 === 1 ? 9 : i % 5,
    kind: ['p', 'q', 'r'][i % 3],
    y: (i % 5) + (i % 3 === 1 ? 6 : 0),
  }));

  it.each([
    ['mse', {}],
    ['mae', { optimizer: { name: 'sgd', learningRate: 0.002 } }],
    ['huber', {}],
    ['cross-entropy', { data: classes }],
    ['mse', { penalty: { include: 'all' }, standardize: { target: false } }],
    ['mse', { penalty: { scale: 'mean' } }],
    ['mse', { data: { rows: kinds, target: 'y', ignore: ['b'] }, penalty: { groups: 'features' } }],
    [
      'cross-entropy',
      { data: { rows: kinds, target: 'kind', ignore: ['y'] }, penalty: { groups: 'features' } },
    ],
  ] as const)('zeroes every weight just above it, and not below it: %s %j', async (loss, change) => {
    const recipe = { ...FULL_BATCH, ...change, loss } as RecipeInput;
    const penalty = { ...recipe.penalty, method: 'proximal' as const };
    const auto = await compare(
      { ...recipe, training: { epochs: 1 }, penalty: { ...penalty, lambdas: 'auto' } },
      { engines },
    );
    const { maximum, exact, trials } = auto.grid ?? { maximum: Number.NaN };
    expect([exact, trials]).toEqual([true, 0]);
    // Absolute errors near their median turn with every step, so that gradient is only about what it should be.
    const margin = loss === 'mae' ? 0.05 : 0.005;
    const lambdas = [1 - margin, 1 + margin].map((factor) => factor * maximum);
    const report = await compare({ ...recipe, penalty: { ...penalty, lambdas } }, { engines });
    const [below, above] = report.lambdas.map(
      ({ weights }) => weights.count - (weights.zeros.mean ?? Number.NaN),
    );
    expect(above).toBe(0);
    expect(below).toBeGreaterThan(0);
  });
});
