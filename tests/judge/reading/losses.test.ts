import { describe, expect, it } from 'vitest';
import { refusalOf } from '../../data/refusal.ts';
import { pairsOf, readLines, readNow, valuesOf } from './read-now.ts';

const LINES = [
  'candidate,repeat,fold,row,loss',
  ...[
    'A,0,0,10,1',
    'A,0,0,9,2',
    'B,0,0,9,5',
    'B,0,0,10,3',
    'A,0,1,11,1',
    'A,0,1,12,4',
    'B,0,1,12,3',
    'B,0,1,11,1',
  ],
];

describe('losses of rows', () => {
  it('have the same order of rows for all candidates, and their mean is the score', () => {
    const scores = readLines(LINES);
    expect(scores.reading.form).toBe('losses');
    expect(valuesOf(scores)).toEqual({ A: [1.5, 2.5], B: [4, 2] });
    expect(scores.candidates.map(({ losses }) => losses?.map((own) => [...(own ?? [])]))).toEqual([
      [
        [2, 1],
        [1, 4],
      ],
      [
        [5, 3],
        [1, 3],
      ],
    ]);
    expect(scores.rows?.ofPair.map((rows) => [...rows])).toEqual([
      [0, 1],
      [2, 3],
    ]);
    expect(scores.rows).toMatchObject({ count: 4, kind: 'rows' });
    expect(scores.split).toMatchObject({ folds: 2, testOverTrain: 1 });
    expect(scores.metric).toMatchObject({ name: 'loss', higherIsBetter: false });
  });

  it('keep the number of a row that comes again in another pair', () => {
    const again = LINES.slice(1).map((line) => line.replace(/^(.),0/, '$1,1'));
    const scores = readLines([...LINES, ...again]);
    expect(scores.rows?.ofPair.map((rows) => [...rows])).toEqual([
      [0, 1],
      [2, 3],
      [0, 1],
      [2, 3],
    ]);
    expect(scores.rows?.count).toBe(4);
  });

  it('add up over groups', () => {
    const group = (line: string) => `${line},${line.includes(',9,') || line.includes(',12,') ? 'p' : 'q'}`;
    const scores = readLines([`${LINES[0]},patient`, ...LINES.slice(1).map(group)]);
    expect(scores.rows).toMatchObject({ count: 2, kind: 'groups' });
    expect(scores.rows?.ofPair.map((rows) => [...rows])).toEqual([
      [1, 0],
      [0, 1],
    ]);
    const split = [...LINES.slice(1).map(group), 'A,1,0,9,1,q', 'B,1,0,9,1,q'];
    expect(refusalOf(() => readLines([`${LINES[0]},patient`, ...split]))).toMatchObject({
      place: 'data.csv line 10, column "loss"',
      message: 'expected row "9" in one group, got it in another',
    });
  });

  it('give no score to a pair in which a row lacks its loss', () => {
    const scores = readLines(LINES.slice(0, -1));
    expect(valuesOf(scores)).toEqual({ A: [1.5, 2.5], B: [4, null] });
    expect(scores.candidates[1].losses?.[1]).toBeNull();
    expect(scores.facts.dropped).toBe(0);
  });

  it('may leave such a row out for all', () => {
    const scores = readLines(LINES.slice(0, -1), { missing: 'drop' });
    expect(valuesOf(scores)).toEqual({ A: [1.5, 4], B: [4, 3] });
    expect(scores.rows?.ofPair.map((rows) => [...rows])).toEqual([[0, 1], [2]]);
    expect(scores.rows?.count).toBe(3);
    expect(scores.pairs.map(({ validationRows }) => validationRows)).toEqual([2, 1]);
    expect(scores.facts.dropped).toBe(1);
  });

  it('count a loss that failed', () => {
    const scores = readLines([...LINES.slice(0, -1), 'B,0,1,11,nan']);
    expect(scores.facts.failed).toBe(1);
    expect(valuesOf(scores).B).toEqual([4, null]);
  });

  it('are refused where one comes twice, by its line', () => {
    expect(refusalOf(() => readLines([...LINES, 'B,0,0,9,7']))).toEqual({
      code: 'invalid-data',
      place: 'data.csv line 10, column "loss"',
      message: 'expected one loss of row "9" for "B" in fold 0, got another',
    });
  });

  it('have a column for each candidate', () => {
    const scores = readLines(['row,fold,new,base', '1,0,1,2', '2,0,3,4', '3,1,5,6', '4,1,7,8']);
    expect(scores.reading.form).toBe('losses');
    expect(valuesOf(scores)).toEqual({ new: [2, 6], base: [3, 7] });
    expect(scores.baseline).toBe(1);
    expect(scores.reading.columns).toEqual({ candidate: ['new', 'base'], fold: ['fold'], row: ['row'] });
  });

  it('may be arrays beside one of rows', () => {
    const arrays = {
      row: [1, 2, 3, 4],
      fold: [0, 0, 1, 1],
      group: ['x', 'y', 'x', 'y'],
      a: [1, 2, 3, 4],
      b: [2, 3, 4, 5],
    };
    const scores = readNow({ data: { scores: arrays } });
    expect(scores.rows).toMatchObject({ count: 2, kind: 'groups' });
    expect(valuesOf(scores)).toEqual({ a: [1.5, 3.5], b: [2.5, 4.5] });
  });

  it('are of one pair where nothing names more', () => {
    const scores = readLines(['sample,a,b', '1,1,2', '2,3,4', '3,5,9']);
    expect(pairsOf(scores)).toEqual(['pair 1']);
    expect(valuesOf(scores)).toEqual({ a: [3], b: [5] });
    expect(scores.split.testOverTrain).toBeNull();
  });

  it('take an id for that of rows only where a pair has several', () => {
    const several = readLines(['id,fold,a,b', '0,0,1,2', '1,0,3,4', '2,1,5,6', '3,1,7,8']);
    expect(several.rows?.count).toBe(4);
    const single = readLines(['id,fold,a,b', '0,0,1,2', '1,1,3,4'], { metric: 'mae' });
    expect(single.rows).toBeNull();
    const asked = readLines(['id,a,b', '0,1,2', '1,3,4'], { columns: { row: 'id' } });
    expect(asked.rows?.count).toBe(2);
  });

  it('know from holdouts how many rows validate', () => {
    const lines = ['seed,row,a,b', '1,1,1,2', '1,2,1,3', '2,3,1,1', '2,4,2,2', '3,5,1,1', '3,6,2,1'];
    expect(readLines(lines).split).toMatchObject({ unit: 'seed', testOverTrain: 2 / 4 });
    expect(readLines(lines, { trainingRows: 8 }).split.testOverTrain).toBe(2 / 8);
  });
});

describe('a column of ids beside nothing else', () => {
  const lines = (count: number) => [
    'id,a,b',
    ...Array.from({ length: count }, (_, i) => `${100 + 3 * i},${i % 7},${i % 5}`),
  ];

  it('names the rows of one pair, so that one training is not taken for many', () => {
    const scores = readLines(lines(20), { metric: 'abs_error' });
    expect(scores.reading.form).toBe('losses');
    expect([scores.pairs.length, scores.rows?.count]).toEqual([1, 20]);
    expect(scores.reading.notes[0]).toContain('"id" is taken to name rows');
  });

  it.each([
    ['few lines', lines(19), {}],
    ['folds that are asked for', lines(20), { folds: 5 }],
    ['a column of seeds that is asked for', lines(20), { columns: { seed: 'id' } }],
    ['ids that come again', [...lines(20), '100,1,2'], {}],
  ])('names pairs with %s', (_, given, more) => {
    const scores = readLines(given, { metric: 'abs_error', ...more });
    expect(scores.reading.form).toBe('wide');
    expect(scores.pairs.length).toBe(given.length - 1);
  });
});
