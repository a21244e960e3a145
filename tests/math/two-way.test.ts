import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchFreedom, type PairRows, splitVariance } from '../../src/math/two-way.ts';
import { openStream } from '../../src/random/random.ts';
import { assertClose } from '../assert-close.ts';

/** The same by its definition: sums over all pairs of pairs that share rows. */
function split(pairs: readonly PairRows[], clusters: number) {
  const count = pairs.length;
  const middle = pairs.reduce((sum, { difference }) => sum + difference / count, 0);
  const cell = ({ clusters: at, values }: PairRows, cluster: number) =>
    [...values].reduce(
      (sum, value, i) => (at[i] === cluster ? sum + (value - middle) / values.length : sum),
      0,
    );
  let rows = 0;
  let cells = 0;
  for (let cluster = 0; cluster < clusters; cluster++) {
    for (const [p, one] of pairs.entries()) {
      for (const [q, other] of pairs.entries()) {
        const product = (cell(one, cluster) * cell(other, cluster)) / count ** 2;
        rows += product;
        if (p === q) cells += product;
      }
    }
  }
  const squares = pairs.reduce((sum, { difference }) => sum + (difference - middle) ** 2, 0);
  return {
    rows: (rows * clusters) / (clusters - 1),
    trainings: Math.max(0, squares / (count - 1) / count - cells),
  };
}

const makePair = (difference: number, clusters: number[], values: number[]): PairRows => ({
  difference,
  clusters: Int32Array.from(clusters),
  values: Float64Array.from(values),
});

describe('splitVariance', () => {
  it('says by hand what two repeats on two rows vary', () => {
    // Deviations from the mean 2: row 0 has -1 and 1, row 1 has 1 and 3; each pair validates one row.
    const pairs = [
      makePair(1, [0], [1]),
      makePair(3, [1], [3]),
      makePair(1, [0], [3]),
      makePair(3, [1], [5]),
    ];
    // Sums over a row: 0 and 4, divided by 4 pairs; 2 / (2 - 1).
    // Pairs: variance 4 / 3 of 4; cells 1 + 1 + 1 + 9 over 16: nothing is left for luck.
    const { rows, trainings } = splitVariance(pairs, 2);
    assertClose(rows, 2 * (0 + 1), 1e-15);
    expect(trainings).toBe(0);
  });

  it('is luck alone where rows do not differ within a pair', () => {
    const pairs = [makePair(1, [0, 1], [2, 2]), makePair(3, [0, 1], [2, 2])];
    expect(splitVariance(pairs, 2)).toEqual({ rows: 0, trainings: 1, rowsAtBest: 0 });
  });

  it('learns no luck from one pair', () => {
    const { rows, trainings } = splitVariance([makePair(2, [0, 1], [1, 3])], 2);
    // Each row is 1 from the mean, half of which counts.
    assertClose(rows, 2 * (0.25 + 0.25), 1e-15);
    expect(trainings).toBe(0);
  });

  it('is what its definition says, for pairs of any rows in any clusters', () => {
    const value = fc.double({ min: -10, max: 10, noNaN: true });
    const row = fc.tuple(fc.integer({ min: 0, max: 6 }), value);
    const pair = fc.tuple(value, fc.array(row, { minLength: 1, maxLength: 9 })).map(([difference, rows]) =>
      makePair(
        difference,
        rows.map(([cluster]) => cluster),
        rows.map(([, each]) => each),
      ),
    );
    fc.assert(
      fc.property(fc.array(pair, { minLength: 2, maxLength: 6 }), (pairs) => {
        const [own, other] = [splitVariance(pairs, 7), split(pairs, 7)];
        assertClose([own.rows, own.trainings], [other.rows, other.trainings], 1e-11);
      }),
    );
  });
});

describe('matchFreedom', () => {
  it('is that of the larger part alone, or of both together', () => {
    expect(
      matchFreedom([
        { variance: 3, df: 40 },
        { variance: 0, df: 4 },
      ]),
    ).toBe(40);
    expect(
      matchFreedom([
        { variance: 3, df: 10 },
        { variance: 3, df: 10 },
      ]),
    ).toBe(20);
    // (1 + 2)^2 / (1 / 10 + 4 / 4)
    expect(
      matchFreedom([
        { variance: 1, df: 10 },
        { variance: 2, df: 4 },
      ]),
    ).toBe(8);
  });

  it('is never below that of the smaller, at no variance at all, or one near the ends of the doubles', () => {
    expect(
      matchFreedom([
        { variance: 0, df: 10 },
        { variance: 0, df: 4 },
      ]),
    ).toBe(4);
    for (const size of [1e-300, 1e300]) {
      expect(
        matchFreedom([
          { variance: size, df: 10 },
          { variance: 2 * size, df: 4 },
        ]),
      ).toBe(8);
    }
  });
});

describe('what endless trainings would leave of the rows', () => {
  const stream = openStream(1, 'generator');
  /** Rows that always add about `always`, and by each training about `once` more; each validates in every repeat. */
  const draw = (rows: number, repeats: number, always: number, once: number): PairRows[] => {
    const effects = Array.from({ length: rows }, () => always * stream.nextNormal());
    return Array.from({ length: repeats }, () => {
      const values = effects.map((effect) => effect + once * stream.nextNormal());
      const difference = values.reduce((sum, each) => sum + each, 0) / rows;
      return makePair(difference, [...values.keys()], values);
    });
  };
  const average = (repeats: number, always: number, once: number, read: 'rows' | 'rowsAtBest') => {
    const sets = Array.from(
      { length: 60 },
      () => splitVariance(draw(200, repeats, always, once), 200)[read] ?? 0,
    );
    return (200 * sets.reduce((sum, each) => sum + each, 0)) / sets.length;
  };

  // The standard error of a variance by 60 sets of 200 rows is below 2 % of it; four of them are allowed.
  it.each([2, 4, 16])('is the variance of what rows always add, of %d repeats too', (repeats) => {
    expect(Math.abs(average(repeats, 1, 2, 'rowsAtBest') - 1)).toBeLessThan(0.3 / Math.sqrt(repeats));
    expect(average(repeats, 1, 2, 'rows') - (1 + 4 / repeats)).toBeLessThan(0.08 * (1 + 4 / repeats));
  });

  it('is little where rows always add nothing', () => {
    expect(average(8, 0, 2, 'rows')).toBeGreaterThan(0.4);
    expect(average(8, 0, 2, 'rowsAtBest')).toBeLessThan(0.06);
  });

  it('is not known where each row validates once', () => {
    expect(splitVariance(draw(20, 1, 1, 1), 20).rowsAtBest).toBeNull();
  });
});
