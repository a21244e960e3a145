import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Faults, hasFaults, NO_FAULTS, sortFaults, type Told } from '../../src/page/run/faults.ts';
import type { Preview, ToEngine } from '../../src/page/run/protocol.ts';
import { serveEngine } from '../../src/page/run/serve-engine.ts';
import {
  describeValues,
  findPart,
  listDoubts,
  listFaults,
} from '../../src/page/setup/columns/describe-column.ts';
import { readFile } from '../../src/page/setup/read-file.ts';
import { buildRecipe, changeSource, FIRST_SETUP, type Setup } from '../../src/page/setup/setup.ts';
import { chooseReading } from '../../src/page/setup/use-preview.ts';
import { readWay } from '../../src/page/setup/ways.ts';
import type { Fault } from '../../src/pool/protocol.ts';
import { unpackFault } from '../../src/pool/protocol.ts';
import { fused } from '../host.ts';

// The files of fixtures/tables as somebody meets them on the page: read, or told at a column with what to press.

/** The page without its picture: a setup, what its engine says of it, and presses. */
async function visit(name: string) {
  const bytes = readFileSync(new URL(`../../fixtures/tables/${name}.csv`, import.meta.url));
  const file = await readFile(new File([bytes], `${name}.csv`));
  let answer: { value: unknown } | { fault: Fault } = { value: null };
  const take = serveEngine({
    engines: [fused],
    prepare: () => {},
    tell: (message) => {
      if (message.kind !== 'progress') answer = message;
    },
  });
  const ask = async (message: object) => {
    await take({ id: 1, ...message } as ToEngine);
    if ('fault' in answer) throw unpackFault(answer.fault);
    return answer.value;
  };
  const source = { kind: 'csv', text: file.text, fileName: file.name } as const;
  let setup: Setup = { ...FIRST_SETUP, ...changeSource(FIRST_SETUP, source) };
  let preview = {} as Preview;
  let faults: Faults = NO_FAULTS;
  const look = async () => {
    await take({ kind: 'open', source });
    try {
      preview = (await ask({ kind: 'preview', reading: chooseReading(setup) })) as Preview;
      setup = { ...setup, target: setup.target ?? preview.target };
      await ask({ kind: 'plan', recipe: buildRecipe(setup) });
      faults = NO_FAULTS;
    } catch (error) {
      faults = sortFaults(error);
    }
  };
  await look();
  const column = (wanted: string) => {
    const found = preview.profile.columns.find((each) => each.name === wanted);
    if (found === undefined) throw new Error(`no column ${wanted}`);
    return found;
  };
  /** What stands at a column, faults before doubts. */
  const tell = (wanted: string): readonly Told[] => {
    const part = findPart(column(wanted), setup.target, setup);
    const { missing = 'refuse' } = setup.fields;
    const found = listFaults(column(wanted), part, missing, faults.columns.get(wanted) ?? []);
    return found.length > 0 ? found : listDoubts(column(wanted), part);
  };
  const labels = (wanted: string) =>
    tell(wanted).flatMap(({ ways }) => ways.map((way) => readWay(setup, way)?.label));
  const press = async (wanted: string, label: string) => {
    const ways = tell(wanted).flatMap((told) => told.ways);
    const found = ways.map((way) => readWay(setup, way)).find((each) => each?.label === label);
    if (found === undefined || found === null) throw new Error(`no button ${label}`);
    setup = { ...setup, ...found.change };
    await look();
  };
  const fill = async (fields: Setup['fields']) => {
    setup = { ...setup, fields: { ...setup.fields, ...fields } };
    await look();
  };
  return {
    tell,
    labels,
    press,
    fill,
    say: (wanted: string) => describeValues(column(wanted)),
    isReady: () => !hasFaults(faults),
    said: () => preview.said,
    names: () => preview.profile.columns.map((each) => each.name),
    target: () => setup.target,
  };
}

