import { beforeAll, describe, expect, it } from 'vitest';
import {
  countKept,
  createMeanCell,
  showDifference,
  showKept,
  showZeros,
} from '../../src/page/answer/lambda-cells.ts';
import { writeTableCsv } from '../../src/page/answer/table-csv.ts';
import type { Report } from '../../src/report/schema.ts';
import { reportOf, run } from '../compare/samples.ts';

let report: Report;
beforeAll(async () => {
  report = await run({ penalty: { lambdas: [0, 0.05, 0.2, 1], method: 'proximal' } });
});

/** Each line as cells; no text here holds a comma or a line break. */
function read(csv: string): string[][] {
  return csv
    .split('\r\n')
    .slice(0, -1)
    .map((line) => line.split(','));
}

/** A line by its headings. */
function look(lines: readonly string[][], line: number): Record<string, string> {
  return Object.fromEntries(lines[0].map((heading, i) => [JSON.parse(heading), lines[line][i]]));
}

describe('the table as CSV', () => {
  it('has a line for each lambda and for each reference, all as long as the headings', () => {
    const csv = writeTableCsv(report);
    expect(csv.endsWith('\r\n')).toBe(true);
    const lines = read(csv);
    expect(lines).toHaveLength(1 + 4 + 2);
    expect(new Set(lines.map((line) => line.length)).size).toBe(1);
    expect(lines.slice(1).map(([row, lambda]) => `${row} ${lambda}`)).toEqual([
      '"lambda" 0',
      '"lambda" 0.05',
      '"lambda" 0.2',
      '"lambda" 1',
      '"mean" ',
      '"linear" ',
    ]);
  });

  it('holds the figures of the report in full, under headings that say where they stand', () => {
    const row = reportOf(report, 0.2);
    const { comparison, weights, features } = row;
    const kept = features.reduce((sum, feature) => sum + (feature.kept ?? 0), 0);
    const line = look(read(writeTableCsv(report)), 3);
    const figures = Object.entries(line).flatMap(([heading, cell]) =>
      cell === '' || cell.startsWith('"') ? [] : [[heading, Number(cell)]],
    );
    expect(Object.fromEntries(figures)).toEqual({
      lambda: 0.2,
      'validation rmse mean': row.validation.rmse.mean,
      'validation rmse se': row.validation.rmse.se,
      'validation rmse sd': row.validation.rmse.sd,
      'comparison difference': comparison?.difference,
      'comparison relative': comparison?.relative,
      'comparison interval low': comparison?.interval?.[0],
      'comparison interval high': comparison?.interval?.[1],
      'comparison level': comparison?.level,
      'comparison p': comparison?.p,
      'comparison pHolm': comparison?.pHolm,
      'training dataLoss mean': row.training.dataLoss.mean,
      'training penalty mean': row.training.penalty.mean,
      'weights count': weights.count,
      'weights zeros mean': weights.zeros.mean,
      'weights zeros share': (weights.zeros.mean ?? 0) / weights.count,
      'weights l1 mean': weights.l1.mean,
      'features kept': kept,
      features: features.length,
      'diverged trials': 0,
    });
    expect(line['comparison verdict']).toBe(JSON.stringify(comparison?.verdict));
  });

  it('leaves empty what a baseline, a reference or a diverged lambda has not', () => {
    const diverged = { ...report, lambdas: report.lambdas.map((row) => ({ ...row })) };
    const { validation } = diverged.lambdas[1];
    diverged.lambdas[1].validation = { ...validation, rmse: { mean: null, sd: null, se: null, values: [] } };
    const lines = read(writeTableCsv(diverged));
    expect(look(lines, 1)['comparison p']).toBe('');
    expect(look(lines, 2)['validation rmse mean']).toBe('');
    const reference = look(lines, 5);
    expect(reference['weights l1 mean']).toBe('');
    expect(Number(reference['validation rmse mean'])).toBe(report.references[0].validation.rmse.mean);
    expect(lines.flat().join()).not.toMatch(/null|undefined|NaN/);
  });
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
