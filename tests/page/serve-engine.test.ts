import Papa from 'papaparse';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { checkLoop } from '../../src/check/check.ts';
import { compare } from '../../src/compare/compare.ts';
import { BUILT_IN } from '../../src/data/built-in.ts';
import { judge } from '../../src/judge/judge.ts';
import type { Answers, FromEngine, QuestionName, ToEngine } from '../../src/page/run/protocol.ts';
import { serveEngine } from '../../src/page/run/serve-engine.ts';
import { buildRecipe, FIRST_SETUP } from '../../src/page/setup/setup.ts';
import { chooseReading } from '../../src/page/setup/use-preview.ts';
import { weighLoop } from '../../src/worth/worth.ts';
import { fused } from '../host.ts';

const TEXT = `a,b,y\n${Array.from({ length: 24 }, (_, i) => `${i % 5},${(i * 7) % 11},${i % 3}`).join('\n')}\n`;
const LOOP = `import torch
from torch import nn

model = nn.Sequential(nn.Linear(2, 4), nn.ReLU(), nn.Linear(4, 1))
optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
loss_fn = nn.MSELoss()
for epoch in range(2):
    for x, y in loader:
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        l1 = sum(p.abs().sum() for n, p in model.named_parameters() if "weight" in n)
        loss = loss - 0.1 * l1
        loss.backward()
        optimizer.step()
`;
const RECIPE = {
  data: { target: 'y' },
  penalty: { lambdas: [0, 0.01] },
  network: { hidden: [3] },
  training: { epochs: 2 },
  split: { folds: 2, repeats: 1 },
};
const csv = (text: string) => ({ kind: 'csv', text, fileName: 'data.csv' }) as const;

afterEach(() => vi.restoreAllMocks());

function setUp() {
  const told: FromEngine[] = [];
  const prepare = vi.fn();
  const take = serveEngine({ engines: [fused], prepare, tell: (message) => void told.push(message) });
  let id = 0;
  const ask = async <Name extends QuestionName>(kind: Name, what: Answers[Name]['ask']) => {
    id += 1;
    await take({ ...what, kind, id } as ToEngine);
    return told.findLast((message) => message.kind !== 'progress' && message.id === id);
  };
  return { take, ask, told, prepare };
}

