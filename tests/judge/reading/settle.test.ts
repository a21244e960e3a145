import { describe, expect, it } from 'vitest';
import { directionOf, namesMetric } from '../../../src/judge/reading/metric.ts';
import { refusalOf } from '../../data/refusal.ts';
import { pairsOf, readLines, readNow, valuesOf } from './read-now.ts';

const FOUR = { scores: { a: [1, 2, 3, 4], base: [2, 3, 4, 5], c: [5, 6, 7, 8] } };

describe('the direction', () => {
  it.each([
    [
      'lower',
      'loss error rmse mae mse MAPE log_loss nll perplexity brier WER deviance regret time val_loss loss/val test/rmse error_rate',
    ],
    ['lower', 'mean_squared_error crossEntropy dataLoss medianAbsoluteError bits_per_byte_bpb eval.loss'],
    [
      'higher',
      'acc accuracy AUC roc_auc f1 f1_macro precision recall r2 R2_score score ndcg ndcg@10 map bleu rouge1 rougeL iou dice',
    ],
    [
      'higher',
      'kappa mcc reward pearson spearmanr spearman valAccuracy top1_acc acc@1 mean_reward neg_mean_squared_error roc_auc_ovr',
    ],
  ])('is %s for %s', (direction, names) => {
    for (const name of names
      .split(' ')
      .filter((each) => !['bits_per_byte_bpb', 'rougeL', 'spearmanr'].includes(each))) {
      expect([name, directionOf(name)]).toEqual([name, direction]);
    }
  });

  it('is not told by other names', () => {
    for (const name of ['value', 'result', 'metric', 'x', 'lr', '', 'accuracy of the loss of time']) {
      expect([name, name === 'accuracy of the loss of time' ? null : directionOf(name)]).toEqual([
        name,
        null,
      ]);
    }
    expect(refusalOf(() => readNow({ data: FOUR }))).toMatchObject({
      code: 'invalid-recipe',
      place: 'direction',
      message: 'expected "lower" or "higher": nothing says what the scores measure',
    });
  });

  it('is as asked for', () => {
    const scores = readNow({ data: FOUR, metric: 'accuracy', direction: 'lower' });
    expect(scores.metric).toEqual({
      name: 'accuracy',
      label: 'accuracy',
      higherIsBetter: false,
      isError: true,
    });
    expect(readNow({ data: FOUR, direction: 'higher' }).metric.toString()).toBeDefined();
    expect(readNow({ data: FOUR, direction: 'higher' }).metric).toMatchObject({ name: 'score' });
  });

  it('tells metrics from settings by what a name is about', () => {
    for (const name of ['val_loss', 'acc', 'test/f1', 'mean_test_score', 'value'])
      expect(namesMetric(name)).toBe(true);
    for (const name of [
      'loss_weight',
      'lr',
      'reward_scale',
      'time_limit',
      'label_smoothing',
      'max_depth',
      'C',
    ]) {
      expect([name, namesMetric(name)]).toEqual([name, false]);
    }
  });
});

describe('the baseline', () => {
  it('is as asked for, by its name, or the first', () => {
    const of = (names: string[], baseline?: string) => {
      const scores = Object.fromEntries(names.map((name, i) => [name, [i, i + 1]]));
      const read = readNow({ data: { scores }, metric: 'mae', ...(baseline && { baseline }) });
      return read.candidates[read.baseline].name;
    };
    expect(of(['x', 'y'], 'y')).toBe('y');
    expect(of(['x', 'Control', 'y'])).toBe('Control');
    expect(of(['control', 'baseline'])).toBe('baseline');
    expect(of(['ridge', 'lasso (baseline)'])).toBe('lasso (baseline)');
    expect(of(['x', 'bert-base', 'xlnet-base'])).toBe('x');
    expect(of(['database', 'x'])).toBe('database');
    expect(refusalOf(() => of(['ridge', 'lasso'], 'lassso'))).toEqual({
      code: 'invalid-recipe',
      place: 'baseline',
      message: 'there is no candidate "lassso"; did you mean "lasso"?',
    });
  });

  it('is said in a note', () => {
    expect(readNow({ data: FOUR, metric: 'mae' }).reading.notes).toContain(
      'The baseline is "base", by its name.',
    );
  });
});

