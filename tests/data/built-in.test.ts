import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bostonHousePricesCsv } from '../../src/data/built-in/boston-house-prices-csv.ts';
import { cpsWages1985Csv } from '../../src/data/built-in/cps-wages-1985-csv.ts';
import { diabetesCsv } from '../../src/data/built-in/diabetes-csv.ts';
import { BUILT_IN, loadBuiltIn } from '../../src/data/built-in.ts';
import { readCsv } from '../../src/data/csv/csv.ts';
import { datasetFromTable } from './dataset-from-table.ts';

describe('built-in data sets', () => {
  it.each([
    ['diabetes', diabetesCsv],
    ['boston-house-prices', bostonHousePricesCsv],
    ['cps-wages-1985', cpsWages1985Csv],
  ])('%s is byte for byte the file in fixtures', (name, text) => {
    const file = readFileSync(new URL(`../../fixtures/${name}.csv`, import.meta.url));
    expect(file.equals(Buffer.from(text, 'utf8'))).toBe(true);
  });

  it.each([
    ['diabetes', diabetesCsv],
    ['boston-house-prices', bostonHousePricesCsv],
    ['cps-wages-1985', cpsWages1985Csv],
  ])('%s is read as the CSV reader reads it', async (name, text) => {
    const { format: _, ...read } = readCsv(text);
    // Numbers are shown as written by one, and by the other as they are.
    const withoutSamples = read.readings.map(({ samples: _, ...reading }) => reading);
    const { table } = await loadBuiltIn(name);
    const readings = table.readings.map(({ samples: _, ...reading }) => reading);
    expect({ ...table, readings }).toEqual({ ...read, readings: withoutSamples });
  });

  it.each(BUILT_IN)('$name is what the list says and makes a regression', async (info) => {
    const { table, target } = await loadBuiltIn(info.name);
    expect(target).toBe(info.target);
    const data = datasetFromTable(table, { target, task: 'regression', missing: 'refuse' });
    expect({ rows: data.rows, features: data.features.length }).toEqual({
      rows: info.rows,
      features: info.features,
    });
  });

  it('cps-wages-1985 has number and text columns', async () => {
    const { table, target } = await loadBuiltIn('cps-wages-1985');
    const data = datasetFromTable(table, { target, task: 'regression', missing: 'refuse' });
    const texts = data.features.filter(({ kind }) => kind === 'text').map(({ name }) => name);
    expect(texts).toEqual(['gender', 'race', 'occupation', 'sector']);
  });

  it('refuses an unknown name, listing the known ones', async () => {
    for (const name of ['iris', '__proto__', '']) {
      const message = expect.stringContaining('diabetes, boston-house-prices, cps-wages-1985, friedman1');
      const issues = [{ place: 'data.dataset', message }];
      await expect(loadBuiltIn(name)).rejects.toMatchObject({ code: 'unknown-dataset', issues });
    }
  });

  it('passes generator options to friedman1, and refuses them elsewhere', async () => {
    const { table } = await loadBuiltIn('friedman1', { rows: 7, features: 6 });
    expect(table.rows).toHaveLength(7);
    expect(table.columns).toHaveLength(7);
    const issues = [expect.objectContaining({ place: 'data.rows' })];
    await expect(loadBuiltIn('diabetes', { rows: 7 })).rejects.toMatchObject({ issues });
  });
});