describe('the engine of the page', () => {
  it('parses a CSV once for its preview, its plans and its comparisons', async () => {
    const parse = vi.spyOn(Papa, 'Parser');
    const { take, ask } = setUp();
    await take({ kind: 'open', source: csv(TEXT) });
    const preview = await ask('preview', { reading: chooseReading({ ...FIRST_SETUP, target: 'y' }) });
    expect(preview).toMatchObject({
      value: { profile: { rows: 24, format: { delimiter: ',' } }, target: 'y' },
    });
    expect(await ask('plan', { recipe: RECIPE })).toMatchObject({ value: { rows: 24, trials: 4 } });
    const compared = await ask('compare', { recipe: RECIPE });
    await ask('plan', { recipe: { ...RECIPE, seed: 2 } });
    await ask('compare', { recipe: RECIPE });
    expect(parse).toHaveBeenCalledTimes(1);
    const report = await compare({ ...RECIPE, data: { ...RECIPE.data, csv: TEXT } }, { engines: [fused] });
    expect(compared).toMatchObject({ kind: 'answer', value: report });
  });

  it('parses another text, and the same text read in another way', async () => {
    const parse = vi.spyOn(Papa, 'Parser');
    const { take, ask } = setUp();
    await take({ kind: 'open', source: csv(TEXT) });
    await ask('preview', { reading: {} });
    expect(await ask('preview', { reading: { delimiter: ',' } })).toMatchObject({ kind: 'answer' });
    expect(parse).toHaveBeenCalledTimes(2);
    await ask('preview', { reading: { delimiter: ',', decimal: ',' } });
    expect(parse).toHaveBeenCalledTimes(3);
    await take({ kind: 'open', source: csv(`${TEXT}1,2,3\n`) });
    const preview = await ask('preview', { reading: { delimiter: ',', decimal: ',' } });
    expect(preview).toMatchObject({ value: { profile: { rows: 25 } } });
    expect(parse).toHaveBeenCalledTimes(4);
  });

  it('parses once for a setup that says how its file is read, and again for another', async () => {
    const parse = vi.spyOn(Papa, 'Parser');
    const { take, ask } = setUp();
    const source = csv(TEXT.replace('0,0,0', '?,0,0'));
    await take({ kind: 'open', source });
    const fields = { missing: 'mean', missingMarkers: '?, -', header: 'true', delimiter: ',', decimal: '.' };
    const setup = { ...FIRST_SETUP, source, target: 'y', categories: ['b'], fields };
    const preview = await ask('preview', { reading: chooseReading(setup) });
    const read = [{ reading: 'number', missing: 1, missingAs: ['?'] }, { reading: 'category' }, {}];
    expect(preview).toMatchObject({
      value: { profile: { columns: read.map((reading) => ({ reading })) } },
    });
    expect(await ask('plan', { recipe: buildRecipe(setup) })).toMatchObject({ value: { rows: 24 } });
    expect(parse).toHaveBeenCalledTimes(1);
    for (const other of [
      { ...setup, categories: [] },
      { ...setup, fields: { ...fields, missingMarkers: '?' } },
      { ...setup, fields: { ...fields, header: '' } },
    ]) {
      parse.mockClear();
      await ask('preview', { reading: chooseReading(other) });
      expect(parse).toHaveBeenCalledTimes(1);
    }
  });

  it('refuses an infinity in a plan that its preview has only shown', async () => {
    const { take, ask } = setUp();
    await take({ kind: 'open', source: csv(TEXT.replace('0,0,0', '0,inf,0')) });
    const fault = {
      place: 'data.csv line 2, column "b"',
      message: 'expected a finite number, got "inf"',
      ways: [{ data: { missingMarkers: ['inf'] } }, { data: { ignore: ['b'] } }],
    };
    const preview = await ask('preview', { reading: {} });
    expect(preview).toMatchObject({ value: { profile: { columns: [{}, { fault }, {}] } } });
    expect(await ask('plan', { recipe: RECIPE })).toMatchObject({
      kind: 'fault',
      fault: { issues: [fault] },
    });
  });

  it('finds the separator itself where a link names one that no CSV has', async () => {
    const { take, ask } = setUp();
    await take({ kind: 'open', source: csv(TEXT) });
    const preview = await ask('preview', {
      reading: { delimiter: 'x', decimal: '!', header: 'maybe', missingMarkers: 'x', categories: [1] },
    });
    expect(preview).toMatchObject({ value: { profile: { format: { delimiter: ',' } } } });
  });

  it('answers with the built-in sets, and fetches ahead what a comparison needs', async () => {
    const { ask, prepare } = setUp();
    expect(await ask('datasets', {})).toMatchObject({ kind: 'answer', value: BUILT_IN });
    expect(prepare).toHaveBeenCalledOnce();
  });

  it('answers with a fault where no data are open', async () => {
    const { ask } = setUp();
    const issues = [{ place: 'data', message: 'no data set is open' }];
    expect(await ask('plan', { recipe: RECIPE })).toMatchObject({ kind: 'fault', fault: { issues } });
  });

  it('reports the progress of a comparison, and stops it', async () => {
    const { take, told } = setUp();
    await take({ kind: 'open', source: { kind: 'built-in', name: 'diabetes' } });
    const running = take({ kind: 'compare', id: 1, recipe: { ...RECIPE, data: { dataset: 'diabetes' } } });
    await take({ kind: 'stop', id: 1 });
    await running;
    expect(told.at(-1)).toMatchObject({ kind: 'fault', id: 1, fault: { code: 'aborted' } });
  });

  it('judges scores as the library does, and says what is wrong with them', async () => {
    const { ask } = setUp();
    const request = {
      data: { scores: { a: [1, 2, 3], b: [2, 3, 5] } },
      metric: 'rmse',
      direction: 'lower',
    } as const;
    expect(await ask('judge', { request })).toMatchObject({ kind: 'answer', value: await judge(request) });
    expect(await ask('judge', { request: { data: 1 } })).toMatchObject({
      kind: 'fault',
      fault: { issues: [{ place: 'data' }] },
    });
  });

  it('checks a loop as the library does, and says what is wrong with what is no text', async () => {
    const { ask } = setUp();
    const checked = await ask('check', { request: { text: LOOP } });
    expect(checked).toMatchObject({ kind: 'answer', value: await checkLoop(LOOP) });
    expect(checked).toMatchObject({ value: { faults: [{ code: 'penalty-subtracted', line: 12 }] } });
    expect(await ask('check', { request: { text: 1 } })).toMatchObject({
      kind: 'fault',
      fault: { issues: [{ place: 'text' }] },
    });
  });

  it('trains a loop as written and as meant on the table that was shown, which is parsed once', async () => {
    const parse = vi.spyOn(Papa, 'Parser');
    const { take, ask, told } = setUp();
    await take({ kind: 'open', source: csv(TEXT) });
    await ask('preview', { reading: {} });
    const recipe = { data: { csv: TEXT, target: 'y' }, split: { folds: 2, repeats: 1 } };
    const weighed = await ask('worth', { request: { text: LOOP, recipe } });
    expect(parse).toHaveBeenCalledTimes(1);
    expect(weighed).toMatchObject({
      kind: 'answer',
      value: await weighLoop({ text: LOOP, recipe }, { engines: [fused] }),
    });
    expect(told.filter(({ kind }) => kind === 'progress').length).toBeGreaterThan(4);
    const stopped = take({ kind: 'worth', id: 99, request: { text: LOOP, recipe } });
    await take({ kind: 'stop', id: 99 });
    await stopped;
    expect(told.at(-1)).toMatchObject({ kind: 'fault', id: 99, fault: { code: 'aborted' } });
  });

  it('lets go of a judgement that nobody waits for', async () => {
    const { take, told } = setUp();
    const request = { data: { scores: { a: [1, 2], b: [2, 3] } }, direction: 'lower' };
    const judged = take({ kind: 'judge', id: 7, request });
    await take({ kind: 'stop', id: 7 });
    await judged;
    expect(told).toMatchObject([{ kind: 'fault', id: 7, fault: { code: 'aborted' } }]);
  });
});
