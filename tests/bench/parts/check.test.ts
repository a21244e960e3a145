import { expect, test } from 'vitest';
import { listLongTexts } from '../../../bench/check/texts.ts';
import { check } from '../../../bench/parts/check.ts';

const timed = (ms: readonly number[]) => ({ name: 'loops', lines: 2048, faults: 7, firstMs: 300, ms });

test('the long texts have two thousand lines, and their faults stand where they say', () => {
  const texts = listLongTexts();
  expect(texts).toHaveLength(2);
  for (const { text, lines, marks } of texts) {
    expect(lines).toBeGreaterThanOrEqual(2000);
    const all = text.split('\n');
    const subtracted = marks.filter(({ code }) => code === 'penalty-subtracted');
    expect(subtracted.length).toBeGreaterThan(0);
    for (const { line } of subtracted) expect(all[line - 1].trim()).toBe('loss = loss - l1_penalty');
  }
  expect(texts[1].text).toContain('def train_model_3(');
});

test('the median of the rounds is held against a tenth of a second', () => {
  const machine = {} as Parameters<typeof check.judge>[1];
  expect(check.judge({ texts: [timed([90, 99, 400]), timed([90, 101, 102])] }, machine)).toEqual([
    expect.objectContaining({ kind: 'floor', met: true }),
    expect.objectContaining({ kind: 'floor', met: false }),
  ]);
});

test('the table says how long the first check took', () => {
  expect(check.show({ texts: [timed([98, 99, 101])] })).toContain('99.0 ms (98.0 to 101.0; at first 300)');
});
