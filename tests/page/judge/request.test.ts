import { describe, expect, it } from 'vitest';
import { AbsumError } from '../../../src/errors.ts';
import { parseJudgeRequest } from '../../../src/judge/request.ts';
import { findTab } from '../../../src/page/address/tab.ts';
import { NO_FAULTS, sortJudgeFaults } from '../../../src/page/judge/faults.ts';
import { FIELD_INFOS, FIELD_NAMES, readPatch, sayPatch } from '../../../src/page/judge/fields.ts';
import {
  applyPatch,
  buildOptions,
  buildRequest,
  EMPTY_SETUP,
  holdsPatch,
  type JudgeSetup,
  readJudgeLink,
  takeSource,
  writeJudgeLink,
} from '../../../src/page/judge/setup.ts';

const CSV = { kind: 'csv', text: 'a,b\n1,2\n', fileName: 'scores.csv' } as const;
const JSON_SOURCE = { kind: 'json', data: { scores: { a: [1], b: [2] } }, fileName: 'scores.json' } as const;

/** Something in every field. */
const FULL: JudgeSetup = {
  source: CSV,
  fields: {
    ...{ metric: 'rmse', direction: 'lower', baseline: 'a', equivalence: '0.02', missing: 'drop' },
    ...{ split: 'fixed', folds: '5', trainingRows: '80', validationRows: ' 20 ', difference: '1e-2' },
    ...{ candidate: 'lr, depth', fold: 'f', repeat: 'r', seed: 's', row: 'i', group: 'g', value: 'v' },
    ...{ delimiter: '\t', decimal: ',' },
  },
  candidates: ['b', 'lr=0.1, depth=3'],
};

describe('the request of the form', () => {
  it('has every field at its place, as the judge takes it', () => {
    expect(Object.keys(FULL.fields).toSorted()).toEqual([...FIELD_NAMES].toSorted());
    const request = buildRequest(FULL);
    expect(request).toEqual({
      data: { csv: CSV.text, delimiter: '\t', decimal: ',' },
      columns: {
        candidate: ['lr', 'depth'],
        fold: 'f',
        repeat: 'r',
        seed: 's',
        row: 'i',
        group: 'g',
        value: 'v',
      },
      ...{ metric: 'rmse', direction: 'lower', baseline: 'a', equivalence: 0.02, missing: 'drop' },
      ...{ split: 'fixed', folds: 5, trainingRows: 80, validationRows: 20, difference: 0.01 },
      candidates: ['b', 'lr=0.1, depth=3'],
    });
    expect(parseJudgeRequest(request)).toMatchObject({ folds: 5, columns: { fold: 'f' } });
  });

  it('leaves blanks out, says nothing of how JSON is taken apart, and is none without scores', () => {
    const blank = { ...EMPTY_SETUP, source: CSV, fields: { metric: ' ', folds: '' } };
    expect(buildRequest(blank)).toEqual({ data: { csv: CSV.text } });
    expect(buildRequest({ ...FULL, source: JSON_SOURCE })).toMatchObject({ data: JSON_SOURCE.data });
    expect(buildOptions({ ...FULL, source: JSON_SOURCE })).not.toHaveProperty('data');
    expect(buildRequest(EMPTY_SETUP)).toBeNull();
  });

  it('passes on what is no number, which the judge refuses at its field', () => {
    const setup = {
      ...EMPTY_SETUP,
      source: CSV,
      fields: { folds: 'five', direction: 'up', equivalence: '-1' },
    };
    const request = buildRequest(setup);
    let thrown: unknown;
    try {
      parseJudgeRequest(request);
    } catch (error) {
      thrown = error;
    }
    const { fields, others } = sortJudgeFaults(thrown, 'scores.csv');
    expect(Object.keys(fields).toSorted()).toEqual(['direction', 'equivalence', 'folds']);
    expect(fields.folds?.[0]).toContain('"five"');
    expect(others).toEqual([]);
  });
});

