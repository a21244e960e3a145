import { describe, expect, it } from 'vitest';
import { readingScores } from '../../../src/judge/reading/read-scores.ts';
import { parseJudgeRequest } from '../../../src/judge/request.ts';
import { refusalOf } from '../../data/refusal.ts';
import { pairsOf, readLines, readNow, valuesOf } from './read-now.ts';

describe('arrays by candidate', () => {
  it('are one score for each pair, in their order', () => {
    const scores = readNow({ data: { scores: { a: [1, 2], b: [3, null] } }, metric: 'mae' });
    expect(valuesOf(scores)).toEqual({ a: [1, 2], b: [3, null] });
    expect(pairsOf(scores)).toEqual(['pair 1', 'pair 2']);
    expect(scores.split).toMatchObject({ repeats: 2, unit: 'pair', kind: 'resampled', testOverTrain: null });
    expect(scores.split.folds).toBeUndefined();
    expect(scores.reading).toMatchObject({ form: 'wide', columns: { candidate: ['a', 'b'] } });
    expect(scores.rows).toBeNull();
  });

  it('are candidates whatever they are called', () => {
    const scores = readNow({ data: { scores: { mse: [1, 2], mae: [3, 4] } }, direction: 'lower' });
    expect(valuesOf(scores)).toEqual({ mse: [1, 2], mae: [3, 4] });
    const odd = { group: [1, 2], sample: [3, 4], k: [5, 6], id: [7, 8], model: [9, 1] };
    expect(valuesOf(readNow({ data: { scores: odd }, metric: 'mae' }))).toEqual(odd);
  });

  it('may be typed arrays', () => {
    const scores = readNow({
      data: { scores: { a: Float64Array.of(1, Number.NaN), b: [3, 4] } },
      metric: 'mae',
    });
    expect(valuesOf(scores)).toEqual({ a: [1, null], b: [3, 4] });
    expect(scores.facts.failed).toBe(1);
  });

  it('have columns of folds and seeds beside them', () => {
    const scores = readNow({
      data: { scores: { seed: [2, 2, 1, 1], fold: [1, 0, 1, 0], a: [1, 2, 3, 4], b: [5, 6, 7, 8] } },
      metric: 'mae',
    });
    expect(pairsOf(scores)).toEqual(['seed 1, fold 0', 'seed 1, fold 1', 'seed 2, fold 0', 'seed 2, fold 1']);
    expect(valuesOf(scores)).toEqual({ a: [4, 3, 2, 1], b: [8, 7, 6, 5] });
    expect(scores.pairs.map(({ repeat, fold }) => [repeat, fold])).toEqual([
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ]);
    expect(scores.split).toMatchObject({ folds: 2, repeats: 2, testOverTrain: 1 });
  });

  it('are refused by the name of the array at fault', () => {
    const of = (scores: object) => refusalOf(() => readNow({ data: { scores }, metric: 'mae' }));
    expect(of({ a: [1, 2], b: [1] })).toMatchObject({
      code: 'invalid-data',
      place: 'data.scores.b',
      message: 'expected 2 scores, as in data.scores.a, got 1',
    });
    expect(of({ a: [1, 2], b: 3 }).place).toBe('data.scores.b');
    expect(of({}).place).toBe('data.scores');
    expect(of({ a: [], b: [] }).message).toBe('expected scores, got an empty array');
    expect(of({ a: [1, 2], b: [1, 'x'] })).toMatchObject({ place: 'data.scores.b[1]' });
    expect(of({ a: [1, 2], b: [1, true] }).message).toBe('expected a number, got true');
  });
});

