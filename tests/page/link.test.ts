import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dropSweepLink, readLink, readRunLink, readSweepLink, writeLink } from '../../src/page/setup/link.ts';
import { buildRecipe, FIRST_SETUP, type Setup } from '../../src/page/setup/setup.ts';

/** Every default as it is. */
const PLAIN: Setup = { ...FIRST_SETUP, fields: {} };

describe('a link', () => {
  it('brings the setup back', () => {
    expect(readLink(`#${writeLink(PLAIN)}`)).toEqual(PLAIN);
  });

  it('brings any recipe back, whatever its columns are called', () => {
    const name = fc.string({ minLength: 1 });
    const names = fc.array(name, { maxLength: 3 });
    fc.assert(
      fc.property(name, names, names, name, (target, ignored, [date, ...categories], text) => {
        const fields = text.trim() === '' ? {} : { groups: text };
        const source = { kind: 'built-in', name: 'diabetes' } as const;
        const dates = date === undefined ? {} : Object.fromEntries([[date, ['year', 'days']]]);
        const setup: Setup = { source, target, ignored, categories, dates, fields };
        expect(readLink(`#${writeLink(setup)}`)).toEqual(setup);
      }),
    );
  });

  it('carries the recipe of a file, never the file', () => {
    const source = { kind: 'csv', text: 'secret,y\n1,2', fileName: 'secret.csv' } as const;
    const setup: Setup = { ...FIRST_SETUP, source, target: 'y', fields: { folds: '3' } };
    expect(writeLink(setup)).toBe('target=y&folds=3');
    expect(readLink('#target=y&folds=3')).toEqual({ ...setup, source: null });
  });

  it('carries an empty list, as a linear model has it, and no more than it needs', () => {
    for (const hidden of ['none', '[]', ' none ']) {
      const link = writeLink({ ...FIRST_SETUP, fields: { hidden, lambdas: '0,  0.1' } });
      expect(link).toBe('dataset=diabetes&hidden=&lambdas=0,0.1');
      expect(readLink(`#${link}`)?.fields).toEqual({ hidden: 'none', lambdas: '0,0.1' });
    }
    expect(buildRecipe({ ...FIRST_SETUP, fields: { hidden: 'none' } })).toMatchObject({
      network: { hidden: [] },
    });
  });

  it('can ask for the answer at once', () => {
    expect(readRunLink('#dataset=diabetes&run')).toBe(true);
    expect(readRunLink(`#${writeLink(FIRST_SETUP)}`)).toBe(false);
    expect(readLink('#dataset=diabetes&run')?.fields).toEqual({});
  });

  it('carries how a file is read', () => {
    const fields = { delimiter: ';', decimal: ',', header: 'false', missingMarkers: '?,-' };
    const setup: Setup = {
      ...FIRST_SETUP,
      source: null,
      categories: ['zip, code'],
      dates: { 'a:b': ['year'] },
      fields,
    };
    expect(readLink(`#${writeLink(setup)}`)).toEqual(setup);
  });

  it('carries a sweep beside its setup', () => {
    const link = `#${writeLink(PLAIN, 'abc')}`;
    expect(readSweepLink(link)).toBe('abc');
    expect(readLink(link)).toEqual(PLAIN);
    expect(readSweepLink(`#${writeLink(FIRST_SETUP)}`)).toBeNull();
  });

  it('loses a sweep that is over and done with, and nothing else', () => {
    expect(dropSweepLink(`#${writeLink(FIRST_SETUP, 'abc')}`)).toBe(`#${writeLink(FIRST_SETUP)}`);
    expect(dropSweepLink('#epochs=1,2')).toBe('#epochs=1,2');
    expect(dropSweepLink('#sweep=abc')).toBe('#');
    expect(dropSweepLink('')).toBe('');
  });

  it('does not exist without a parameter that a recipe knows', () => {
    for (const hash of ['', '#', '#answer', '#__proto__=1&constructor=2']) expect(readLink(hash)).toBeNull();
    expect(readLink('#dataset=diabetes&toString=1')?.fields).toEqual({});
  });
});
