import { describe, expect, it } from 'vitest';
import { AbsumError } from '../../../src/errors.ts';
import { EMPTY_TAB, type KeptTab, keepTab, recallTab } from '../../../src/page/check/loop.ts';
import { takeText } from '../../../src/page/check/read-loop-file.ts';
import {
  nameFile,
  writeCheckCommand,
  writeCheckCurl,
  writeWorthCommand,
} from '../../../src/page/check/take-away.ts';
import { sayFailure } from '../../../src/page/check/use-check.ts';
import {
  EMPTY_FORM,
  findParameter,
  linkComparison,
  listAsked,
  listRecipe,
} from '../../../src/page/check/worth/form.ts';
import { buildWorthRequest, sortWorthFaults } from '../../../src/page/check/worth/use-worth.ts';
import { readLink } from '../../../src/page/setup/link.ts';
import { buildRecipe } from '../../../src/page/setup/setup.ts';
import { READ } from './sample.ts';

const unread = (field: string) => ({ field, cell: null, line: null, message: `${field} could not be read` });
const CSV = { kind: 'csv', text: 'a,y\n1,2\n', fileName: 'my data.csv' } as const;

describe('the recipe of a loop', () => {
  it('is listed with its lines, with what is trained and meant where that differs, and with what is only meant', () => {
    const same = { written: null, meant: null };
    expect(listRecipe(READ)).toEqual([
      { field: 'network.hidden', said: '64, 32', ...same, at: { cell: null, line: 8 } },
      { field: 'optimizer.name', said: 'adam', ...same, at: { cell: null, line: 24 } },
      {
        ...{ field: 'training.batches', said: 'overlapping', written: null, meant: 'shuffled' },
        at: { cell: null, line: 31 },
      },
      {
        ...{ field: 'penalty.lambdas', said: '0.01', written: '-0.01', meant: '0.01' },
        at: { cell: 2, line: 6 },
      },
      { field: 'split.repeats', said: null, written: null, meant: '4', at: null },
    ]);
  });

  it('asks for what was not read where the form has a field for it, and for what makes the answer sure', () => {
    expect(findParameter({ field: 'network.hidden' })).toBe('hidden');
    expect(findParameter({ field: 'optimizer.weightDecay' })).toBeNull();
    expect(findParameter({ field: 'data.target' })).toBeNull();
    const asked = [unread('network.hidden'), unread('optimizer.weightDecay'), unread('seed')];
    expect(listAsked(asked, EMPTY_FORM)).toEqual(['hidden', 'seed', 'folds', 'repeats']);
  });

  it('shows what was typed, also where the loop says it by now', () => {
    const form = { ...EMPTY_FORM, fields: { lambdas: '', seed: '3' } };
    expect(listAsked([], form)).toEqual(['folds', 'repeats', 'seed', 'lambdas']);
  });

  it('opens in the comparison as meant, with what was typed, and with lambda 0 beside its own', () => {
    const form = {
      ...EMPTY_FORM,
      source: { kind: 'built-in', name: 'diabetes' },
      fields: { epochs: '7' },
    } as const;
    const setup = readLink(linkComparison(READ, form));
    expect(setup && buildRecipe(setup)).toEqual({
      data: { dataset: 'diabetes' },
      network: { hidden: [64, 32], activation: 'relu' },
      optimizer: { name: 'adam', learningRate: 0.001 },
      training: { epochs: 7, batches: 'shuffled' },
      penalty: { lambdas: [0, 0.01], scale: 'sum' },
      split: { repeats: 4 },
    });
    const linear = { ...READ, asMeant: { network: { hidden: [] }, penalty: { lambdas: [0] } } };
    expect(readLink(linkComparison(linear, EMPTY_FORM))?.fields).toEqual({ hidden: 'none', lambdas: '0' });
  });
});

describe('what is asked of a worth', () => {
  const loop = takeText('loss = 1\n', 'train.py');

  it('is the text as it is checked, and a recipe with the table', () => {
    const own = { ...EMPTY_FORM, source: CSV, target: 'y', fields: { epochs: '5', hidden: 'none' } };
    expect(buildWorthRequest({ loop, own })).toEqual({
      text: 'loss = 1\n',
      recipe: {
        data: { csv: CSV.text, target: 'y' },
        training: { epochs: 5 },
        network: { hidden: [] },
      },
    });
    const builtIn = { ...EMPTY_FORM, source: { kind: 'built-in', name: 'diabetes' } } as const;
    expect(buildWorthRequest({ loop, own: builtIn }).recipe).toEqual({ data: { dataset: 'diabetes' } });
  });

  it('has its faults at the fields of the form', () => {
    const error = new AbsumError('invalid-recipe', [
      { place: 'recipe.network.hidden[1]', message: 'expected a number' },
      { place: 'recipe.data.csv line 3, column "a"', message: 'expected a number, got "x"' },
      { place: 'recipe.penalty.lambdas', message: 'expected one lambda, got 2' },
      { place: 'text', message: 'expected a training loop, got none' },
    ]);
    const { fields, columns, others } = sortWorthFaults(error);
    expect(fields).toEqual({
      hidden: ['entry 2: expected a number'],
      lambdas: ['expected one lambda, got 2'],
    });
    expect([...columns.keys()]).toEqual(['a']);
    expect(others.map(({ message }) => message)).toEqual(['text: expected a training loop, got none']);
    expect(sortWorthFaults(null).others).toEqual([]);
    expect(sortWorthFaults(new Error('broke off')).others[0].message).toBe('broke off');
  });
});

