import { describe, expect, test } from 'vitest';
import type { Issue } from '../../src/errors.ts';
import type { Report } from '../../src/report/schema.ts';
import { listTables, readAsLibrary } from '../data/table-files.ts';
import { postCsv } from './send.ts';

const QUERY = 'hidden=2&epochs=1&lambdas=0,0.1&folds=2&repeats=2';

// What each file is to be read as, or refused for, is in tests/data/tables.test.ts; here, that a service does the same.
describe('a table that people have', () => {
  test.each(listTables())(
    '$name is read, or refused, over HTTP as by the library',
    async ({ text, target }) => {
      const response = await postCsv(`target=${encodeURIComponent(target)}&missing=mean&${QUERY}`, text);
      const expected = await readAsLibrary(text, target);
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
    const { text } = listTables().find(({ name }) => name === 'curl-d.csv') ?? { text: '' };
    const joined = text.replace(/[\r\n]/g, '');
    const response = await postCsv(`target=y&${QUERY}`, joined, 'application/x-www-form-urlencoded');
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(response.status).toBeLessThan(500);
    expect(((await response.json()) as { detail: string }).detail).toContain('--data-binary');
  });
});
