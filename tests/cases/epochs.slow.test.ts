import { beforeAll, describe, expect, it } from 'vitest';
import { compare } from '../../src/compare/compare.ts';
import type { Comparison } from '../../src/report/comparison.ts';
import type { Report } from '../../src/report/schema.ts';
import { reportOf } from '../compare/samples.ts';
import { engines } from '../host.ts';

/** The same network on diabetes, trained for ever longer; with lambda 0.01 the gain at the end grows sixfold. */
const EPOCHS = [40, 100, 400, 800];
const reports = new Map<number, Report>();

beforeAll(async () => {
  for (const epochs of EPOCHS) {
    const report = await compare(
      {
        data: { dataset: 'diabetes' },
        split: { folds: 5, repeats: 4 },
        network: { hidden: [64, 32] },
        optimizer: { name: 'adam', learningRate: 0.001 },
        training: { epochs, batchSize: 32 },
        penalty: { lambdas: [0, 0.01], method: 'subgradient' },
      },
      { engines },
    );
    reports.set(epochs, report);
  }
}, 300_000);

const comparisonOf = (epochs: number): Comparison => {
  const found = reports.get(epochs);
  const comparison = found && reportOf(found, 0.01).comparison;
  if (!comparison) throw new Error('nothing was compared');
  return comparison;
};

describe('40, 100, 400 and 800 epochs', () => {
  it('tell other stories at the end', () => {
    const gains = EPOCHS.map((epochs) => -(comparisonOf(epochs).relative ?? 0));
    expect(gains.toSorted((a, b) => a - b)).toEqual(gains);
    expect(gains[3] / gains[0]).toBeGreaterThan(5);
  });

  it('tell one story at the best epochs: the same verdict, and about the same gain', () => {
    const found = EPOCHS.map((epochs) => comparisonOf(epochs).atBestEpoch);
    expect(found.map((each) => each?.verdict)).toEqual(EPOCHS.map(() => 'better'));
    const gains = found.map((each) => -(each?.relative ?? 0));
    for (const gain of gains) expect(gain).toBeGreaterThan(0.045);
    for (const gain of gains) expect(gain).toBeLessThan(0.085);
    for (const each of found.slice(1)) expect(Math.abs((each?.baselineEpoch ?? 0) - 31)).toBeLessThan(4);
  });

  it('say so wherever the end exaggerates: in the headline and as a finding', () => {
    for (const epochs of EPOCHS) {
      const { headline, findings } = reports.get(epochs) ?? { headline: '', findings: [] };
      const isDecline = epochs >= 400;
      expect(headline.includes("most of that is the baseline's decline")).toBe(isDecline);
      expect(findings.some(({ code }) => code === 'overtrained-baseline')).toBe(isDecline);
      expect(findings.map(({ code }) => code)).not.toContain('still-improving');
    }
  });
});
