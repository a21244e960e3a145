import { describe, expect, it } from 'vitest';
import { formatNext, formatNextFlags, speakFlags } from '../../../src/cli/terminal/next-flags.ts';

describe('what to run next, as options', () => {
  it.each([
    [{ training: { epochs: 200 } }, '--epochs 200'],
    [{ penalty: { lambdas: [-0.01, 0] } }, '--lambdas=-0.01,0'],
    [{ standardize: { features: true, target: false } }, '--standardize-features --no-standardize-target'],
    [{ network: { hidden: [] } }, "--hidden ''"],
    [{ data: { ignore: ["Tom's age"] } }, "--ignore 'Tom'\\''s age'"],
    [{ data: { ignore: ['unit\u00a0price'] } }, "--ignore $'unit\\u00a0price'"],
    [{ data: { ignore: ["a\u001b[2J'\\"] } }, "--ignore $'a\\u001b[2J\\'\\\\'"],
    [{ data: { ignore: ['a\\b c'] } }, "--ignore 'a\\b c'"],
    [{ data: { header: false } }, '--no-header'],
    [{ data: { decimal: ',' } }, "--decimal ','"],
    [{ data: { missingMarkers: ['?', '-'] } }, "--missing-markers '?,-'"],
    [{ data: { missingMarkers: ['-999'] } }, '--missing-markers=-999'],
    [{ data: { dates: { sold: ['year', 'days'] } } }, "--dates 'sold:year days'"],
  ])('%j is %s', (next, flags) => {
    expect(formatNextFlags(next)).toBe(flags);
  });

  it.each([
    { compare: { baseline: null } },
    { data: { ignore: ['a, b'] } },
    { data: { dates: { 'a:b': ['year'] } } },
  ])('%j no option can say, so that it is told as a recipe', (next) => {
    expect(formatNextFlags(next)).toBeNull();
    expect(formatNext(next)).toBe(`--recipe with '${JSON.stringify(next)}'`);
  });
});

describe('speakFlags', () => {
  it('names options in place of fields of the recipe, and leaves the rest', () => {
    expect(speakFlags('leave it out with data.ignore; split.order "given" keeps the order.')).toBe(
      'leave it out with --ignore; --order "given" keeps the order.',
    );
    for (const text of ['data.csv line 3', 'report.data.ignored', 'data.ignore.a', 'my.ignore']) {
      expect(speakFlags(text)).toBe(text);
    }
  });
});
