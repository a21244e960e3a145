import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Notation } from '../../src/data/reading/reading.ts';
import { AbsumError } from '../../src/errors.ts';
import { predict } from '../../src/model/predict.ts';
import { type DrawnModel, drawModel } from './draw-model.ts';

/** How the cells of one column are written; `null` is a gap. */
interface Writer<Value> {
  readonly value: fc.Arbitrary<Value>;
  write(value: Value): string;
}

const { oneof, constantFrom, integer, record } = fc;

const notation: fc.Arbitrary<Notation> = record({
  marks: constantFrom<[Notation['decimal'], Notation['thousands']][]>(
    ...([
      ['.', ''],
      ['.', ','],
      ['.', ' '],
      ['.', "'"],
      [',', ''],
      [',', '.'],
      [',', ' '],
    ] as [Notation['decimal'], Notation['thousands']][]),
  ) as fc.Arbitrary<unknown> as fc.Arbitrary<[Notation['decimal'], Notation['thousands']]>,
  around: constantFrom(['', ''], ['$', ''], ['\u20ac', ''], ['', '%'], ['', ' kg'], ['', ' \u20ac']),
}).map(({ marks: [decimal, thousands], around: [prefix, suffix] }) => ({
  decimal,
  thousands,
  prefix,
  suffix,
}));

/** Of a few digits and many, with and without decimals: three after a point may be thousands. */
const numbers = fc
  .record({ how: notation, digits: constantFrom(0, 2, 3), most: constantFrom(2000, 90_000, 500_000_000) })
  .map(
    ({ how, digits, most }): Writer<number> => ({
      value: integer({ min: -Math.floor(most / 100), max: most }),
      write: (value) => writeNumber(value / 10 ** digits, how, digits),
    }),
  );

function writeNumber(
  value: number,
  { decimal, thousands, prefix, suffix }: Notation,
  digits: number,
): string {
  const [whole, fraction] = Math.abs(value).toFixed(digits).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, thousands);
  const written = fraction === undefined ? grouped : grouped + decimal + fraction;
  return `${value < 0 ? '-' : ''}${prefix}${written}${suffix}`;
}

const texts = constantFrom(
  ['True', 'False'],
  ['yes', 'no', '3'],
  ['a b', '-x-', '__proto__', 'constructor'],
  ['01', '02', 'x'],
).map(
  (categories): Writer<number> => ({
    value: integer({ min: 0, max: categories.length - 1 }),
    write: (value) => categories[value],
  }),
);
const bits: fc.Arbitrary<Writer<number>> = fc.constant({ value: integer({ min: 0, max: 1 }), write: String });
const dates = constantFrom('dmy', 'mdy', 'ymd').map(
  (order): Writer<number> => ({
    value: integer({ min: 0, max: 20_000 }),
    write(day) {
      const [y, m, d] = new Date(day * 86_400_000).toISOString().slice(0, 10).split('-');
      return order === 'ymd' ? `${y}-${m}-${d}` : order === 'dmy' ? `${d}/${m}/${y}` : `${m}/${d}/${y}`;
    },
  }),
);

interface Given {
  readonly header: readonly string[];
  readonly cells: readonly (readonly string[])[];
  readonly delimiter: string;
}

const table: fc.Arbitrary<Given> = fc
  .record({
    writers: fc.tuple(fc.array(oneof(numbers, texts, bits), { minLength: 1, maxLength: 3 }), dates),
    rows: integer({ min: 8, max: 14 }),
    delimiter: constantFrom(';', '\t', '|', ','),
    gap: constantFrom('', 'NA', '?'),
  })
  .chain(({ writers: [some, sold], rows, delimiter, gap }) => {
    const writers = [...some, sold];
    const cells = writers.map(({ value, write }) =>
      fc.array(
        fc.option(value, { freq: 8 }).map((given) => (given === null ? gap : write(given))),
        {
          minLength: rows,
          maxLength: rows,
        },
      ),
    );
    const targets = fc.array(integer({ min: 0, max: 99 }), { minLength: rows, maxLength: rows });
    const header = ['id', ...some.map((_, c) => ['__proto__', 'b', 'unit price'][c]), 'sold', 'y'];
    return fc.tuple(fc.tuple(...cells), targets).map(([columns, y]) => ({
      header,
      delimiter,
      cells: y.map((target, r) => [`r${r}`, ...columns.map((column) => column[r]), String(target)]),
    }));
  });

function writeCsv({ header, cells, delimiter }: Given): string {
  const quote = (cell: string) => (cell.includes(delimiter) ? `"${cell}"` : cell);
  return [header, ...cells].map((row) => row.map(quote).join(delimiter)).join('\n');
}

/** The row as `JSON.parse` gives it: `__proto__` is a field like any other. */
function writeObject({ header }: Given, row: readonly string[]): Record<string, string> {
  return JSON.parse(
    `{${header.map((name, c) => `${JSON.stringify(name)}:${JSON.stringify(row[c])}`).join()}}`,
  );
}

const dateParts = fc.subarray(['year', 'month', 'weekday', 'days'], { minLength: 1 });

async function drawOrRefuse(data: object): Promise<DrawnModel | null> {
  try {
    return await drawModel(data);
  } catch (error) {
    if (error instanceof AbsumError) return null;
    throw error;
  }
}

describe('a table in random notations, with gaps, dates and names', () => {
  it('is predicted as it was read for training: as CSV, as JSON of texts, whole and row by row', async () => {
    let accepted = 0;
    const property = fc.asyncProperty(table, dateParts, async (given, parts) => {
      const csv = writeCsv(given);
      const data = {
        csv,
        target: 'y',
        ignore: ['id'],
        missing: 'mean',
        missingMarkers: ['?'],
        dates: { sold: parts },
      };
      const drawn = await drawOrRefuse(data);
      if (drawn === null) return;
      accepted += 1;
      const { model, expected } = drawn;
      expect(predict(model, csv).predictions).toEqual(expected);
      const rows = given.cells.map((row) => writeObject(given, row));
      expect(predict(model, rows).predictions).toEqual(expected);
      expect(rows.map((row) => predict(model, [row]).predictions[0])).toEqual(expected);
      expect(
        given.cells.map((row) => predict(model, writeCsv({ ...given, cells: [row] })).predictions[0]),
      ).toEqual(expected);
    });
    await fc.assert(property, { numRuns: 300 });
    expect(accepted).toBeGreaterThan(100);
  });
});
