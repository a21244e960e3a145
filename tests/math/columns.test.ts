import { describe, expect, it } from 'vitest';
import { fitStandard, standardise } from '../../src/math/columns.ts';
import { assertClose } from '../assert-close.ts';

const standardiseAll = (values: ArrayLike<number>, columns: number) => {
  const matrix = { rows: values.length / columns, columns, values };
  return standardise(matrix, fitStandard(matrix));
};

describe('standardised columns', () => {
  it('have mean 0 and population standard deviation 1', () => {
    // By hand: mean 3, deviations -2, 0, 2, variance 8 / 3.
    const end = 2 / Math.sqrt(8 / 3);
    assertClose(standardiseAll([1, 50, 3, 30, 5, 10], 2).values, [-end, end, 0, 0, end, -end], 1e-15);
  });

  it.each([1e-200, 1e-40, 1e38, 1e200])('do not depend on their unit: %d', (unit) => {
    const values = [3, 1, 4, 1, 5, 9, 2, 6];
    const inUnits = values.map((value) => value * unit);
    assertClose(standardiseAll(inUnits, 1).values, standardiseAll(values, 1).values, 1e-14);
  });

  it('are 0 where a column is constant, in rows that were not seen too', () => {
    const standard = fitStandard({ rows: 2, columns: 2, values: [7, 1, 7, 2] });
    expect([...standardise({ rows: 1, columns: 2, values: [1e9, 1.5] }, standard).values]).toEqual([0, 0]);
  });

  it('are 0 where their range is too small to have a standard deviation', () => {
    const least = Number.MIN_VALUE;
    expect([...standardiseAll([0, 0, 0, 0, 0, least], 1).values]).toEqual([0, 0, 0, 0, 0, 0]);
  });
});
