import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { writeGlossaryPage } from '../../scripts/glossary.ts';
import { describeApi } from '../../src/http/openapi.ts';
import { LambdaReportSchema } from '../../src/report/schema.ts';
import { GLOSSARY } from '../../src/words/glossary.ts';
import { writeGlossaryTable } from '../../src/words/write-glossary.ts';
import { measureWidest, type } from '../cli/screen.ts';

describe('the glossary', () => {
  test('has a page, as npm run glossary writes it', () => {
    expect(readFileSync(new URL('../../docs/glossary.md', import.meta.url), 'utf8')).toBe(
      writeGlossaryPage(),
    );
  });

  test('is a table of all its terms, with bars that end no cell', () => {
    const rows = writeGlossaryTable().split('\n').slice(2);
    expect(rows).toHaveLength(Object.keys(GLOSSARY).length);
    expect(rows).toContain(
      '| sum \\|w\\| | The sum of the absolute values of the penalised weights after training. |',
    );
    for (const row of rows) expect(row.split(/(?<!\\)\|/)).toHaveLength(4);
  });

  test('stands in the OpenAPI document, whose fields say the same', () => {
    expect(describeApi().info.description).toContain(writeGlossaryTable());
    const [, said] = LambdaReportSchema.entries.lambda.pipe;
    expect(said.description).toBe(GLOSSARY.lambda);
  });

  test.each(Object.entries(GLOSSARY))('explains "%s" in sentences', (_, text) => {
    expect(text).toMatch(/^[\w"].*\.$/);
    expect(text.length).toBeLessThan(200);
  });
});

describe('absum terms', () => {
  test.each([40, 80])('explains all of them in %d columns', async (width) => {
    const { code, stdout } = await type(['terms'], { env: { COLUMNS: String(width) } });
    expect(code).toBe(0);
    for (const term of Object.keys(GLOSSARY))
      expect(stdout).toMatch(new RegExp(`^${term.replace(/[|]/g, '\\|')}$`, 'm'));
    expect(stdout.replace(/\s+/g, ' ')).toContain(GLOSSARY.verdict);
    expect(measureWidest(stdout)).toBeLessThanOrEqual(width);
  });

  test('explains one of them, in whatever capitals, and as JSON', async () => {
    const { stdout } = await type(['terms', 'rmse', '--json']);
    expect(JSON.parse(stdout)).toEqual({ RMSE: GLOSSARY.RMSE });
    const fold = await type(['terms', 'Fold'], { env: { COLUMNS: '200' } });
    expect(fold.stdout).toBe(`fold\n  ${GLOSSARY.fold}\n`);
  });

  test('names the one that was probably meant', async () => {
    const { code, stderr } = await type(['terms', 'lamda']);
    expect(code).toBe(2);
    expect(stderr).toContain('the glossary has no "lamda"; did you mean "lambda"?');
  });

  test('are in the help of compare, those of its answer', async () => {
    const { stdout } = await type(['compare', '--help'], { env: { COLUMNS: '80' } });
    const [, terms] = stdout.split('Terms (absum terms has all):');
    for (const term of ['lambda', 'interval', 'verdict', 'zeros', 'features kept'] as const)
      expect(terms.replace(/\s+/g, ' ')).toContain(`${term}: ${GLOSSARY[term]}`);
    expect(terms).not.toContain('epoch:');
    expect((await type(['plan', '--help'])).stdout).not.toContain('Terms');
  });
});
