import { describe, expect, it } from 'vitest';
import { readFile } from '../../src/page/setup/read-file.ts';

const file = (content: BlobPart, name = 'mine.csv') => new File([content], name);
const bytesOf = (text: string, encoding: BufferEncoding) => Uint8Array.from(Buffer.from(text, encoding));

describe('a file', () => {
  it('in UTF-8 is read, with its mark or without', async () => {
    expect(await readFile(file('größe,y\n1,2\n'))).toBe('größe,y\n1,2\n');
    expect(await readFile(file('\uFEFFa,y\n'))).toBe('a,y\n');
    expect(await readFile(file(''))).toBe('');
  });

  it.each([
    ['Latin-1', bytesOf('größe,y', 'latin1')],
    ['UTF-16 with its mark', bytesOf('\uFEFFa,y', 'utf16le')],
    ['UTF-16 without', bytesOf('a,y', 'utf16le')],
    ['a picture', bytesOf('\x89PNG\r\n\x1a\n', 'latin1')],
  ])('in %s is refused, with what to do', async (_, bytes) => {
    await expect(readFile(file(bytes))).rejects.toThrow(
      'mine.csv: expected a text in UTF-8; save the table as "CSV UTF-8"',
    );
  });

  it('of a spreadsheet is called one', async () => {
    const bytes = bytesOf('PK\x03\x04\x14\x00', 'latin1');
    await expect(readFile(file(bytes, 'table.xlsx'))).rejects.toThrow(
      'table.xlsx: expected a CSV text, got a spreadsheet',
    );
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