describe('the faults of a judge', () => {
  it('stand at the field that their place names, of columns and candidates too', () => {
    const error = new AbsumError('invalid-recipe', [
      { place: 'columns.fold', message: 'no column "k"' },
      { place: 'columns.candidate[1]', message: 'no column "x"' },
      { place: 'candidates[0]', message: 'no candidate "c"' },
      { place: 'data.delimiter', message: 'not that one' },
      { place: 'data.csv line 3, column "b"', message: 'expected a number, got "x"' },
      { place: 'data', message: 'no layout fits' },
      { place: '', message: 'too much' },
    ]);
    expect(sortJudgeFaults(error, 'scores.csv')).toEqual({
      fields: {
        fold: ['no column "k"'],
        candidate: ['no column "x"'],
        candidates: ['no candidate "c"'],
        delimiter: ['not that one'],
      },
      others: [
        'scores.csv line 3, column "b": expected a number, got "x"',
        'scores.csv: no layout fits',
        'too much',
      ],
    });
    expect(sortJudgeFaults(new Error('broke off'), '').others).toEqual(['broke off']);
    expect(NO_FAULTS.others).toEqual([]);
  });
});

describe('a part of a request', () => {
  it('goes into the fields that it names, and says so', () => {
    const patch = readPatch({ missing: 'drop', columns: { fold: 'k', candidate: ['a', 'b'] }, folds: 5 });
    expect(patch).toEqual({ fields: { missing: 'drop', fold: 'k', candidate: 'a, b', folds: '5' } });
    const before = { ...FULL, candidates: null };
    const after = applyPatch(before, patch ?? { fields: {} });
    expect([before, after].map((setup) => holdsPatch(setup, patch ?? { fields: {} }))).toEqual([false, true]);
    expect(holdsPatch(after, { fields: {}, candidates: ['b'] })).toBe(false);
    expect(holdsPatch(FULL, { fields: {}, candidates: FULL.candidates ?? [] })).toBe(true);
    expect(buildRequest(after)).toMatchObject({
      missing: 'drop',
      folds: 5,
      columns: { fold: 'k', seed: 's' },
    });
    expect(sayPatch(patch ?? { fields: {} })).toBe(
      'a missing score is: no fault of the candidate; folds: 5; candidate column: a, b; fold column: k',
    );
    expect(sayPatch(readPatch({ candidates: ['b'] }) ?? { fields: {} })).toBe('candidates: b');
  });

  it('is nothing where the form has no field for it', () => {
    expect(readPatch({ data: { csv: 'x' }, unknown: 1 })).toBeNull();
  });
});

describe('other scores', () => {
  it('forget what was said of the table before, and keep how they came about', () => {
    const after = takeSource(FULL, JSON_SOURCE);
    expect(Object.keys(after.fields).toSorted()).toEqual(
      FIELD_NAMES.filter(
        (name) => !['columns', 'data', 'metric', 'baseline'].includes(FIELD_INFOS[name].path[0]),
      ).toSorted(),
    );
    expect(after.candidates).toBeNull();
  });

  it('are the first ones that a link asks about', () => {
    const linked = readJudgeLink('#judge&metric=rmse&fold=k&candidates=b');
    expect(takeSource(linked, CSV)).toEqual({
      source: CSV,
      fields: { metric: 'rmse', fold: 'k' },
      candidates: ['b'],
    });
  });

  it('bring the question along where they are a whole request', () => {
    const after = takeSource(FULL, JSON_SOURCE, { fields: { metric: 'auc' }, candidates: ['b'] });
    expect(after).toMatchObject({ fields: { metric: 'auc', folds: '5' }, candidates: ['b'] });
  });
});

describe('the address of a question', () => {
  it('tells all of it but the scores, and is read back', () => {
    const link = writeJudgeLink(FULL);
    expect(findTab(link)).toBe('judge');
    expect(link).not.toContain('1,2');
    const { fields, candidates } = readJudgeLink(link);
    expect(buildOptions({ source: CSV, fields, candidates })).toEqual(buildOptions(FULL));
    expect(writeJudgeLink(EMPTY_SETUP)).toBe('#judge');
    expect(readJudgeLink('#judge')).toEqual(EMPTY_SETUP);
  });

  it('is told from that of a comparison', () => {
    expect(['#judge', '#judge&metric=rmse', '#check'].map(findTab)).toEqual(['judge', 'judge', 'check']);
    const others = ['', '#', '#metric=rmse&target=judge', '#judgement=1', '#target=check', '#checked=1'];
    expect(new Set(others.map(findTab))).toEqual(new Set(['compare']));
  });
});
