import { describe, expect, it } from 'vitest';
import { refusalOf } from '../../data/refusal.ts';
import { pairsOf, readLines, readNow, valuesOf } from './read-now.ts';

describe('a line for each score', () => {
  it('has columns of candidate, fold and score', () => {
    const scores = readLines(['Model,Fold,RMSE', 'ridge,0,1.5', 'lasso,0,1.4', 'lasso,1,1.3', 'ridge,1,1.6']);
    expect(valuesOf(scores)).toEqual({ ridge: [1.5, 1.6], lasso: [1.4, 1.3] });
    expect(scores.reading).toMatchObject({
      form: 'long',
      columns: { candidate: ['Model'], fold: ['Fold'], value: ['RMSE'] },
    });
    expect(scores.metric).toEqual({ name: 'RMSE', label: 'RMSE', higherIsBetter: false, isError: true });
    expect(scores.candidates[0].settings).toBeUndefined();
  });

  it('has repeats and folds', () => {
    const scores = readLines(['method,repeat,fold,score', ...crossed(['a', 'b'], [0, 1, 2], [1, 2])]);
    expect(pairsOf(scores).slice(0, 3)).toEqual(['repeat 0, fold 1', 'repeat 0, fold 2', 'repeat 1, fold 1']);
    expect(scores.split).toMatchObject({ folds: 2, repeats: 3, testOverTrain: 1 });
  });

  it('has seeds, by their size', () => {
    const scores = readLines(['method,random_state,loss', 'a,42,1', 'b,42,2', 'a,7,3', 'b,7.0,4']);
    expect(pairsOf(scores)).toEqual(['seed 7', 'seed 42']);
    expect(valuesOf(scores)).toEqual({ a: [3, 1], b: [4, 2] });
    expect(scores.split).toMatchObject({ unit: 'seed', repeats: 2, testOverTrain: null });
  });

  it('keeps numbers within names in their order', () => {
    const folds = ['fold_2', 'fold_10', 'fold_1'].flatMap((fold, i) => [
      `a,${fold},${i}`,
      `b,${fold},${i + 1}`,
    ]);
    expect(pairsOf(readLines(['model,fold,mae', ...folds]))).toEqual(['fold_1', 'fold_2', 'fold_10']);
  });

  it('has no score for a pair that another has', () => {
    const scores = readLines(['model,fold,mae', 'a,0,1', 'b,0,2', 'a,1,3']);
    expect(valuesOf(scores)).toEqual({ a: [1, 3], b: [2, null] });
  });

  it('takes the mean of several scores of a pair, and counts them', () => {
    const scores = readLines([
      'model,fold,mae',
      'a,0,1',
      'a,0,2',
      'a,0,6',
      'b,0,2',
      'b,1,3',
      'b,1,',
      'a,1,1',
    ]);
    expect(valuesOf(scores)).toEqual({ a: [3, 1], b: [2, 3] });
    expect(scores.facts).toEqual({
      repeated: 2,
      mostRepeated: 3,
      failed: 0,
      dropped: 0,
      isCountedOff: false,
    });
  });

  it('takes a mean that does not depend on the order of lines', () => {
    const of = (...values: number[]) =>
      valuesOf(readLines(['model,fold,mae', 'b,0,1', ...values.map((value) => `a,0,${value}`)])).a;
    expect(of(1e16, 1, -1e16, 3)).toEqual(of(1, 1e16, 3, -1e16));
  });

  it('counts pairs off where nothing names them, and says so', () => {
    const scores = readLines(['model,mae', 'a,1', 'b,2', 'a,3', 'b,4']);
    expect(valuesOf(scores)).toEqual({ a: [1, 3], b: [2, 4] });
    expect(scores.reading.notes[0]).toContain('Nothing names the pairs');
  });

  it('tells candidates apart by settings too, where their names do not', () => {
    const scores = readLines(['model,lr,seed,acc', 'a,0.1,1,1', 'a,0.2,1,2', 'a,0.1,2,3', 'a,0.2,2,4']);
    expect(valuesOf(scores)).toEqual({ 'lr=0.1': [1, 3], 'lr=0.2': [2, 4] });
    const named = readLines(['model,lr,seed,acc', 'a,0.1,1,1', 'b,0.2,1,2', 'a,0.3,2,3', 'b,0.4,2,4']);
    expect(valuesOf(named)).toEqual({ a: [1, 3], b: [2, 4] });
    expect(named.reading.notes).toContain('Left out: "lr".');
  });

  it('has what it is told in columns', () => {
    const lines = ['who,part,points,other', 'x,p,1,7', 'y,p,2,8', 'x,q,3,9', 'y,q,4,9'];
    const scores = readLines(lines, {
      columns: { candidate: ['who'], fold: 'part', value: 'points' },
      direction: 'higher',
    });
    expect(valuesOf(scores)).toEqual({ x: [1, 3], y: [2, 4] });
    expect(scores.metric).toMatchObject({ name: 'points', higherIsBetter: true });
  });

  it('has seeds of each candidate beside folds that both have', () => {
    const scores = readLines(['model,fold,seed,mae', 'a,0,1,1', 'a,1,2,2', 'b,0,3,3', 'b,1,4,4']);
    expect(valuesOf(scores)).toEqual({ a: [1, 2], b: [3, 4] });
    const shared = readLines(['model,fold,seed,mae', ...crossed(['a', 'b'], [0, 1], [5, 6])]);
    expect(pairsOf(shared)).toEqual(['seed 5, fold 0', 'seed 5, fold 1', 'seed 6, fold 0', 'seed 6, fold 1']);
  });

  it('reads the lines of one metric, where a column names it', () => {
    const lines = ['model,fold,metric,value', 'a,0,acc,1', 'a,0,mae,2', 'b,0,acc,3', 'b,0,mae,4'];
    expect(valuesOf(readLines(lines, { metric: 'MAE' }))).toEqual({ a: [2], b: [4] });
    expect(refusalOf(() => readLines(lines))).toMatchObject({
      code: 'invalid-recipe',
      place: 'metric',
      message: 'expected one of the metrics "acc", "mae", got nothing',
    });
    expect(refusalOf(() => readLines(lines, { metric: 'acx' })).message).toContain('did you mean "acc"?');
  });

  it('may be arrays with texts among them, as pandas gives a table', () => {
    const scores = readNow({ data: { scores: { model: ['a', 'b'], fold: [0, 0], rmse: [1, 2] } } });
    expect(scores.reading.form).toBe('long');
    expect(valuesOf(scores)).toEqual({ a: [1], b: [2] });
  });

  it('is refused where a name or a fold is missing', () => {
    const of = (...lines: string[]) => refusalOf(() => readLines(['model,fold,mae', ...lines]));
    expect(of('a,0,1', ',0,2')).toMatchObject({ place: 'data.csv line 3, column "model"' });
    expect(of('a,0,1', 'b,,2')).toMatchObject({ place: 'data.csv line 3, column "fold"' });
    expect(of('a,0,1', 'a,1,2').message).toContain('got those of one, "a"');
    expect(of(`${'x'.repeat(201)},0,1`, 'b,0,2').message).toContain('at most 200 characters, got one of 201');
  });

  it('is refused for a column that there is not, with the nearest', () => {
    const of = (columns: object) =>
      refusalOf(() => readLines(['model,fold,mae', 'a,0,1', 'b,0,2'], { columns }));
    expect(of({ fold: 'folds' })).toEqual({
      code: 'invalid-recipe',
      place: 'columns.fold',
      message: 'there is no column "folds"; did you mean "fold"?',
    });
    expect(of({ candidate: ['modell'] }).place).toBe('columns.candidate[0]');
    expect(of({ seed: 'fold', fold: 'fold' }).message).toContain('which is columns.');
    expect(of({ value: 'xyz' }).message).toBe(
      'expected one of the columns "model", "fold", "mae", got "xyz"',
    );
  });

  it('asks which metric, where columns may be metrics or candidates', () => {
    const lines = ['fold,mse,mae', '0,1,2', '1,3,4'];
    expect(refusalOf(() => readLines(lines)).place).toBe('metric');
    const scores = readLines(lines, { candidates: ['mse', 'mae'], direction: 'lower' });
    expect(valuesOf(scores)).toEqual({ mse: [1, 3], mae: [2, 4] });
  });

  it('is refused above a thousand candidates', () => {
    const lines = Array.from({ length: 1001 }, (_, i) => `m${i},0,1`);
    expect(refusalOf(() => readLines(['model,fold,mae', ...lines]))).toMatchObject({
      code: 'limit-exceeded',
    });
  });
});

function crossed(candidates: string[], first: number[], second: number[]): string[] {
  return candidates.flatMap((name) =>
    first.flatMap((a) => second.map((b) => `${name},${a},${b},${a + b / 10}`)),
  );
}

it('says where nothing names the pairs of runs, and not where something does', () => {
  const lines = ['model,rmse', 'a,1', 'b,2', 'a,1.5', 'b,2.5'];
  expect(readLines(lines).facts.isCountedOff).toBe(true);
  expect(readLines(lines.slice(0, 3)).facts.isCountedOff).toBe(false);
  const named = ['model,seed,rmse', 'a,1,1', 'b,1,2', 'a,2,1.5', 'b,2,2.5'];
  expect(readLines(named).facts.isCountedOff).toBe(false);
});
