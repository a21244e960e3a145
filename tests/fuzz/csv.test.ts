import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type CsvOptions, readCsv } from '../../src/data/csv/csv.ts';
import { datasetFromTable } from '../data/dataset-from-table.ts';
import { FUZZ_TIMEOUT, fuzz } from './fuzz.ts';
import { texts } from './mutate.ts';

const TOKENS = [
  ...[
    'a',
    'b',
    'y',
    '1',
    '7',
    '23',
    '.',
    ',',
    ';',
    '\t',
    '|',
    '"',
    '""',
    '\n',
    '\r',
    '\r\n',
    ' ',
    '-',
    '+',
    'e',
  ],
  ...['E9', 'NaN', 'NA', 'inf', '-Infinity', '\uFEFF', '\0', '\u2028', '\ud800', '__proto__', '1e999', '0x1'],
];

const cell = fc.oneof(
  { weight: 40, arbitrary: fc.constantFrom('3', '4.5', '-6e2', ' 0 ', '"1"', '7') },
  { weight: 2, arbitrary: fc.constantFrom('red', 'NA', '') },
  { weight: 1, arbitrary: fc.constantFrom(...TOKENS) },
);

/** Lines of as many cells as the header, so that much is read to its end. */
const tables = fc
  .tuple(
    fc.constantFrom(',', ';', '\t', '|'),
    fc.integer({ min: 1, max: 5 }),
    fc.array(fc.array(cell, { minLength: 5, maxLength: 5 }), { maxLength: 12 }),
  )
  .map(([delimiter, width, rows]) => {
    const header = ['a', '__proto__', 'y', 'constructor', 'b'].slice(0, width).join(delimiter);
    return [header, ...rows.map((cells) => cells.slice(0, width).join(delimiter))].join('\n');
  });

const options: fc.Arbitrary<CsvOptions> = fc.record(
  {
    delimiter: fc.constantFrom(',', ';', '\t', '|'),
    decimal: fc.constantFrom('.', ','),
    texts: fc.constantFrom(new Set<string>(), new Set(['a', '__proto__'])),
  },
  { requiredKeys: [] },
);

it(
  'the CSV reader gives a table of finite numbers and texts, or a refusal, for any text',
  async () => {
    const inputs = fc.tuple(fc.oneof(texts(TOKENS, { longest: 50_000 }), tables), options, fc.nat());
    await fuzz(
      'CSV reader',
      inputs,
      ([text, given, pick]) => {
        const table = readCsv(text, given);
        const { columns, rows } = table;
        expect(rows.length).toBeGreaterThan(0);
        // Without `expect` in the loops, which costs more than the reader.
        expect(rows.every((row) => row.length === columns.length)).toBe(true);
        expect(
          rows.flat().every((cell) => cell === null || typeof cell === 'string' || Number.isFinite(cell)),
        ).toBe(true);
        const target = columns[pick % columns.length];
        const task = pick % 2 === 0 ? 'regression' : 'classification';
        const dataset = datasetFromTable(table, {
          target,
          task,
          missing: pick % 3 === 0 ? 'mean' : 'drop-row',
        });
        expect(dataset.rows).toBeLessThanOrEqual(rows.length);
        return true;
      },
      { runs: 3000 },
    );
  },
  FUZZ_TIMEOUT,
);