describe('why there is no answer', () => {
  it('is said with the place', () => {
    const issues = [
      { place: 'text', message: 'expected at most 1000000 characters' },
      { place: '', message: 'too much' },
    ];
    expect(sayFailure(new AbsumError('invalid-recipe', issues))).toBe(
      'text: expected at most 1000000 characters; too much',
    );
    expect(sayFailure(new Error('broke off'))).toBe('broke off');
    expect(sayFailure('odd')).toBe('odd');
  });
});

describe('the same question elsewhere', () => {
  const script = takeText('loss = 1\n', null);
  const notebook = takeText(JSON.stringify({ cells: [{ cell_type: 'code', source: 'a' }] }), "it's.ipynb");

  it('names the file, of what was typed too', () => {
    expect(nameFile(script)).toBe('train.py');
    expect(nameFile({ ...notebook, fileName: null })).toBe('train.ipynb');
    expect(writeCheckCommand(script)).toBe('absum check train.py');
    expect(writeCheckCommand(notebook)).toBe(`absum check 'it'\\''s.ipynb'`);
  });

  it('posts a script as Python and a notebook as a notebook', () => {
    expect(writeCheckCurl(script, 'http://localhost:8787')).toBe(
      `curl -H 'content-type: text/x-python' --data-binary @train.py http://localhost:8787/v1/check`,
    );
    expect(writeCheckCurl({ ...notebook, fileName: 'a.ipynb' }, 'http://localhost:8787')).toBe(
      `curl -H 'content-type: application/x-ipynb+json' --data-binary @a.ipynb http://localhost:8787/v1/check`,
    );
  });

  it('trains on the same table with what was typed', () => {
    const form = {
      ...EMPTY_FORM,
      source: CSV,
      target: 'y',
      ignored: ['a'],
      fields: { learningRate: '0.1', hidden: '8, 4' },
    };
    expect(writeWorthCommand(script, form)).toBe(
      `absum check train.py --run 'my data.csv' --target y --ignore a --learning-rate 0.1 --hidden '8, 4'`,
    );
    const builtIn = { ...EMPTY_FORM, source: { kind: 'built-in', name: 'diabetes' } } as const;
    expect(writeWorthCommand(script, builtIn)).toBe('absum check train.py --run --dataset diabetes');
  });
});

describe('the tab', () => {
  const KEPT: KeptTab = {
    loop: { kind: 'loop', text: 'x = 1', fileName: 'a.py', notebook: '{"cells": []}' },
    form: { ...EMPTY_FORM, source: CSV, target: 'y', fields: { epochs: '5' } },
  };

  /** A storage with room for so many characters. */
  function openStorage(most = 10_000) {
    const items = new Map<string, string>();
    return {
      getItem: (name: string) => items.get(name) ?? null,
      setItem(name: string, text: string) {
        if (text.length > most) throw new Error('QuotaExceededError');
        items.set(name, text);
      },
    };
  }

  it('is as it was after a reload', () => {
    const storage = openStorage();
    keepTab(() => storage, KEPT);
    expect(recallTab(() => storage)).toEqual(KEPT);
  });

  it('keeps the text where there is no room for the table, or the outputs', () => {
    const whole = JSON.stringify(KEPT).length;
    const storage = openStorage(whole - 1);
    keepTab(() => storage, KEPT);
    expect(recallTab(() => storage)).toEqual({ ...KEPT, form: { ...KEPT.form, source: null } });
    const small = openStorage(whole - JSON.stringify(CSV).length - 1);
    keepTab(() => small, { ...KEPT, loop: { ...KEPT.loop, notebook: '0'.repeat(500) } });
    expect(recallTab(() => small).loop).toEqual({ ...KEPT.loop, notebook: null });
  });

  it('is empty where nothing was kept, where that is broken, and where a browser forbids it', () => {
    expect(recallTab(openStorage)).toEqual(EMPTY_TAB);
    const broken = openStorage();
    broken.setItem('absum-check', '{"loop": {"text": 3}, "form"');
    expect(recallTab(() => broken)).toEqual(EMPTY_TAB);
    broken.setItem('absum-check', '{"loop": {"text": 3}}');
    expect(recallTab(() => broken)).toEqual(EMPTY_TAB);
    const forbid = () => {
      throw new Error('SecurityError');
    };
    expect(recallTab(forbid)).toEqual(EMPTY_TAB);
    expect(() => keepTab(forbid, KEPT)).not.toThrow();
  });
});
