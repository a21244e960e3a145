import { describe, expect, it } from 'vitest';
import { tabulateReport } from '../../src/report/table.ts';
import { reportOf, run, valuesOf } from '../compare/samples.ts';

describe('tabulateReport', () => {
  it('has a row for each lambda and each reference, in full precision', async () => {
    const report = await run({ penalty: { lambdas: [0, 0.3, 1], method: 'proximal' } });
    const { header, rows } = tabulateReport(report);
    expect(new Set(header).size).toBe(header.length);
    expect(rows.map((row) => row.slice(0, 2))).toEqual([
      ['lambda', 0],
      ['lambda', 0.3],
      ['lambda', 1],
      ['mean of the target', null],
      ['linear model', null],
    ]);
    const cell = (row: number, name: string) => rows[row][header.indexOf(name)];
    const values = valuesOf(reportOf(report, 1).validation.rmse);
    expect(cell(2, 'validation rmse mean')).toBeCloseTo(values.reduce((a, b) => a + b) / values.length, 12);
    const zeros = valuesOf(reportOf(report, 1).weights.zeros);
    const { count } = reportOf(report, 1).weights;
    expect(cell(2, 'zeros share')).toBeCloseTo(zeros.reduce((a, b) => a + b) / zeros.length / count, 12);
    const { comparison, features, training } = reportOf(report, 0.3);
    expect(cell(1, 'comparison verdict')).toBe(comparison?.verdict);
    expect(cell(1, 'comparison interval low')).toBe(comparison?.interval?.[0]);
    expect(cell(1, 'comparison interval high')).toBe(comparison?.interval?.[1]);
    expect(cell(1, 'features kept')).toBe(features.reduce((sum, { kept }) => sum + (kept ?? NaN), 0));
    expect(cell(1, 'training objective mean')).toBe(training.objective.mean);
    expect(cell(0, 'comparison verdict')).toBeNull();
    expect(
      String(
        cell(
          report.lambdas.findIndex(({ lambda }) => lambda === report.choice.minimum),
          'choice',
        ),
      ),
    ).toMatch(/\bminimum\b/);
    const [, linear] = report.references;
    expect(cell(4, 'validation rmse mean')).toBe(linear.validation.rmse.mean);
    expect(cell(4, 'comparison verdict')).toBe(linear.comparison?.verdict ?? null);
    expect(cell(4, 'zeros share')).toBeNull();
  });

  it('leaves cells empty where every trial diverged', async () => {
    const report = await run({
      optimizer: { name: 'sgd', learningRate: 1e9 },
      network: { hidden: [4], activation: 'linear' },
    });
    const { header, rows } = tabulateReport(report);
    expect(reportOf(report, 0).diverged).not.toEqual([]);
    const [row] = rows;
    expect(row[header.indexOf('validation rmse mean')]).toBeNull();
    expect(row[header.indexOf('features kept')]).toBeNull();
    expect(row[header.indexOf('diverged')]).toBe(reportOf(report, -0.01).diverged.length);
    expect(rows.flat().every((cell) => typeof cell !== 'number' || Number.isFinite(cell))).toBe(true);
  });
});
