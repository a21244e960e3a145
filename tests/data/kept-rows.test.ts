import { describe, expect, it } from 'vitest';
import { readCsv } from '../../src/data/csv/csv.ts';
import { type KeptRows, keepingRows, type MissingRule } from '../../src/data/kept-rows.ts';
import { describePlainColumns } from '../../src/data/reading/plain.ts';
import type { Cell, Table } from '../../src/data/table.ts';
import { AbsumError, type Issue } from '../../src/errors.ts';
import { openStream } from '../../src/random/random.ts';
import { finish } from '../../src/sliced.ts';
import { refusalOf } from './refusal.ts';

/** The last column is the target, and those named in `markers` are markers. */
function keep(table: Table, missing: MissingRule, markers: readonly string[] = []): KeptRows {
  const target = table.columns.length - 1;
  const others = [...table.columns.keys()].filter((column) => column !== target);
  const isMarker = (column: number) => markers.includes(table.columns[column]);
  return finish(
    keepingRows(table, missing, {
      target,
      features: others.filter((column) => !isMarker(column)),
      markers: others.filter(isMarker),
    }),
  );
}

function issuesOf(csv: string, missing: MissingRule, markers: readonly string[] = []): readonly Issue[] {
  try {
    keep(readCsv(csv), missing, markers);
  } catch (error) {
    if (error instanceof AbsumError) return error.issues;
    throw error;
  }
  throw new Error('expected a refusal, but nothing was thrown');
}

/** Every third row lacks a, every third b, every third c: the kind of file of which no row is whole. */
const SPARSE = `a,b,c,y\n${Array.from({ length: 60 }, (_, row) =>
  [...[0, 1, 2].map((column) => (row % 3 === column ? 'NA' : row)), row].join(','),
).join('\n')}\n`;

const MEAN_OR_DROP = [{ data: { missing: 'mean' } }, { data: { missing: 'drop-row' } }];

describe('keepingRows', () => {
  it('refuses all columns with missing values at once, each with its count and first place', () => {
    expect(issuesOf('a,b,c,y\n1,,3,1\n2,,3,2\n,5,3,3\n', 'refuse')).toEqual([
      {
        place: 'data.csv line 4, column "a"',
        message: 'the value is missing (the only one in this column)',
        ways: MEAN_OR_DROP,
      },
      {
        place: 'data.csv line 2, column "b"',
        message: 'the value is missing (the first of 2 in this column)',
        ways: MEAN_OR_DROP,
      },
    ]);
  });

  it('says of a column without any value to leave it out', () => {
    const [{ message, ways }] = issuesOf('a,b,y\n1,,1\n2,,2\n', 'refuse');
    expect(message).toBe('every value of this column is missing, where there is a target');
    expect(ways).toEqual([{ data: { ignore: ['b'] } }]);
  });

  it('refuses a missing marker under mean, which cannot fill it in', () => {
    const [{ place, message, ways }, ...others] = issuesOf('a,g,y\n,u,1\n2,,2\n', 'mean', ['g']);
    expect(others).toEqual([]);
    expect(place).toBe('data.csv line 3, column "g"');
    expect(message).toMatch(/this column needs one$/);
    expect(ways).toEqual([{ data: { missing: 'drop-row' } }]);
  });

  it('counts the columns of which it has no room to tell', () => {
    const names = Array.from({ length: 30 }, (_, i) => `c${i}`);
    const issues = issuesOf(`${names},y\n1${','.repeat(29)},1\n1${',2'.repeat(29)},2\n`, 'refuse');
    expect(issues).toHaveLength(20);
    expect(issues[19]).toEqual({ place: 'data', message: '10 more columns have missing values' });
  });

  it('asks nothing of a row without a target', () => {
    expect([...keep(readCsv('a,g,y\n1,u,1\n3,,\n2,v,2\n'), 'refuse', ['g']).rows]).toEqual([0, 2]);
  });

  it('refuses a drop-row that leaves nothing, naming what each column costs and the ways out', () => {
    expect(refusalOf(() => keep(readCsv(SPARSE), 'drop-row'))).toEqual({
      code: 'invalid-data',
      place: 'data',
      message:
        'expected at least 2 rows, got 0 after 60 with missing values were dropped: missing in "a" (20 rows), ' +
        '"b" (20 rows) and "c" (20 rows); without "a" 20 rows are left',
      ways: [{ data: { missing: 'mean' } }, { data: { ignore: ['a'] } }],
    });
  });

  it('refuses a target without any value', () => {
    expect(refusalOf(() => keep(readCsv('a,y\n1,\n2,NA\n'), 'mean'))).toEqual({
      code: 'invalid-data',
      place: 'data, column "y"',
      message: 'expected values in the target, got none in 2 rows',
    });
  });

  it('never advises to leave out a marker, nor the only feature', () => {
    const { dropped } = keep(readCsv('a,g,y\n1,u,1\n2,,2\n3,,3\n4,v,4\n'), 'drop-row', ['g']);
    expect(dropped).toEqual({ columns: [{ column: 'g', rows: 2, alone: 2 }], instead: null });
    expect(keep(readCsv('a,y\n1,1\n,2\n,3\n4,4\n'), 'drop-row').dropped?.instead).toBeNull();
  });

  it('counts and advises as a search over all sets of columns does', () => {
    const random = openStream(7, 'generator');
    for (let round = 0; round < 60; round++) {
      const shares = Array.from({ length: 4 }, () => random.nextBelow(4) / 6);
      const rows: Cell[][] = Array.from({ length: 24 }, (_, row) => [
        ...shares.map((share) => (random.nextBelow(600) < 600 * share ? null : row)),
        random.nextBelow(8) === 0 ? null : row,
      ]);
      // So that there is something to keep.
      rows.push([0, 0, 0, 0, 0], [1, 1, 1, 1, 1]);
      const columns = ['a', 'b', 'c', 'd', 'y'];
      const table = { columns, rows, firstRow: 0, ...describePlainColumns(columns, rows) };
      const kept = keep(table, 'drop-row');
      const judged = rows.filter((cells) => cells[4] !== null);
      const countWhole = (columns: readonly number[]) =>
        judged.filter((cells) => columns.every((column) => cells[column] !== null)).length;
      expect(kept.withoutTarget).toBe(rows.length - judged.length);
      expect(kept.rows.length).toBe(countWhole([0, 1, 2, 3]));
      for (const { column, rows: lost, alone } of kept.dropped?.columns ?? []) {
        const at = 'abcd'.indexOf(column);
        const others = [0, 1, 2, 3].filter((other) => other !== at);
        expect(lost).toBe(judged.filter((cells) => cells[at] === null).length);
        expect(alone).toBe(countWhole(others) - kept.rows.length);
      }
      // The greedy choice is not always the best; among columns with unrelated gaps it is not far from it.
      const sets = Array.from({ length: 15 }, (_, set) => [0, 1, 2, 3].filter((c) => (set >> c) % 2 === 0));
      const best = Math.max(...sets.map((columns) => countWhole(columns) * columns.length));
      const instead = kept.dropped?.instead ?? { ignore: [], rows: kept.rows.length };
      const left = [0, 1, 2, 3].filter((column) => !instead.ignore.includes('abcd'[column]));
      expect(instead.rows).toBe(countWhole(left));
      expect(instead.rows * left.length).toBeGreaterThanOrEqual(0.75 * best);
    }
  });
});
