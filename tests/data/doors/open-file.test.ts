import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openFile } from '../../../src/data/doors/open-file.ts';
import { recognise } from '../../../src/data/doors/recognise.ts';
import { unpack } from '../../../src/data/doors/unpack.ts';
import { damage } from './damage.ts';

const CSV = 'a,y\n1,2\n';
const latin = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'));

describe('a file', () => {
  it('of text is read, packed by gzip or not', async () => {
    expect(await openFile(latin(CSV))).toEqual({ text: CSV, part: '' });
    expect(await openFile(gzipSync(CSV))).toEqual({ text: CSV, part: '' });
    expect(await openFile(gzipSync(Buffer.from(CSV, 'utf16le')))).toEqual({ text: CSV, part: '' });
  });

  it.each([
    [
      '\xd0\xcf\x11\xe0\xa1\xb1',
      'an .xls spreadsheet, or one with a password; save the table as "CSV UTF-8"',
    ],
    ['%PDF-1.7', 'a PDF'],
    ['\x89PNG\r\n', 'an image'],
    ['\xff\xd8\xff\xe0', 'an image'],
    ['SQLite format 3\0', 'an SQLite database'],
    ['\x89HDF\r\n', 'an HDF5 file'],
    ['ARROW1\0\0', 'an Arrow or Feather file; write the table as CSV or Parquet'],
    ['\x80\x04\x95', 'a file of Python'],
    ['RDX3\n', 'a file of R'],
    ['<stata_dta>', 'a file of Stata'],
    ['\x28\xb5\x2f\xfd', 'a zstd archive; unpack it first (zstd -d)'],
    ['BZh91AY&SY', 'a bzip2 archive'],
    ['\xfd7zXZ\0', 'an xz archive'],
    ["7z\xbc\xaf'\x1c", 'a 7z archive'],
    [`table.csv${'\0'.repeat(248)}ustar`, 'a tar archive'],
    ['\n<!DOCTYPE html><table>', 'a web page'],
    ['\xef\xbb\xbf<html>', 'a web page'],
    ['<?xml version="1.0"?>', 'XML'],
    ['{"a": 1, "y": 2}\n{"a": 3, "y": 4}\n', 'JSON'],
    ['[{"a": 1}]', 'JSON'],
    ['[[1, 2]]', 'JSON'],
  ])('that begins %j is refused by its name', async (start, what) => {
    const message = `data.csv: expected a CSV text, got ${what}`;
    await expect(openFile(latin(start))).rejects.toThrow(message);
    // Packed too.
    await expect(openFile(gzipSync(latin(start)))).rejects.toThrow(message);
  });

  it.each([
    'PAR1,PAR2\n',
    'PARE\n',
    'PK,y\n',
    'BZh,y\n',
    'FEA1,y\n',
    'RDX,y\n',
    '{a},y\n',
    '[a],y\n',
    '<a>,y\n',
    'GIF8,y\n',
  ])('whose header only looks alike is a text: %j', (header) => {
    expect(recognise(latin(header))).toBeNull();
  });

  it('that is no spreadsheet has no sheets', async () => {
    await expect(openFile(latin(CSV), '1')).rejects.toThrow('data.csv: expected an .xlsx spreadsheet');
  });
});

describe('a packed file', () => {
  it('that opens to more than 64 MB is stopped there: 1 kB may hold gigabytes', async () => {
    // A gigabyte, packed once more, is some 20 kB; here what comes out first.
    const bomb = gzipSync(Buffer.alloc(300 * 2 ** 20));
    const before = process.memoryUsage().arrayBuffers;
    await expect(openFile(bomb)).rejects.toMatchObject({
      code: 'limit-exceeded',
      message: 'data.csv: expected at most 64 MB once unpacked, got more: keep fewer rows or columns',
    });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(150 * 2 ** 20);
    expect((await unpack(gzipSync(CSV), 'gzip', CSV.length)).length).toBe(CSV.length);
    await expect(unpack(gzipSync(CSV), 'gzip', CSV.length - 1)).rejects.toMatchObject({
      code: 'limit-exceeded',
    });
  });

  it('that is cut short or damaged is refused, or is as it was', async () => {
    const packed = new Uint8Array(gzipSync('a,y\n1,2\n'.repeat(50)));
    await expect(openFile(packed.slice(0, -9))).rejects.toThrow(
      'data.csv: expected one gzip or zip archive, got',
    );
    const joined = new Uint8Array(Buffer.concat([gzipSync('a,y\n'), gzipSync('1,2\n')]));
    await expect(openFile(joined)).rejects.toThrow('joined of several; unpack it first');
    for (const bytes of damage(packed, 200)) {
      await openFile(bytes).catch((error) => expect(error).toMatchObject({ name: 'AbsumError' }));
    }
  });
});
