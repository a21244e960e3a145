import { describe, expect, it } from 'vitest';
import { compare } from '../../../src/compare/compare.ts';
import { openReport } from '../../../src/page/runs/open-report.ts';
import { buildRecipe, type Setup } from '../../../src/page/setup/setup.ts';
import { parseRecipe } from '../../../src/recipe/parse.ts';
import type { Report } from '../../../src/report/schema.ts';
import { fused } from '../../host.ts';

const SHORT = { network: { hidden: [3] }, training: { epochs: 2 }, split: { folds: 2, repeats: 1 } };
const CSV = `a,b,sold,y\n${Array.from({ length: 24 }, (_, i) => `${i % 5},${(i * 7) % 11},2024-0${1 + (i % 9)}-11,${i % 3}`).join('\n')}\n`;

/** A recipe as the page would send it, and its report as a file. */
async function save(recipe: object): Promise<string> {
  return JSON.stringify(await compare(recipe, { engines: [fused] }));
}

/** What the recipe comes to, the data apart. */
function complete(setup: Setup, data: object = {}) {
  const draft = buildRecipe(setup);
  return parseRecipe({ ...draft, data: { ...data, ...(draft.data as object) } });
}

describe('a report from a file', () => {
  it.each([
    ['with few defaults left', { ...SHORT, penalty: { lambdas: [0, 0.01], method: 'proximal' }, seed: 7 }],
    ['of classes', { ...SHORT, loss: 'cross-entropy', penalty: { lambdas: [0, 0.01] } }],
    [
      'with patience',
      { ...SHORT, training: { epochs: 3, patience: 2 }, optimizer: { name: 'momentum', learningRate: 0.01 } },
    ],
    ['with lambdas found', { ...SHORT, split: { holdout: 0.3, repeats: 2 } }],
  ])('%s gives back the recipe, with the fields empty that are defaults', async (_, recipe) => {
    const data = { csv: CSV, target: 'y', ignore: ['b'], dates: { sold: ['year'] } };
    const opened = openReport(await save({ ...recipe, data }), 'r.json');
    expect(opened?.unsaid).toEqual([]);
    const { setup } = opened as { setup: Setup };
    expect(setup).toMatchObject({
      source: null,
      target: 'y',
      ignored: ['b'],
      categories: [],
      dates: data.dates,
    });
    expect(complete(setup, { csv: CSV })).toEqual(parseRecipe({ ...recipe, data }));
    // Nothing that a default gives: each field that is left changes the recipe.
    for (const name of Object.keys(setup.fields)) {
      const fields = { ...setup.fields, [name]: '' };
      expect(complete({ ...setup, fields }, { csv: CSV }), name).not.toEqual(complete(setup, { csv: CSV }));
    }
  });

  it('of a built-in set names it, and says what the form cannot', async () => {
    const plain = openReport(await save({ ...SHORT, data: { dataset: 'diabetes' } }), 'r.json');
    expect(plain?.setup.source).toEqual({ kind: 'built-in', name: 'diabetes' });
    expect(plain?.setup.target).toBeNull();
    const made = { dataset: 'friedman1', rows: 40, noise: 0.5 };
    const opened = openReport(await save({ ...SHORT, data: made, compare: { baseline: null } }), 'r.json');
    expect(opened?.unsaid.toSorted()).toEqual(['compare.baseline', 'data.noise', 'data.rows']);
  });

  it('is none where the file holds something else, and is refused where it is damaged', async () => {
    for (const text of ['{"a": 1}', '{"headline": "x", "lambdas": []}', '[1]', 'null', 'a,y\n1,2\n', '{'])
      expect(openReport(text, 'r.json'), text).toBeNull();
    const text = await save({ ...SHORT, data: { dataset: 'diabetes' } });
    expect(() => openReport(text.slice(0, -100), 'r.json')).toThrow('r.json: expected a whole report');
    const report = JSON.parse(text) as Report;
    const tell = (part: object) => () => openReport(JSON.stringify({ ...report, ...part }), 'r.json');
    expect(tell({ headline: 5 })).toThrow('headline: expected a string, got 5');
    expect(tell({ extra: 1 })).toThrow('extra: unknown field');
  });
});
