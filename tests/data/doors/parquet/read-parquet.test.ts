import { readFileSync } from 'node:fs';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { openFile } from '../../../../src/data/doors/open-file.ts';
import { readParquet } from '../../../../src/data/doors/parquet/read-parquet.ts';
import { damage } from '../damage.ts';

type Columns = Parameters<typeof parquetWriteBuffer>[0]['columnData'];

const write = (columnData: Columns, more: object = {}) =>
  new Uint8Array(parquetWriteBuffer({ columnData, ...more }));
const read = (columnData: Columns, more?: object) => readParquet(write(columnData, more));
/** A Buffer, as programs read files, often a part of a larger one. */
const fixture = (name: string) =>
  readFileSync(new URL(`../../../../fixtures/doors/${name}`, import.meta.url));

/** The table of the fixtures, written from what it was made of. */
function writeExpected(): string {
  const lines = ['i32,u8,u32,i64,u64,f32,f64,flag,text,day,at,us,ns,same'];
  const day = (i: number) => new Date(Date.UTC(2024, 0, 1 + i)).toISOString().slice(0, 10);
  for (let i = 0; i < 50; i++) {
    const orNull = (text: unknown) => (i % 7 === 3 ? '' : String(text));
    const at = new Date(Date.UTC(2024, 0, 1, i, 5)).toISOString().slice(0, 19);
    lines.push(
      [
        ...[orNull(i * 1000 - 7), i + 200, 4_294_967_295 - i, orNull(9_007_199_254_740_993n + BigInt(i))],
        ...[18_446_744_073_709_551_615n - BigInt(i), orNull(i / 10), i / 10, orNull(i % 2 === 0)],
        ...[orNull(`"t""${i % 5},ä"`), orNull(day(i)), orNull(at), day(i), day(i), 5],
      ].join(','),
    );
  }
  return `${lines.join('\n')}\n`;
}

describe('a Parquet file', () => {
  it.each(['arrow-v1-snappy.parquet', 'arrow-v2-zstd.parquet'])(
    'of another writer gives its table, every digit of it: %s',
    async (name) => {
      expect(await openFile(fixture(name))).toEqual({ text: writeExpected(), part: '' });
    },
  );

  it('gives numbers by the fewest digits that give them back, of their own width', async () => {
    const data = [0.1, 16_777_217, 1e-7, 3.4028234663852886e38, Number.NaN, -0.5, 1.17549435e-38];
    expect(await read([{ name: 'f', data, type: 'FLOAT' }])).toBe(
      'f\n0.1\n16777216\n1e-7\n3.4028235e+38\nNaN\n-0.5\n1.1754944e-38\n',
    );
    const doubles = [0.1, 0.1 + 0.2, 5e-324, 1e21, Number.NEGATIVE_INFINITY];
    const text = await read([{ name: 'd', data: doubles, type: 'DOUBLE' }]);
    expect(text.split('\n').slice(1, -1).map(Number)).toEqual(doubles);
    const random = Array.from({ length: 500 }, (_, i) =>
      Math.fround(((i * 7919) % 1000) / 7 / 10 ** (i % 9)),
    );
    const floats = (await read([{ name: 'f', data: random, type: 'FLOAT' }])).split('\n').slice(1, -1);
    expect(floats.map((each) => Math.fround(Number(each)))).toEqual(random);
    // One digit less gives another number, or the same by fewer digits.
    for (const each of floats) expect(each.replace(/^0\.0*|e.*|\./g, '').length).toBeLessThanOrEqual(9);
  });

  it('gives decimals exactly, and identifiers and half precision as they are written', async () => {
    const schema = [
      { name: 'root', num_children: 3 },
      {
        name: 'price',
        type: 'INT32',
        repetition_type: 'REQUIRED',
        converted_type: 'DECIMAL',
        scale: 2,
        precision: 9,
      },
      {
        name: 'half',
        type: 'FIXED_LEN_BYTE_ARRAY',
        type_length: 2,
        repetition_type: 'REQUIRED',
        logical_type: { type: 'FLOAT16' },
      },
      {
        name: 'id',
        type: 'FIXED_LEN_BYTE_ARRAY',
        type_length: 16,
        repetition_type: 'REQUIRED',
        logical_type: { type: 'UUID' },
      },
    ];
    const id = new Uint8Array(16).map((_, i) => i);
    const columns = [
      { name: 'price', data: [12.5, -0.07, 3] },
      { name: 'half', data: [1.5, -(2 ** -14), 65_504] },
      { name: 'id', data: [id, id, id] },
    ] as Columns;
    const uuid = '00010203-0405-0607-0809-0a0b0c0d0e0f';
    expect(await read(columns, { schema })).toBe(
      `price,half,id\n12.50,1.5,${uuid}\n-0.07,-0.000061035156,${uuid}\n3.00,65504,${uuid}\n`,
    );
  });

  it('without rows is a header, and one of several row groups is joined', async () => {
    expect(await read([{ name: 'a', data: [], type: 'INT32' }])).toBe('a\n');
    const data = Array.from({ length: 25 }, (_, i) => i);
    const grouped = await read([{ name: 'a', data, type: 'INT32' }], { rowGroupSize: 10 });
    expect(grouped).toBe(`a\n${data.join('\n')}\n`);
  });

  it('with nested columns or bytes is refused by the names of those', async () => {
    const list = [
      { name: 'root', num_children: 2 },
      { name: 'a', type: 'INT32', repetition_type: 'REQUIRED' },
      { name: 'list', num_children: 1, repetition_type: 'OPTIONAL', converted_type: 'LIST' },
      { name: 'list', num_children: 1, repetition_type: 'REPEATED' },
      { name: 'element', type: 'INT32', repetition_type: 'OPTIONAL' },
    ];
    const nested = read(
      [
        { name: 'a', data: [1] },
        { name: 'list', data: [[1, 2]] },
      ] as Columns,
      { schema: list },
    );
    await expect(nested).rejects.toThrow('expected columns of single values, got nested ones: "list"');
    const schema = [
      { name: 'root', num_children: 1 },
      { name: 'raw', type: 'FIXED_LEN_BYTE_ARRAY', type_length: 2, repetition_type: 'REQUIRED' },
    ];
    const raw = read([{ name: 'raw', data: [new Uint8Array(2)] }], { schema });
    await expect(raw).rejects.toThrow('expected columns of numbers, texts and dates, got others: "raw"');
  });

  it.each([
    ['arrow-v1-gzip.parquet', 'packed by snappy or zstd, got GZIP; write it with compression="zstd"'],
    ['arrow-v2-plain.parquet', 'DELTA_BYTE_ARRAY, which is not read; write it with data pages of version 1'],
  ])('written in a way that is not read is refused, with the way that is: %s', async (name, message) => {
    await expect(openFile(fixture(name))).rejects.toThrow(message);
  });
});

