import { gzipSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { readFile } from '../../src/page/setup/read-file.ts';
import { writeXlsx } from '../data/doors/xlsx/write-xlsx.ts';

const file = (content: BlobPart, name = 'mine.csv') => new File([content], name);
const bytesOf = (text: string, encoding: BufferEncoding) => Uint8Array.from(Buffer.from(text, encoding));

describe('a file', () => {
  it('in UTF-8 or UTF-16 is read, with its mark or without', async () => {
    expect(await readFile(file('größe,y\n1,2\n'))).toEqual({
      text: 'größe,y\n1,2\n',
      name: 'mine.csv',
    });
    expect((await readFile(file('\uFEFFa,y\n'))).text).toBe('a,y\n');
    expect((await readFile(file(bytesOf('\uFEFFa,y\n', 'utf16le')))).text).toBe('a,y\n');
    expect((await readFile(file(''))).text).toBe('');
  });

  it('that is packed, or of another kind, is read as the CSV file that requests would send', async () => {
    const text = 'a,y\n1,2\n';
    const table = [
      { name: 'a', data: [1], type: 'INT32' as const },
      { name: 'y', data: [2], type: 'INT32' as const },
    ];
    const files = [
      [gzipSync(text), 'mine.csv.gz', 'mine.csv'],
      [gzipSync(text), 'mine.gz', 'mine.csv'],
      [new Uint8Array(parquetWriteBuffer({ columnData: table })), 'mine.parquet', 'mine.csv'],
      [bytesOf(text, 'utf8'), 'mine.data', 'mine.data'],
    ] as const;
    for (const [bytes, name, csvName] of files) {
      expect(await readFile(file(bytes as BlobPart, name))).toEqual({ text, name: csvName });
    }
  });

  it('with several sheets names them, and gives the one that is chosen', async () => {
    const bytes = await writeXlsx({
      Data: [
        ['a', 'y'],
        [1, 2],
      ],
      Notes: [['seen']],
    });
    const book = file(bytes as BlobPart, 'mine.xlsx');
    const names = ['Data', 'Notes'];
    expect(await readFile(book)).toEqual({
      text: 'a,y\n1,2\n',
      name: 'mine.csv',
      sheets: { names, taken: 'Data' },
    });
    expect(await readFile(book, 'Notes')).toEqual({
      text: 'seen\n',
      name: 'mine.csv',
      sheets: { names, taken: 'Notes' },
    });
  });

  it.each([
    ['Latin-1', bytesOf('größe,y', 'latin1'), 'mine.csv line 1: expected UTF-8, got'],
    ['a picture', bytesOf('\x89PNG\r\n\x1a\n', 'latin1'), 'mine.csv: expected a CSV text, got an image'],
    [
      'an old spreadsheet',
      bytesOf('\xd0\xcf\x11\xe0', 'latin1'),
      'mine.csv: expected a CSV text, got an .xls',
    ],
  ])('in %s is refused, with what to do', async (_, bytes, message) => {
    await expect(readFile(file(bytes))).rejects.toThrow(message);
  });

  it('that is a folder, or too large, is refused before it is read', async () => {
    const folder = {
      name: 'data',
      size: 4096,
      arrayBuffer: () => Promise.reject(new Error('NotFoundError')),
    };
    await expect(readFile(folder as unknown as File)).rejects.toThrow(
      'data: expected a file that can be read',
    );
    const huge = { name: 'huge.csv', size: 65 * 2 ** 20, arrayBuffer: () => new Promise(() => {}) };
    await expect(readFile(huge as unknown as File)).rejects.toThrow('expected at most 64 MB, got 65 MB');
  });
});
