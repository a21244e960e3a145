import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeText } from '../../../src/data/doors/decode-text.ts';

const CSV = 'größe,y\r\n1.5,-2\r\n"a ""b""",3\r\n';
const encode = (text: string, encoding: BufferEncoding) => new Uint8Array(Buffer.from(text, encoding));
const swap = (bytes: Uint8Array) => new Uint8Array(Buffer.from(bytes).swap16());
const latin = (text: string) => encode(text, 'latin1');

describe('the text of bytes', () => {
  it.each([
    ['UTF-8', encode(CSV, 'utf8')],
    ['UTF-8 with its mark', encode(`\uFEFF${CSV}`, 'utf8')],
    ['UTF-16 LE', encode(CSV, 'utf16le')],
    ['UTF-16 LE with its mark', encode(`\uFEFF${CSV}`, 'utf16le')],
    ['UTF-16 BE', swap(encode(CSV, 'utf16le'))],
    ['UTF-16 BE with its mark', swap(encode(`\uFEFF${CSV}`, 'utf16le'))],
  ])('in %s is read, and without its mark', (_, bytes) => {
    expect(decodeText(bytes)).toBe(CSV);
  });

  it('in a script without Latin letters is read as UTF-16 without its mark', () => {
    const rows = Array.from({ length: 20 }, (_, i) => `東京都${i},大阪府,${i * 3}\n`).join('');
    expect(decodeText(encode(`都市,府県,値\n${rows}`, 'utf16le'))).toBe(`都市,府県,値\n${rows}`);
  });

  it('is that which Node encodes, whatever it is', () => {
    const cells = fc.array(fc.string({ unit: 'grapheme' }));
    fc.assert(
      fc.property(cells, (texts) => {
        const text = `a,y\n${texts.join('\n')}`;
        expect(decodeText(encode(text, 'utf8'))).toBe(text);
        expect(decodeText(encode(`\uFEFF${text}`, 'utf16le'))).toBe(text);
      }),
    );
  });

  it('ends where NULs and Ctrl-Z fill it up, in any encoding', () => {
    expect(decodeText(encode('a,y\n1,2\n\x1a', 'utf8'))).toBe('a,y\n1,2\n');
    expect(decodeText(encode(`a,y\n1,2\n\x1a${'\0'.repeat(600)}`, 'utf8'))).toBe('a,y\n1,2\n');
    expect(decodeText(encode('a,y\n1,2\n\0', 'utf16le'))).toBe('a,y\n1,2\n');
    expect(decodeText(new Uint8Array([...encode('a,y\n1,2\n', 'utf16le'), 0]))).toBe('a,y\n1,2\n');
    expect(decodeText(new Uint8Array())).toBe('');
  });

  it('with a NUL in it is refused at its line', () => {
    expect(() => decodeText(encode('a,y\n1,2\n3,\x004\n', 'utf8'))).toThrow(
      'data.csv line 3: expected text, got a NUL character',
    );
  });

  it('in another encoding is refused at its line, by the name of the encoding and how it reads in that', () => {
    expect(() => decodeText(latin('a,y\n1,2\nGröße,3\n'))).toThrow(
      'data.csv line 3: expected UTF-8, got bytes of another encoding, likely Windows-1252 (Latin-1), where they read "Größe,3"; save it as "CSV UTF-8"',
    );
    // 名前 and 年齢 in Shift_JIS.
    const japanese = new Uint8Array([0x96, 0xbc, 0x91, 0x4f, 0x2c, 0x94, 0x4e, 0x97, 0xee, 0x0a]);
    expect(() => decodeText(japanese)).toThrow(
      'line 1: expected UTF-8, got bytes of another encoding, likely one of a Cyrillic, Greek or Asian script',
    );
    // Cut within a character, an overlong form, half a surrogate pair.
    expect(() => decodeText(new Uint8Array([0x61, 0x0a, 0xc3]))).toThrow('data.csv line 2: ');
    expect(() => decodeText(new Uint8Array([0xe0, 0x80, 0x80]))).toThrow('expected UTF-8');
    expect(() => decodeText(new Uint8Array([0xed, 0xa0, 0x80]))).toThrow('expected UTF-8');
    expect(() => decodeText(encode('\uFEFFa,\ud800', 'utf16le'))).toThrow('damaged UTF-16 LE');
  });

  it('is found in time that grows with its length alone, whatever fills it', () => {
    const size = 4 * 2 ** 20;
    const began = performance.now();
    for (const unit of ['\0', '\x1a', '\n', 'a\0', '\xff', '\xe9a', '1.5,ä\n']) {
      const bytes = latin(unit.repeat(size / unit.length));
      try {
        decodeText(bytes);
      } catch (error) {
        expect(error).toMatchObject({ name: 'AbsumError' });
      }
    }
    // Some 100 ms on an idle core; square time would take hours.
    expect(performance.now() - began).toBeLessThan(10_000);
  });
});
