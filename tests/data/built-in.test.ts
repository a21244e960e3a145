import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bostonHousePricesCsv } from '../../src/data/built-in/boston-house-prices-csv.ts';
import { cpsWages1985Csv } from '../../src/data/built-in/cps-wages-1985-csv.ts';
import { diabetesCsv } from '../../src/data/built-in/diabetes-csv.ts';
import { BUILT_IN, loadBuiltIn } from '../../src/data/built-in.ts';
import { datasetFromTable } from '../../src/data/dataset.ts';
import { refusalOf } from './refusal.ts';

describe('built-in data sets', () => {
  it.each([
    ['diabetes', diabetesCsv],
    ['boston-house-prices', bostonHousePricesCsv],
    ['cps-wages-1985', cpsWages1985Csv],
  ])('%s is byte for byte the file in fixtures', (name, text) => {
    const file = readFileSync(new URL(`../../fixtures/${name}.csv`, import.meta.url));
    expect(file.equals(Buffer.from(text, 'utf8'))).toBe(true);
  });

  it.each(BUILT_IN)('$name is what the list says and makes a regression', (info) => {
    const { table, target } = loadBuiltIn(info.name);
    expect(target).toBe(info.target);
    const data = datasetFromTable(table, { target, task: 'regression', missing: 'refuse' });
    expect({ rows: data.rows, features: data.features.length }).toEqual({
      rows: info.rows,
      features: info.features,
    });
  });

  it('cps-wages-1985 has number and text columns', () => {
    const { table, target } = loadBuiltIn('cps-wages-1985');
    const data = datasetFromTable(table, { target, task: 'regression', missing: 'refuse' });
    const texts = data.features.filter(({ kind }) => kind === 'text').map(({ name }) => name);
    expect(texts).toEqual(['gender', 'race', 'occupation', 'sector']);
  });

  it('refuses an unknown name, listing the known ones', () => {
    for (const name of ['iris', '__proto__', '']) {
      const refusal = refusalOf(() => loadBuiltIn(name));
      expect(refusal).toMatchObject({ code: 'unknown-dataset', place: 'data.dataset' });
      expect(refusal.message).toMatch('diabetes, boston-house-prices, cps-wages-1985, friedman1');
    }
  });

  it('passes generator options to friedman1, and refuses them elsewhere', () => {
    const { table } = loadBuiltIn('friedman1', { rows: 7, features: 6 });
    expect(table.rows).toHaveLength(7);
    expect(table.columns).toHaveLength(7);
    expect(refusalOf(() => loadBuiltIn('diabetes', { rows: 7 })).place).toBe('data.rows');
  });
});
