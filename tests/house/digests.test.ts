import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { compareReports } from '../../scripts/digests/compare-reports.ts';

test('the fixture holds a digest for each of its recipes', () => {
  const file = new URL('../../fixtures/report-digests.json', import.meta.url);
  const { recipes, digests, judged, checked } = JSON.parse(readFileSync(file, 'utf8'));
  expect(Object.keys(digests)).toEqual(Object.keys(recipes));
  for (const digest of [...Object.values(digests), judged, checked]) expect(digest).toMatch(/^[0-9a-f]{64}$/);
});

describe('two reports', () => {
  const report = { headline: 'yes', lambdas: [{ lambda: 0, values: [1, 2, null] }], seed: 1 };

  test('that are alike have no difference', () => {
    expect(compareReports(report, structuredClone(report))).toEqual({
      same: 6,
      close: 0,
      largest: 0,
      others: [],
    });
  });

  test('of which one number is another in its last bits differ by rounding alone', () => {
    const now = structuredClone(report);
    now.lambdas[0].values[1] = 2 * (1 + 2 ** -52);
    expect(compareReports(report, now)).toMatchObject({
      same: 5,
      close: 1,
      largest: expect.closeTo(2 ** -52, 20),
      others: [],
    });
  });

  test('differ where a number, a text, a kind, a field or a length does, each at its place', () => {
    const now = { headline: 'no', lambdas: [{ lambda: '0', values: [1.001, 2] }], engine: 'fused' };
    expect(compareReports(report, now).others).toEqual([
      { path: 'headline', before: 'yes', now: 'no' },
      { path: 'lambdas[0].lambda', before: 0, now: '0' },
      { path: 'lambdas[0].values[0]', before: 1, now: 1.001 },
      { path: 'lambdas[0].values[2]', before: null, now: undefined },
      { path: 'seed', before: 1, now: undefined },
      { path: 'engine', before: undefined, now: 'fused' },
    ]);
    expect(compareReports({ a: 0 }, { a: -0 }).others).toHaveLength(1);
  });
});