describe('a file of the page', () => {
  test.each([
    ['missing-q-4', '?', 15],
    ['missing-q-15', '?', 4],
    ['missing-excelna-4', '#N/A', 15],
    ['missing-div0-15', '#DIV/0!', 4],
    ['harm-q', '?', 25],
  ])('%s: %j is refused at its column, and read at a press', async (name, marker, missing) => {
    const page = await visit(name);
    expect(page.isReady()).toBe(false);
    expect(page.tell('a')[0].message).toContain(`"${marker}" in ${missing} of `);
    expect(page.labels('a')).toEqual([`Read "${marker}" as missing`, 'Use as categories', 'Leave out']);
    await page.press('a', `Read "${marker}" as missing`);
    expect(page.say('a')).toMatch(new RegExp(`^number, .*; ${missing} missing \\(written "`));
    expect(page.tell('a')[0].message).toBe(`${missing} values are missing`);
    await page.fill({ missing: 'mean' });
    expect(page.isReady()).toBe(true);
  });

  test.each([
    ['currency', '"$" and thousands commas removed'],
    ['percent', '"%" removed'],
    ['units', '"kg" removed'],
    ['accounting-negative', 'parentheses for negatives understood'],
    ['thousands-space', 'thousands spaces removed'],
  ])('%s: %s is said', async (name, words) => {
    const page = await visit(name);
    expect(page.say('a')).toContain(`; ${words}`);
    expect(page.isReady()).toBe(true);
  });

  test.each([
    ['index-unnamed', 'Column 1 left out: it counts rows.'],
    ['index-quoted', 'Column 1 left out: it counts rows.'],
    ['r-rownames', 'Column 1 left out: it counts rows.'],
    ['trailing-all', 'Column 5 left out: it is empty.'],
    ['sep-line', 'Cells are separated by semicolons.'],
    ['header-commas', 'Cells are separated by semicolons.'],
    ['comment-first', '2 lines above the header skipped.'],
    ['title-first', '2 lines above the header skipped.'],
    ['blank-first', '1 line above the header skipped.'],
    ['utf16le-nobom', 'Cells are separated by commas.'],
  ])('%s: the table is found, and that is said', async (name, sentence) => {
    const page = await visit(name);
    expect(page.said()).toContain(sentence);
    expect(page.names()).toHaveLength(4);
    expect(page.target()).toBe('y');
    expect(page.isReady()).toBe(true);
  });

  test('names-60: an identifier is left out at a press', async () => {
    const page = await visit('names-60');
    expect(page.say('name')).toBe('identifier');
    expect(page.labels('name')).toEqual(['Leave out', 'Use as categories']);
    await page.press('name', 'Leave out');
    expect(page.isReady()).toBe(true);
  });

  test('dates-60: a date is left out, which is said, and taken at a press', async () => {
    const page = await visit('dates-60');
    expect(page.isReady()).toBe(true);
    expect(page.tell('date')[0].message).toMatch(/^left out/);
    await page.press('date', 'Take year, month, weekday, days');
    expect(page.tell('date')).toEqual([]);
    expect(page.isReady()).toBe(true);
  });

  test('leading-zero: zips are numbers, and categories at a press', async () => {
    const page = await visit('leading-zero');
    await page.press('zip', 'Use as categories');
    expect(page.say('zip')).toBe('category, 5 different values');
    expect(page.isReady()).toBe(true);
  });

  test('both-missing, sparse-missing: gaps are counted, those of the target are no fault', async () => {
    const both = await visit('both-missing');
    expect(both.tell('a')[0].message).toBe('20 values are missing');
    expect(both.tell('y')).toEqual([]);
    await both.fill({ missing: 'mean' });
    expect(both.isReady()).toBe(true);
    const sparse = await visit('sparse-missing');
    await sparse.fill({ missing: 'drop-row' });
    expect(sparse.isReady()).toBe(false);
  });

  test('near-constant: two neighbours of 0.3 never change', async () => {
    expect((await visit('near-constant')).tell('k')[0].message).toMatch(/^always the same/);
  });

  test('nbsp-inner: the target is found by what it looks like', async () => {
    expect((await visit('nbsp-inner')).target()).toBe('unit\u00a0price');
  });
});
