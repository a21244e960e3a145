import { describe, expect, it } from 'vitest';
import { parseScoresJson, wrapScores } from '../../../src/judge/reading/json.ts';

describe('JSON of scores', () => {
  const report = { headline: '', recipe: {}, lambdas: [], version: '0' };

  it.each([
    ['arrays by candidate', { a: [1], b: [2] }, { scores: { a: [1], b: [2] } }],
    ['a candidate that is called rows', { rows: [1, 2] }, { scores: { rows: [1, 2] } }],
    ['rows', [{ model: 'a', rmse: 1 }], { rows: [{ model: 'a', rmse: 1 }] }],
    [
      'a DataFrame of pandas',
      { a: { '0': 1, '1': 2 }, b: { '0': 3, '1': 4 } },
      { scores: { a: [1, 2], b: [3, 4] } },
    ],
    ['a report', report, { report }],
    ['data by themselves', { csv: 'a,b\n1,2' }, { csv: 'a,b\n1,2' }],
  ])('may be %s', (_, value, data) => {
    expect(wrapScores(value)).toEqual({ data });
  });

  it('may be a whole request', () => {
    const request = { data: { scores: { a: [1] } }, metric: 'auc' };
    expect(wrapScores(request)).toEqual(request);
  });

  it('of a candidate that is called data is no request', () => {
    expect(wrapScores({ data: { '0': 1 }, other: { '0': 2 } })).toEqual({
      data: { scores: { data: [1], other: [2] } },
    });
  });

  it.each([[[1, 2]], [[]], [{}], ['text'], [null], [{ a: 1 }], [{ a: [1], b: 2 }]])('is not %j', (value) => {
    expect(() => wrapScores(value)).toThrowError(
      'expected a report of absum, an object of arrays by candidate',
    );
  });

  it('is not what a judge has answered', () => {
    expect(() => wrapScores({ headline: '', candidates: [] })).toThrowError('got what absum judge answered');
  });

  it('may have what Python writes for no number, outside texts', () => {
    expect(parseScoresJson('{"a NaN, NaN": [NaN, 1, -Infinity], "b": [ Infinity ]}')).toEqual({
      'a NaN, NaN': [null, 1, null],
      b: [null],
    });
    expect(() => parseScoresJson('{"a": [NaN')).toThrowError(SyntaxError);
  });
});
