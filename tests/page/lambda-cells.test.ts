import { beforeAll, describe, expect, it } from 'vitest';
import {
  countKept,
  createMeanCell,
  showDifference,
  showKept,
  showZeros,
} from '../../src/page/answer/lambda-cells.ts';
import type { Report } from '../../src/report/schema.ts';
import { reportOf, run } from '../compare/samples.ts';

let report: Report;
beforeAll(async () => {
  report = await run({ penalty: { lambdas: [0, 0.05, 0.2, 1], method: 'proximal' } });
});

describe('the cells of the table', () => {
  it('show means with their errors in the same decimals for all', () => {
    const show = createMeanCell(report);
    const cells = report.lambdas.map(show);
    const decimals = cells.map((cell) => (/^\d+\.(\d+) \u00b1 \d+\.(\d+)$/.exec(cell) ?? []).slice(1));
    expect(new Set(decimals.flat().map((digits) => digits.length)).size).toBe(1);
    const { mean, se } = reportOf(report, 0.2).validation.rmse;
    const [shown, error] = cells[2].split(' \u00b1 ').map(Number);
    expect(Math.abs(shown - (mean ?? 0))).toBeLessThan(0.01);
    expect(Math.abs(error - (se ?? 0))).toBeLessThan(0.01);
    expect(show({ validation: {}, comparison: null })).toBe('\u2013');
  });

  it('show a difference as a share of the baseline for errors, else as it is', () => {
    const row = reportOf(report, 1);
    const { relative, difference, interval } = row.comparison ?? {};
    const shown = showDifference(row);
    const number = (text: string) => Number(text.replace(/ %$/, '').replace('\u2212', '-'));
    expect(shown.difference).toMatch(/^[+\u2212][\d.]+ %$/);
    expect(number(shown.difference)).toBe(Number((100 * (relative ?? 0)).toPrecision(2)));
    const factor = (100 * (relative ?? 0)) / (difference ?? 1);
    expect(shown.interval.split(' to ').map(number)).toEqual(
      interval?.map((end) => Number((end * factor).toPrecision(2))),
    );
    const score = row.comparison && { ...row.comparison, relative: null, difference: 0.25, interval: null };
    expect(showDifference({ comparison: score })).toEqual({ difference: '+0.25', interval: '' });
    expect(showDifference({ comparison: null })).toEqual({ difference: '\u2013', interval: '' });
  });

  it('show the share of zeros and how many features are kept', () => {
    const row = reportOf(report, 1);
    const zeros = { ...row.weights.zeros, mean: 5 };
    expect(showZeros({ ...row, weights: { ...row.weights, count: 40, zeros } })).toBe('13 %');
    expect(showZeros({ ...row, weights: { ...row.weights, zeros: { ...zeros, mean: null } } })).toBe(
      '\u2013',
    );
    const features = [1, 0.5, 0.25].map((kept, i) => ({ name: `f${i}`, kept }));
    expect(showKept({ ...row, features })).toBe('1.8/3');
    expect(countKept({ features: [...features, { name: 'g', kept: null }] })).toBeNull();
    expect(showKept({ ...row, features: [{ name: 'g', kept: null }] })).toBe('\u2013');
  });
});
