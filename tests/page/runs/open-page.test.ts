import { describe, expect, it } from 'vitest';
import { describeRun, nameRun } from '../../../src/page/runs/describe-run.ts';
import { hashText } from '../../../src/page/runs/hash-text.ts';
import { packRun } from '../../../src/page/runs/kept.ts';
import { createMemoryShelf } from '../../../src/page/runs/memory-shelf.ts';
import { chooseSetup } from '../../../src/page/runs/open-page.ts';
import { FIRST_SETUP, type Setup } from '../../../src/page/setup/setup.ts';
import type { Report } from '../../../src/report/schema.ts';

const source = { kind: 'csv', text: 'a,b,y\n', fileName: 'mine.csv' } as const;
const setup: Setup = { ...FIRST_SETUP, source, target: 'y', fields: { epochs: '7', lambdas: '0,0.1' } };
const form = { setup, columns: ['a', 'b', 'y'], answer: null, hash: '' };

describe('what the page opens with', () => {
  it('is the link, else the form that was kept, else the example', () => {
    expect(chooseSetup('', null)).toBe(FIRST_SETUP);
    expect(chooseSetup('', form)).toBe(setup);
    expect(chooseSetup('#dataset=diabetes', form)).toEqual({ ...FIRST_SETUP, fields: {} });
  });

  it('is the form that was kept at the same address, which may be an edit ahead', () => {
    expect(chooseSetup('#target=y&epochs=3', { ...form, hash: '#target=y&epochs=3' })).toBe(setup);
  });

  it('is a link with the kept file where that has the columns that it names', () => {
    const open = (hash: string) => chooseSetup(hash, form).source;
    expect(open('#target=y&epochs=3')).toBe(source);
    expect(open('#target=y&ignore=b&categories=a')).toBe(source);
    expect(open('#target=price')).toBeNull();
    expect(open('#target=y&ignore=c')).toBeNull();
    expect(open('#target=y&dates=sold:year')).toBeNull();
    expect(open('#epochs=3')).toBeNull();
    expect(chooseSetup('#target=y', null).source).toBeNull();
    expect(chooseSetup('#target=y', { ...form, setup: FIRST_SETUP }).source).toBeNull();
  });
});

const report = { headline: 'So it is.', version: '0.1.0' } as Report;
const answered = { state: 'answered', id: 'a', at: 0, report, setup, place: 'browser', seconds: 1 } as const;

describe('a run in the list', () => {
  it('is named by its data, and says what its recipe has other than the defaults', () => {
    const kept = packRun(
      { ...answered, setup: { ...setup, ignored: ['a'], dates: { sold: ['year'] } } },
      'x',
    );
    expect(nameRun(kept)).toBe('mine.csv');
    expect(describeRun(kept)).toBe('target y; without a; year of sold; epochs 7; lambdas 0, 0.1');
    const first = packRun({ ...answered, setup: { ...FIRST_SETUP, fields: {} } }, null);
    expect([nameRun(first), describeRun(first)]).toEqual(['diabetes', 'every default']);
    expect(nameRun(packRun({ ...answered, openedFrom: 'r.json' }, null))).toBe('r.json');
    expect(nameRun(packRun(answered, null))).toBe('data that are not here');
  });
});

describe('where nothing can be stored', () => {
  it('runs last as long as the page', async () => {
    const shelf = createMemoryShelf();
    for (let n = 0; n < 22; n++) await shelf.add({ ...answered, id: String(n), at: n });
    expect((await shelf.list()).map(({ id }) => id)).toEqual(
      Array.from({ length: 20 }, (_, i) => String(21 - i)),
    );
    expect(await shelf.read('21')).toMatchObject({ report, setup });
    expect(await shelf.read('1')).toBeNull();
    await shelf.remove('21');
    expect(await shelf.read('21')).toBeNull();
    await shelf.forgetAll();
    expect(await shelf.list()).toEqual([]);
    expect([shelf.lasts, await shelf.readForm()]).toEqual([false, null]);
  });
});

describe('the name of a text', () => {
  it('differs with every letter, and hardly ever agrees by chance', () => {
    expect(hashText('a,y\n')).toBe(hashText('a,y\n'));
    const names = new Set<string>();
    for (let i = 0; i < 20_000; i++) names.add(hashText(`x,y\n${String(i).padStart(6)},${i % 7}\n`));
    expect(names.size).toBe(20_000);
    expect(hashText('ab')).not.toBe(hashText('ba'));
    expect(hashText('')).toMatch(/^0-/);
  });
});
