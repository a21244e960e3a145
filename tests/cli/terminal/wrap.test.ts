import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wrapText } from '../../../src/cli/terminal/wrap.ts';

describe('wrapText', () => {
  it('breaks between words, and indents every line but the first', () => {
    expect(wrapText('take a lower learning rate', 12, '  ')).toEqual([
      'take a lower',
      '  learning',
      '  rate',
    ]);
  });

  it('keeps a number with its percent sign', () => {
    expect(wrapText('lowers it by 9 % now', 15)).toEqual(['lowers it by', '9 % now']);
  });

  it('cuts a word that is longer than a line', () => {
    expect(wrapText('see abcdefghij', 6, ' ')).toEqual(['see', ' abcde', ' fghij']);
  });

  it('never exceeds the width and loses no word', () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[a-z]{1,30}$/)),
        fc.integer({ min: 3, max: 40 }),
        (words, width) => {
          const lines = wrapText(words.join(' '), width, ' ');
          for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
          expect(lines.join('').replaceAll(' ', '')).toBe(words.join(''));
        },
      ),
    );
  });
});
