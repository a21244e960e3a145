import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { renewPage } from '../../bench/document.ts';
import { PARTS } from '../../bench/parts/index.ts';
import { readResults } from '../../bench/results.ts';
import { ROOT } from '../../bench/root.ts';

describe('the pages', () => {
  test.each(['README.md', 'docs/speed.md'])(
    '%s says what `npm run bench -- --docs` makes of bench/results',
    (page) => {
      expect(readFileSync(join(ROOT, page), 'utf8')).toBe(renewPage(page));
    },
  );

  test('docs/speed.md explains every part of the benchmark', () => {
    const explained = [...readFileSync(join(ROOT, 'docs/speed.md'), 'utf8').matchAll(/^\| `(\w+)` \|/gm)];
    expect(explained.map(([, name]) => name)).toEqual(PARTS.map(({ name }) => name));
  });
});

describe('a page', () => {
  test('is not made from figures of an earlier form, and says which to measure again', () => {
    const processor = { vendor: '', name: 'A processor', family: null, model: null, generation: null };
    const kept = { date: '2026-11-29', commit: null, node: '24', v8: '13', figures: { milliseconds: 1 } };
    expect(() => renewPage('docs/speed.md', [{ processor, cores: 2, parts: { shares: kept } }])).toThrow(
      'bench/results: "shares" on A processor has figures of an earlier form: measure it again there',
    );
  });
});

describe('bench/results', () => {
  test('has figures of every part on some processor, and of no other', () => {
    const measured = readResults().flatMap(({ parts }) => Object.keys(parts));
    expect(new Set(measured)).toEqual(new Set(PARTS.map(({ name }) => name)));
  });
});