describe('a column for each candidate', () => {
  it('is read with folds', () => {
    const scores = readLines(['fold,ridge,lasso', '1,0.9,0.8', '0,0.7,0.6', '2,0.5,'], {
      metric: 'accuracy',
    });
    expect(valuesOf(scores)).toEqual({ ridge: [0.7, 0.9, 0.5], lasso: [0.6, 0.8, null] });
    expect(scores.facts).toEqual({
      repeated: 0,
      mostRepeated: 1,
      failed: 0,
      dropped: 0,
      isCountedOff: false,
    });
    expect(scores.split).toMatchObject({ folds: 3, repeats: 1, testOverTrain: 0.5 });
  });

  it('may be named by a number, as lambdas are', () => {
    const scores = readLines(['fold,0,0.1', '0,1,2', '1,3,4'], { metric: 'mae' });
    expect(valuesOf(scores)).toEqual({ 0: [1, 3], 0.1: [2, 4] });
  });

  it('may be named as what objects have by themselves', () => {
    const scores = readLines(['fold,__proto__,constructor', '0,1,2', '1,3,4'], { metric: 'mae' });
    expect(scores.candidates.map(({ name, values }) => [name, values])).toEqual([
      ['__proto__', [1, 3]],
      ['constructor', [2, 4]],
    ]);
    const rows = [
      JSON.parse('{"__proto__": 1, "toString": 2}'),
      JSON.parse('{"__proto__": 3, "toString": 4}'),
    ];
    expect(readNow({ data: { rows }, metric: 'mae' }).candidates.map(({ name }) => name)).toEqual([
      '__proto__',
      'toString',
    ]);
  });

  it('has decimal commas, percent signs and thousands as any table', () => {
    const scores = readLines(['fold;old;new', '0;0,915;91,5 %', '1;0,9;93 %'], { metric: 'accuracy' });
    expect(valuesOf(scores)).toEqual({ old: [0.915, 0.9], new: [91.5, 93] });
    const stated = readNow({ data: { csv: 'a;b\n1,234;2\n2;3', decimal: ',' }, metric: 'mae' });
    expect(valuesOf(stated)).toEqual({ a: [1.234, 2], b: [2, 3] });
    const open = refusalOf(() => readLines(['a;b', '1,234;2', '2;3'], { metric: 'mae' }));
    expect(open).toMatchObject({ place: 'data.csv line 2, column "a"' });
    expect(open.message).toContain('the comma may mark decimals or thousands');
    const point = refusalOf(() => readLines(['a,b', '1.234,2', '2,3'], { metric: 'mae' }));
    expect(point.message).toContain('the point may mark decimals or thousands');
    expect(valuesOf(readLines(['a,b', '1.234,2', '2.5,3'], { metric: 'mae' })).a).toEqual([1.234, 2.5]);
  });

  it('leaves out columns of numbers that count lines, times and texts', () => {
    const scores = readLines([',fold,time,base,new,note', '0,0,3,1,2,x', '1,1,4,3,4,x'], { metric: 'mae' });
    expect(Object.keys(valuesOf(scores))).toEqual(['base', 'new']);
    expect(scores.reading.columns).toEqual({
      candidate: ['base', 'new'],
      fold: ['fold'],
      leftOut: ['time', 'note'],
    });
    expect(scores.reading.notes).toContain('Left out: "time", "note".');
  });

  it('has pairs by a column of texts that differ', () => {
    const scores = readLines(['dataset,ridge,lasso', 'iris,1,2', 'adult,3,4'], { metric: 'mae' });
    expect(pairsOf(scores)).toEqual(['iris', 'adult']);
    expect(scores.split.folds).toBeUndefined();
    expect(scores.reading.columns).toEqual({ candidate: ['ridge', 'lasso'], pair: ['dataset'] });
  });

  it('takes an index for the names of pairs, not for rows', () => {
    const scores = readLines(['index,ridge,lasso', '0,1,2', '1,3,4'], { metric: 'mae' });
    expect(scores.rows).toBeNull();
    expect(valuesOf(scores)).toEqual({ ridge: [1, 3], lasso: [2, 4] });
  });

  it('is refused where nothing names it, or there is but one', () => {
    const of = (...lines: string[]) => refusalOf(() => readLines(lines, { metric: 'mae' }));
    expect(of('0.91,0.92', '0.93,0.9')).toMatchObject({ place: 'data.csv line 1' });
    expect(of('0.91,0.92', '0.93,0.9').message).toContain('expected a header');
    expect(of('fold,ridge', '0,1', '1,2').message).toContain('got one, "ridge": columns.candidate');
    expect(of('a,b', 'x,y', 'z,w').message).toContain('got none among "a", "b"');
  });

  it('names the line of a text in the place of a score', () => {
    const of = (...lines: string[]) => refusalOf(() => readLines(lines, { metric: 'mae' }));
    expect(of('a,b', '1,2', '2,4', '3,abc', '4,5')).toMatchObject({
      code: 'invalid-data',
      place: 'data.csv line 4, column "b"',
    });
    const rows = [
      { a: 1, b: 2 },
      { a: 1, b: 'x' },
      { a: 3, b: 4 },
    ];
    expect(refusalOf(() => readNow({ data: { rows }, metric: 'mae' })).place).toBe('data.rows[1].b');
  });
});

describe('what is no score', () => {
  it('is a gap, or a run that failed', () => {
    const scores = readLines(['a,b', '1,nan', '2,-inf', '3,failed', '4,', '5,?', '6,NA', '7,1e999', '8,1'], {
      metric: 'mae',
    });
    expect(valuesOf(scores).b).toEqual([null, null, null, null, null, null, null, 1]);
    expect(scores.facts.failed).toBe(4);
  });

  it('may leave its pair out for all', () => {
    const lines = ['fold,a,b', '0,1,2', '1,3,nan', '2,5,6', '3,,8'];
    const scores = readLines(lines, { metric: 'mae', missing: 'drop' });
    expect(valuesOf(scores)).toEqual({ a: [1, 5], b: [2, 6] });
    expect(pairsOf(scores)).toEqual(['fold 0', 'fold 2']);
    expect(scores.facts).toMatchObject({ dropped: 2, failed: 1 });
    // What was trained on is still that of four folds.
    expect(scores.split).toMatchObject({ folds: 4, testOverTrain: 1 / 3 });
    expect(
      refusalOf(() => readLines(['a,b', '1,', ',2'], { metric: 'mae', missing: 'drop' })).message,
    ).toContain('expected a pair with a score of every candidate, got none');
  });
});

it('a large table is read in slices', () => {
  const lines = Array.from({ length: 60_000 }, (_, i) => `m${i % 8},${i >> 3},0.5`);
  const request = parseJudgeRequest({ data: { csv: ['model,seed,mae', ...lines].join('\n') } });
  const slices = [...readingScores(request)];
  expect(slices.length).toBeGreaterThan(20);
  expect(Math.max(...slices)).toBeLessThan(10 * 60_000);
});