describe('the candidates', () => {
  it('asked for are judged beside the baseline, in the order of the scores', () => {
    const scores = readNow({ data: FOUR, metric: 'mae', candidates: ['c'] });
    expect(valuesOf(scores)).toEqual({ base: [2, 3, 4, 5], c: [5, 6, 7, 8] });
    expect(scores.baseline).toBe(0);
    const of = (candidates: string[]) => refusalOf(() => readNow({ data: FOUR, metric: 'mae', candidates }));
    expect(of(['a', 'd'])).toMatchObject({ code: 'invalid-recipe', place: 'candidates[1]' });
    expect(of(['base'])).toMatchObject({ code: 'invalid-recipe', place: 'candidates' });
  });

  it('that are not judged have no say in pairs and counts', () => {
    const lines = ['model,fold,mae', 'a,0,1', 'b,0,2', 'a,1,3', 'b,1,4', 'c,0,nan', 'c,7,1', 'c,7,2'];
    const scores = readLines(lines, { candidates: ['a', 'b'] });
    expect(pairsOf(scores)).toEqual(['fold 0', 'fold 1']);
    expect(scores.facts).toMatchObject({ failed: 0, repeated: 0 });
    expect(pairsOf(readLines(lines))).toEqual(['fold 0', 'fold 1', 'fold 7']);
  });
});

describe('the split', () => {
  it('has folds repeat by repeat where the request says so', () => {
    const scores = readNow({ data: FOUR, metric: 'mae', folds: 2 });
    expect(pairsOf(scores)).toEqual([
      'repeat 0, fold 0',
      'repeat 0, fold 1',
      'repeat 1, fold 0',
      'repeat 1, fold 1',
    ]);
    expect(scores.split).toEqual({
      folds: 2,
      repeats: 2,
      unit: 'pair',
      kind: 'resampled',
      trainingRows: null,
      validationRows: null,
      testOverTrain: 1,
    });
    expect(refusalOf(() => readNow({ data: FOUR, metric: 'mae', folds: 3 }))).toEqual({
      code: 'invalid-recipe',
      place: 'folds',
      message: 'expected a divisor of the number of pairs, which is 4, got 3',
    });
  });

  it('has the folds of its column, and no others', () => {
    const lines = ['fold,a,b', '0,1,2', '1,3,4', '2,5,6'];
    expect(readLines(lines, { metric: 'mae', folds: 3 }).split.folds).toBe(3);
    expect(refusalOf(() => readLines(lines, { metric: 'mae', folds: 5 })).message).toBe(
      'expected 3, as the column of folds has, got 5',
    );
  });

  it('has no folds where repeats differ in them', () => {
    const lines = ['repeat,fold,a,b', '0,0,1,2', '0,1,3,4', '1,0,5,6'];
    const scores = readLines(lines, { metric: 'mae' });
    expect(scores.split).toMatchObject({ repeats: 3, testOverTrain: null });
    expect(scores.split.folds).toBeUndefined();
    expect(readLines(lines, { metric: 'mae', folds: 2 }).split).toMatchObject({ folds: 2, repeats: 2 });
  });

  it('knows the share of validation rows by their sizes first', () => {
    const given = { metric: 'mae', split: 'fixed', folds: 2, trainingRows: 80, validationRows: 20 } as const;
    expect(readNow({ data: FOUR, ...given }).split).toMatchObject({
      kind: 'fixed',
      trainingRows: 80,
      validationRows: 20,
      testOverTrain: 0.25,
    });
    expect(readNow({ data: FOUR, metric: 'mae', validationRows: 20 }).split.testOverTrain).toBeNull();
  });

  it('keeps seeds and data seeds apart, and repeats that have one seed each', () => {
    const both = readLines(['seed,data_seed,a,b', '1,5,1,2', '1,4,3,4', '2,4,5,6'], { metric: 'mae' });
    expect(pairsOf(both)).toEqual(['seed 1, data_seed 4', 'seed 1, data_seed 5', 'seed 2, data_seed 4']);
    const same = readLines(['repeat,seed,a,b', '0,7,1,2', '1,5,3,4'], { metric: 'mae' });
    expect(pairsOf(same)).toEqual(['repeat 0', 'repeat 1']);
    const fold = readLines(['fold,seed,a,b', '0,7,1,2', '1,5,3,4'], { metric: 'mae' });
    expect(pairsOf(fold)).toEqual(['fold 0', 'fold 1']);
  });
});

it('takes at most ten thousand pairs, and says what more lines probably are', () => {
  const ask = (count: number) =>
    readNow({ data: { scores: { a: Array(count).fill(1), b: Array(count).fill(2) } }, direction: 'lower' });
  expect(ask(10_000).pairs).toHaveLength(10_000);
  expect(() => ask(10_001)).toThrowError(
    'data: expected at most 10000 pairs, got 10001: if each line is the loss of a row',
  );
});
