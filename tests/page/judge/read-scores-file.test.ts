import { describe, expect, it } from 'vitest';
import { openScores, readScoresFile } from '../../../src/page/judge/read-scores-file.ts';

const open = (value: unknown) => openScores(JSON.stringify(value), 'scores.json');
const dataOf = (value: unknown) => {
  const { source } = open(value);
  return source.kind === 'json' ? source.data : null;
};

describe('a JSON file of scores', () => {
  it('is arrays by candidate, rows, or a report, by what it holds', () => {
    expect(dataOf({ a: [1, 2], b: [3, null] })).toEqual({ scores: { a: [1, 2], b: [3, null] } });
    expect(dataOf([{ model: 'a', value: 1 }])).toEqual({ rows: [{ model: 'a', value: 1 }] });
    const report = { headline: '', recipe: {}, lambdas: [], version: '0' };
    expect(dataOf(report)).toEqual({ report });
  });

  it('is what scikit-learn and pandas write', () => {
    const results = { params: [{ alpha: 1 }, { alpha: 2 }], split0_test_score: [0.5, 0.6] };
    expect(dataOf(results)).toEqual({
      scores: { params: [{ alpha: 1 }, { alpha: 2 }], split0_test_score: [0.5, 0.6] },
    });
    expect(dataOf({ a: { '0': 1, '1': 2 }, b: { '0': 3, '1': 4 } })).toEqual({
      scores: { a: [1, 2], b: [3, 4] },
    });
  });

  it('may have what Python writes for no number, outside texts', () => {
    const { source } = openScores(
      '{"a NaN, NaN": [NaN, 1, -Infinity], "b": [Infinity, 2,\n NaN ]}',
      's.json',
    );
    expect(source).toMatchObject({ data: { scores: { 'a NaN, NaN': [null, 1, null], b: [null, 2, null] } } });
  });

  it('is a whole request, whose question goes along', () => {
    expect(
      open({ data: { scores: { a: [1] } }, metric: 'auc', columns: { fold: 'k' }, candidates: ['a'] }),
    ).toEqual({
      source: { kind: 'json', data: { scores: { a: [1] } }, fileName: 'scores.json' },
      patch: { fields: { metric: 'auc', fold: 'k' }, candidates: ['a'] },
    });
    expect(dataOf({ scores: { a: [1], b: [2] } })).toEqual({ scores: { a: [1], b: [2] } });
    expect(dataOf({ scores: [1, 2] })).toEqual({ scores: { scores: [1, 2] } });
    expect(open({ data: { csv: 'a;b\n', delimiter: ';' }, folds: 3 })).toEqual({
      source: { kind: 'csv', text: 'a;b\n', fileName: 'scores.json' },
      patch: { fields: { folds: '3', delimiter: ';' } },
    });
  });

  it('is refused with its name where it is cut off, or of another kind', () => {
    expect(() => openScores('{"a": [1, 2', 'scores.json')).toThrow(
      /^scores\.json: expected whole JSON, got /,
    );
    for (const other of [[1, 2], [], {}, { a: 1 }, 'text', { a: [1], b: 2 }]) {
      expect(() => open(other), JSON.stringify(other)).toThrow(/^scores\.json: expected a report of absum, /);
    }
  });

  it('keeps names that objects have of their own', () => {
    const { source } = openScores('{"__proto__": [1], "constructor": [2]}', 's.json');
    const { scores } = (source.kind === 'json' ? source.data : {}) as { scores: object };
    expect(Object.entries(scores)).toEqual([
      ['__proto__', [1]],
      ['constructor', [2]],
    ]);
  });
});

describe('a file of scores', () => {
  it('that is no JSON is for the reader of tables', async () => {
    expect(await readScoresFile(new File(['a,b\n1,2\n'], 'scores.csv'))).toBeNull();
    expect(await readScoresFile(new File(['  [{"a": 1}]'], 'scores.csv'))).toMatchObject({
      source: { data: { rows: [{ a: 1 }] }, fileName: 'scores.csv' },
    });
  });
});
