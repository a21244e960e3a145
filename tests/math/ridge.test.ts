import { describe, expect, it } from 'vitest';
import { predictLinear } from '../../src/math/linear-model.ts';
import { fitRidge } from '../../src/math/ridge.ts';
import { openStream } from '../../src/random/random.ts';
import { countRidgeFlops } from '../../src/training/linear-cost.ts';
import { assertClose } from '../assert-close.ts';
import { readDiabetes, standardize } from '../compare/diabetes.ts';
import { fitLeastSquares } from '../oracles/least-squares.ts';

const toRows = (x: readonly (readonly number[])[]) => ({
  rows: x.length,
  columns: x[0].length,
  values: x.flat(),
});

/** Ridge as least squares: a row for each column that asks for weight 0, and the intercept as a column. */
function fitAugmented(x: readonly number[][], y: readonly number[], penalty: number): number[] {
  const n = x.length;
  const standard = standardize(x, x);
  const asking = x[0].map((_, c) => [0, ...x[0].map((__, i) => (i === c ? Math.sqrt(penalty * n) : 0))]);
  const rows = [...standard.map((row) => [1, ...row]), ...asking];
  return fitLeastSquares(rows, [...y, ...asking.map(() => 0)]);
}

/** Rows of normal numbers times some scales, and a target that depends on them. */
function draw(rows: number, columns: number, seed: number) {
  const random = openStream(seed, 'generator');
  const x = Array.from({ length: rows }, () => Array.from({ length: columns }, () => random.nextNormal()));
  const y = x.map((row) => 2 * row[0] - row[columns - 1] + 3 + 0.5 * random.nextNormal());
  return { x, y };
}

describe('fitRidge', () => {
  it.each([
    [50, 4, 1e-4],
    [50, 4, 10],
    [12, 12, 1e-2],
    // Fewer rows than columns, where the rows' Gram matrix is solved.
    [8, 20, 1e-2],
  ])(
    'solves least squares with a row for each weight: %i rows, %i columns, penalty %d',
    (rows, columns, penalty) => {
      const { x, y } = draw(rows, columns, rows);
      const { weights, intercepts } = fitRidge(toRows(x), y, penalty);
      assertClose([...intercepts, ...weights], fitAugmented(x, y, penalty), 1e-10);
    },
  );

  it('has the closed form of one column: sum of products over sum of squares plus penalty times rows', () => {
    const { weights, intercepts } = fitRidge(
      { rows: 4, columns: 1, values: [-1, -1, 1, 1] },
      [1, 2, 5, 8],
      0.25,
    );
    // x is standardised as it stands; y - 4 = -3, -2, 1, 4.
    expect([...intercepts, ...weights]).toEqual([4, 10 / (4 + 0.25 * 4)]);
  });

  it('predicts new diabetes patients as ordinary least squares does: RMSE 54 to 56 over five folds', () => {
    const { x, y } = readDiabetes();
    const squares = Array.from({ length: 5 }, (_, fold) => {
      const isHeld = (_row: unknown, i: number) => i % 5 === fold;
      const isKept = (row: unknown, i: number) => !isHeld(row, i);
      const model = fitRidge(toRows(x.filter(isKept)), y.filter(isKept), 1e-4);
      const predicted = predictLinear(model, toRows(x.filter(isHeld)));
      const plain = fitLeastSquares(
        x.filter(isKept).map((row) => [1, ...row]),
        y.filter(isKept),
      );
      const other = x
        .filter(isHeld)
        .map((row) => row.reduce((sum, v, c) => sum + v * plain[c + 1], plain[0]));
      // So small a penalty moves no prediction by more than a hundredth of the target's standard deviation, 77.
      assertClose(predicted, other, 0.77);
      return y.filter(isHeld).reduce((sum, value, i) => sum + (value - predicted[i]) ** 2, 0);
    });
    const rmse = Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / y.length);
    expect(rmse).toBeGreaterThan(54);
    expect(rmse).toBeLessThan(56);
  });

  it('gives two equal columns half the weight each, and a constant one none', () => {
    const { x, y } = draw(30, 1, 3);
    const [single] = fitRidge(toRows(x), y, 1e-9).weights;
    const twice = x.map(([value]) => [value, 5, value]);
    const { weights } = fitRidge(toRows(twice), y, 1e-9);
    assertClose(weights, [single / 2, 0, single / 2], 1e-6);
    const shifted = twice.map(([a, , b]) => [a, 1e6, b]);
    const model = fitRidge(toRows(twice), y, 1e-9);
    expect(predictLinear(model, toRows(shifted))).toEqual(predictLinear(model, toRows(twice)));
  });

  it.each([1e-38, 1e38])('does not depend on the units of columns and target: %d', (unit) => {
    const { x, y } = draw(20, 3, 5);
    const plain = fitRidge(toRows(x), y, 1e-4);
    const scaled = x.map((row) => row.map((value) => value * unit));
    const model = fitRidge(
      toRows(scaled),
      y.map((value) => value * unit),
      1e-4,
    );
    const predicted = predictLinear(model, toRows(scaled)).map((value) => value / unit);
    assertClose(predicted, predictLinear(plain, toRows(x)), 1e-12);
  });

  it('predicts the target where it is constant', () => {
    const { x } = draw(10, 3, 6);
    const model = fitRidge(toRows(x), new Array(10).fill(0.1), 1e-4);
    expect([...predictLinear(model, toRows(x))]).toEqual(new Array(10).fill(0.1));
  });

  it('counts no more work for many columns than their rows need', () => {
    // 20 operations for each of 8 numbers, and the same 2 x 2 matrix and its decomposition either way.
    expect(countRidgeFlops(4, 2)).toBe(160 + 16 + 8 / 3);
    expect(countRidgeFlops(2, 4)).toBe(countRidgeFlops(4, 2));
  });
});
