import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { refusalOf } from '../../data/refusal.ts';
import { pairsOf, readLines, readNow, valuesOf } from './read-now.ts';

const RESULTS = {
  mean_fit_time: [0.1, 0.2],
  param_C: [1, 10],
  params: [{ C: 1 }, { C: 10 }],
  split0_test_acc: [0.5, 0.6],
  split1_test_acc: [0.7, 0.8],
  split0_train_acc: [1, 1],
  split0_test_neg_log_loss: [-1, -2],
  split1_test_neg_log_loss: [-3, -4],
  rank_test_acc: [2, 1],
};

describe('cv_results_ of scikit-learn', () => {
  it('has a candidate in each line and a pair in each split', () => {
    const scores = readNow({ data: { scores: RESULTS }, metric: 'acc' });
    expect(scores.reading).toMatchObject({ form: 'splits', source: 'scikit-learn' });
    expect(valuesOf(scores)).toEqual({ 'C=1': [0.5, 0.7], 'C=10': [0.6, 0.8] });
    expect(scores.metric).toEqual({ name: 'acc', label: 'acc', higherIsBetter: true, isError: false });
    expect(scores.split).toMatchObject({ repeats: 2, unit: 'pair', testOverTrain: null });
  });

  it('turns the sign of errors back', () => {
    const scores = readNow({ data: { scores: RESULTS }, metric: 'neg_log_loss' });
    expect(valuesOf(scores)).toEqual({ 'C=1': [1, 3], 'C=10': [2, 4] });
    expect(scores.metric).toMatchObject({ name: 'log_loss', higherIsBetter: false, isError: true });
    expect(scores.reading.notes.at(-1)).toContain('negated');
    const kept = readNow({ data: { scores: RESULTS }, metric: 'neg_log_loss', direction: 'higher' });
    expect(valuesOf(kept)).toEqual({ 'C=1': [-1, -3], 'C=10': [-2, -4] });
  });

  it('names its metrics where there are several', () => {
    const of = (metric?: string) =>
      refusalOf(() => readNow({ data: { scores: RESULTS }, ...(metric && { metric }) }));
    expect(of()).toMatchObject({
      code: 'invalid-recipe',
      place: 'metric',
      message: 'expected one of the metrics "acc", "neg_log_loss", got nothing',
    });
    expect(of('neg_log_los').message).toContain('did you mean "neg_log_loss"?');
  });

  it('has splits by number, and higher scores are better whatever they are called', () => {
    const splits = Array.from({ length: 12 }, (_, i) => `split${i}_test_score`);
    const mixed = [...splits].sort();
    const scores = readLines(
      [
        `param_kernel,param_degree,${mixed}`,
        ...['rbf,,', 'poly,2,', 'poly,3,'].map((start) => start + mixed.map((name) => name.match(/\d+/))),
      ],
      { folds: 6, metric: 'rmse' },
    );
    expect(valuesOf(scores)['kernel=rbf']).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(Object.keys(valuesOf(scores))[1]).toBe('kernel=poly, degree=2');
    expect(scores.metric).toMatchObject({ name: 'rmse', higherIsBetter: true });
    expect(scores.split).toMatchObject({ folds: 6, repeats: 2, testOverTrain: 1 / 5 });
    expect(pairsOf(scores).slice(5, 7)).toEqual(['repeat 0, fold 5', 'repeat 1, fold 0']);
  });

  it('has candidates by params where these are all that is left', () => {
    const lines = [
      'params,split0_test_score,split1_test_score',
      "\"{'C': 1, 'k': 'a'}\",1,2",
      "\"{'C': 2, 'k': 'a'}\",3,4",
    ];
    expect(valuesOf(readLines(lines))).toEqual({ 'C=1': [1, 2], 'C=2': [3, 4] });
    const none = ['split0_test_score,split1_test_score', '1,2', '3,4'];
    expect(refusalOf(() => readLines(none)).code).toBe('invalid-data');
  });

  it("is scikit-learn's own example", () => {
    const csv = readFileSync(new URL('../../../fixtures/cv-results.csv', import.meta.url), 'utf8');
    const scores = readNow({ data: { csv }, folds: 10 });
    expect(Object.keys(valuesOf(scores))).toEqual([
      'kernel=linear',
      'kernel=poly, degree=2.0',
      'kernel=poly, degree=3.0',
      'kernel=rbf',
    ]);
    expect(scores.pairs).toHaveLength(100);
    expect(scores.split.testOverTrain).toBe(1 / 9);
  });
});