describe('a hostile Parquet file', () => {
  const whole = write([
    { name: 'a', data: [1, 2, 3], type: 'INT32' },
    { name: 't', data: ['x', 'y', null], type: 'STRING' },
  ]);

  it('that is cut short, or of another kind, is refused', async () => {
    for (const end of [5, 11, 12, whole.length - 1, whole.length - 4]) {
      await expect(openFile(whole.slice(0, end))).rejects.toThrow('data.csv: expected a Parquet file, got');
    }
    const encrypted = whole.slice();
    encrypted.set(Buffer.from('PARE'), encrypted.length - 4);
    await expect(openFile(encrypted)).rejects.toThrow('got an encrypted one');
    const long = whole.slice();
    new DataView(long.buffer).setUint32(long.length - 8, 2 ** 32 - 1, true);
    await expect(openFile(long)).rejects.toThrow('its footer is longer than the file');
  });

  it('whose table is too large is refused before its pages are read', async () => {
    const rows = new Array(1_000_001).fill(1);
    const two = write([
      { name: 'a', data: rows, type: 'INT32' },
      { name: 'b', data: rows, type: 'INT32' },
    ]);
    await expect(openFile(two)).rejects.toMatchObject({
      code: 'limit-exceeded',
      message: 'data.csv: expected at most 2000000 cells, got 1000001 rows x 2 columns',
    });
  });

  it('with one long text in many rows is stopped before the text is written so often', async () => {
    const data = new Array(200).fill('x'.repeat(1_000_000));
    const bomb = write([{ name: 't', data, type: 'STRING' }]);
    expect(bomb.length).toBeLessThan(200_000);
    await expect(openFile(bomb)).rejects.toMatchObject({ code: 'limit-exceeded' });
  });

  it('of any damage is read or refused, without a crash and in little memory', async () => {
    const files = [whole, fixture('arrow-v1-snappy.parquet'), fixture('arrow-v2-zstd.parquet')];
    let refused = 0;
    for (const file of files) {
      for (const bytes of damage(file, 300)) {
        await readParquet(bytes).catch((error) => {
          refused += 1;
          expect(error).toMatchObject({ name: 'AbsumError' });
        });
      }
    }
    expect(refused).toBeGreaterThan(400);
  });
});
