import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { decodeText } from '../../src/data/doors/decode-text.ts';
import { AbsumError, type Issue } from '../../src/errors.ts';
import { loadDataset } from '../../src/recipe/load.ts';
import { parseRecipe } from '../../src/recipe/parse.ts';
import { reportReading } from '../../src/report/report-reading.ts';
import type { Report } from '../../src/report/schema.ts';
import { postCsv } from './send.ts';

const FOLDER = new URL('../../fixtures/tables/', import.meta.url);
const TARGETS: Record<string, string> = { 'nbsp-inner.csv': 'unit price' };
const QUERY = 'hidden=2&epochs=1&lambdas=0,0.1&folds=2&repeats=2';

// What each file is to be read as, or refused for, is in tests/data/tables.test.ts; here, that a service does the same.
describe('a table that people have', () => {
  test.each(readdirSync(FOLDER).filter((name) => name.endsWith('.csv')))(
    '%s is read, or refused, over HTTP as by the library',
    async (name) => {
      const bytes = new Uint8Array(readFileSync(new URL(name, FOLDER)));
      const target = TARGETS[name] ?? 'y';
      const response = await postCsv(`target=${encodeURIComponent(target)}&missing=mean&${QUERY}`, bytes);
      const expected = await readAsLibrary(bytes, target);
      if ('reading' in expected) {
        expect(((await response.json()) as Report).data.reading).toEqual(expected.reading);
        return;
      }
      const { errors } = (await response.json()) as { errors: Issue[] };
      expect(response.status).toBe(422);
      expect(errors.map(({ message }) => message)).toEqual(expected.issues.map(({ message }) => message));
      expect(errors.map(({ ways }) => ways)).toEqual(expected.issues.map(({ ways }) => ways));
    },
  );

  test('curl-d: what curl -d makes of a file is told to use --data-binary', async () => {
    const text = readFileSync(new URL('curl-d.csv', FOLDER), 'utf8').replace(/[\r\n]/g, '');
    const response = await postCsv(`target=y&${QUERY}`, text, 'application/x-www-form-urlencoded');
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(response.status).toBeLessThan(500);
    expect(((await response.json()) as { detail: string }).detail).toContain('--data-binary');
  });
});

async function readAsLibrary(bytes: Uint8Array, target: string) {
  try {
    const data = { csv: decodeText(bytes), target, missing: 'mean' };
    return { reading: reportReading(await loadDataset(parseRecipe({ data }))) };
  } catch (error) {
    if (error instanceof AbsumError) return { issues: error.issues };
    throw error;
  }
}
