import { describe, expect, it } from 'vitest';
import { readLines, readNow, valuesOf } from '../read-now.ts';

const FOLDS = ['fold,a,b', '0,0.91,0.92', '1,0.93,0.94', '2,0.95,0.96'];
const METRIC = { metric: 'auc' } as const;

describe('lines below the scores', () => {
  it('that sum them up are left out, and it is said', () => {
    const scores = readLines([...FOLDS, 'mean,0.93,0.94', 'std,0.02,0.02'], METRIC);
    expect(valuesOf(scores)).toEqual(valuesOf(readLines(FOLDS, METRIC)));
    expect(scores.split.folds).toBe(3);
    expect(scores.reading.notes[0]).toBe('Lines that sum others up are left out: "mean", "std".');
  });

  it('keep the lines of messages right', () => {
    const lines = ['fold,a,b', 'mean,0.9,0.9', '0,0.91,0.92', '1,0.93,x1'];
    expect(() => readLines(lines, METRIC)).toThrowError('data.csv line 4, column "b"');
  });

  it('are also found in a long table, and where folds have names with numbers', () => {
    const rows = ['old', 'new'].flatMap((model, m) =>
      ['fold_1', 'fold_2', 'Average'].map((fold, i) => ({ model, fold, auc: 0.9 + m / 100 + i / 1000 })),
    );
    const scores = readNow({ data: { rows } });
    expect(scores.pairs).toHaveLength(2);
    expect(scores.reading.notes[0]).toBe('A line that sums others up is left out: "Average".');
  });

  it('are no summary where the column is one of texts, such as candidates by what they predict', () => {
    const scores = readLines(
      ['model,fold,rmse', 'mean,0,1.5', 'ridge,0,1.2', 'mean,1,1.6', 'ridge,1,1.3'],
      {},
    );
    expect(Object.keys(valuesOf(scores))).toEqual(['mean', 'ridge']);
  });
});
