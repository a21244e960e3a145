import { describe, expect, it } from 'vitest';
import { predictLinear } from '../../src/math/linear-model.ts';
import { countLogisticFlops, fitLogistic } from '../../src/math/logistic.ts';
import { openStream } from '../../src/random/random.ts';
import { assertClose } from '../assert-close.ts';

const EXACT = { passes: 5000, tolerance: 1e-12 };

/** 1 for the class of a row. */
const toTargets = (labels: readonly number[], classes: number) => ({
  rows: labels.length,
  columns: classes,
  values: labels.flatMap((label) => Array.from({ length: classes }, (_, k) => (k === label ? 1 : 0))),
});

/** Normal columns and the class with the largest of some noisy scores. */
function draw(rows: number, columns: number, classes: number, { signal = 1, seed = 1 } = {}) {
  const random = openStream(seed, 'generator');
  const x = Array.from({ length: rows }, () => Array.from({ length: columns }, () => random.nextNormal()));
  const labels = x.map((row) => {
    const scores = Array.from(
      { length: classes },
      (_, k) => signal * row[k % columns] * (k < columns ? 1 : -1) + random.nextNormal(),
    );
    return scores.indexOf(Math.max(...scores));
  });
  return { features: { rows, columns, values: x.flat() }, labels };
}

type Drawn = ReturnType<typeof draw>;

/** Class probabilities of each row, by definition. */
function softmax(scores: Float64Array, classes: number): number[][] {
  return Array.from({ length: scores.length / classes }, (_, row) => {
    const powers = Array.from(scores.subarray(row * classes, (row + 1) * classes), Math.exp);
    const sum = powers.reduce((a, b) => a + b, 0);
    return powers.map((power) => power / sum);
  });
}

/** The objective's gradient by its definition, at the parameters of a fit: [classes, columns], then [classes]. */
function differentiate({ features, labels }: Drawn, classes: number, penalty: number, fit: Fit): number[] {
  const { rows, columns, values } = features;
  const probabilities = softmax(predictLinear(fit, features), classes);
  const { means, scales } = fit.standard;
  const excess = (row: number, k: number) => probabilities[row][k] - (labels[row] === k ? 1 : 0);
  const weights = Array.from({ length: classes * columns }, (_, i) => {
    const [k, c] = [Math.floor(i / columns), i % columns];
    let sum = 0;
    for (let row = 0; row < rows; row++) {
      sum += (excess(row, k) * (values[row * columns + c] - means[c])) / scales[c];
    }
    return sum / rows + penalty * fit.weights[i];
  });
  const intercepts = Array.from({ length: classes }, (_, k) => {
    let sum = 0;
    for (let row = 0; row < rows; row++) sum += excess(row, k);
    return sum / rows;
  });
  return [...weights, ...intercepts];
}
type Fit = ReturnType<typeof fitLogistic>;

describe('fitLogistic', () => {
  it.each([
    ['two classes', 80, 3, 2, 1],
    ['three classes', 120, 5, 3, 1],
    ['ten classes', 200, 12, 10, 2],
    ['classes without noise', 60, 4, 3, 50],
    ['noise', 60, 10, 3, 0],
    ['fewer rows than columns', 20, 30, 2, 1],
  ])('ends where the gradient is 0: %s', (_, rows, columns, classes, signal) => {
    const drawn = draw(rows, columns, classes, { signal });
    const fit = fitLogistic(drawn.features, toTargets(drawn.labels, classes), { penalty: 1e-4, ...EXACT });
    const gradient = differentiate(drawn, classes, 1e-4, fit);
    assertClose(gradient, new Array(gradient.length).fill(0), 1e-10);
  });

  it('gives each of two groups its log odds where the penalty is nothing', () => {
    // One in four and two in three: of the class 1, in the groups -1 and 1.
    const groups = [-1, -1, -1, -1, 1, 1, 1];
    const labels = [0, 0, 1, 0, 1, 1, 0];
    const features = { rows: 7, columns: 1, values: groups };
    const fit = fitLogistic(features, toTargets(labels, 2), { penalty: 1e-13, ...EXACT });
    const shares = softmax(predictLinear(fit, features), 2).map(([, share]) => share);
    assertClose(
      shares,
      groups.map((group) => (group < 0 ? 1 / 4 : 2 / 3)),
      1e-9,
    );
  });

  it('gives the shares of the classes where every column is constant', () => {
    const features = { rows: 5, columns: 2, values: [1, 2, 1, 2, 1, 2, 1, 2, 1, 2] };
    const fit = fitLogistic(features, toTargets([0, 1, 1, 2, 1], 3), { penalty: 1e-4, ...EXACT });
    expect([...fit.weights]).toEqual([0, 0, 0, 0, 0, 0]);
    assertClose(
      softmax(predictLinear(fit, features), 3).flat(),
      new Array(5).fill([0.2, 0.6, 0.2]).flat(),
      1e-12,
    );
  });

  it('gives two equal columns the same weight', () => {
    const { features, labels } = draw(50, 1, 2);
    const values = Array.from(features.values).flatMap((value) => [value, value]);
    const { weights } = fitLogistic({ rows: 50, columns: 2, values }, toTargets(labels, 2), {
      penalty: 1e-4,
      ...EXACT,
    });
    expect(weights[0]).not.toBe(0);
    expect([weights[0], weights[2]]).toEqual([weights[1], weights[3]]);
  });

  it.each([1e-38, 1e38])('does not depend on the units of its columns: %d', (unit) => {
    const { features, labels } = draw(40, 3, 3);
    const scaled = { ...features, values: features.values.map((value) => value * unit) };
    const fits = [features, scaled].map((x) =>
      fitLogistic(x, toTargets(labels, 3), { penalty: 1e-2, ...EXACT }),
    );
    assertClose(fits[1].weights, fits[0].weights, 1e-9);
  });

  it('gives a class without a row a probability that goes to 0, and stays finite', () => {
    const { features, labels } = draw(40, 3, 2);
    const fit = fitLogistic(features, toTargets(labels, 3), { penalty: 1e-4, passes: 200 });
    const probabilities = softmax(predictLinear(fit, features), 3);
    expect(Math.max(...probabilities.map(([, , share]) => share))).toBeLessThan(1e-3);
    expect([...fit.weights, ...fit.intercepts].every(Number.isFinite)).toBe(true);
  });

  it.each([1, 2, 5, 13, 40])('takes no more than %i passes, and loses nothing by more', (passes) => {
    const { features, labels } = draw(60, 4, 3, { signal: 50 });
    const lossAfter = (allowed: number) => {
      const fit = fitLogistic(features, toTargets(labels, 3), {
        penalty: 1e-4,
        passes: allowed,
        tolerance: 0,
      });
      expect(fit.passes).toBeLessThanOrEqual(allowed);
      const all = softmax(predictLinear(fit, features), 3);
      const loss = all.reduce((sum, row, i) => sum - Math.log(row[labels[i]]), 0) / 60;
      return loss + (1e-4 / 2) * fit.weights.reduce((sum, weight) => sum + weight ** 2, 0);
    };
    expect(lossAfter(2 * passes)).toBeLessThanOrEqual(lossAfter(passes));
  });

  it('counts its products, its exponentials and what standardises', () => {
    // 5 rows, 2 columns, 3 classes, 8 passes: 4 x 3 x 3 x 8 = 288, and 50 x 3 x 2 = 300 a row.
    expect(countLogisticFlops(5, 2, 3, 8)).toBe(5 * (40 + 288 + 300));
  });
});
