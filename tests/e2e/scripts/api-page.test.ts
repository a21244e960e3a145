import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { listEntries, writeApiPage } from '../../../scripts/site/api-page.ts';
import { readDocs } from '../../../scripts/site/declarations.ts';
import { ROOT } from '../commands.ts';

const page = writeApiPage();
const entries = listEntries();

/** What stands under a heading, up to the next of its level. */
function readSection(heading: string): string {
  const [, section = ''] = page.split(`\n${heading}\n`);
  return section.split(new RegExp(`\n${heading.match(/^#+/)?.[0]} `))[0];
}

describe('the page of the library', () => {
  test('has every import of the package', () => {
    const { exports } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    const paths = Object.keys(exports).filter((path) => !/\.(wasm|json)$/.test(path));
    expect(entries.map(({ specifier }) => specifier)).toEqual(
      paths.map((path) => `absum-l1${path.slice(1)}`),
    );
    expect(paths.length).toBe(7);
  });

  test.each(['.', './app', './tfjs', './workers', './parquet', './node'])(
    'has a heading for whatever %s exports to programs',
    async (path) => {
      const specifier = `absum-l1${path.slice(1)}`;
      const names = Object.keys(
        await import(join(ROOT, 'dist', `${path === '.' ? 'index' : path.slice(2)}.js`)),
      );
      expect(names.length).toBeGreaterThan(0);
      const section = readSection(`## ${specifier}`);
      for (const name of names) expect(section).toContain(`\n### ${name}\n`);
    },
  );

  test('has every type that an entry exports, each under one heading', () => {
    const names = entries.flatMap(({ file }) =>
      [...file.text.matchAll(/^export (?:type )?\{([^}]+)\}/gm)].flatMap(([, list]) =>
        list
          .split(',')
          .map((each) => each.trim().replace(/^type /, ''))
          .filter((name) => name !== ''),
      ),
    );
    expect(names).toEqual(expect.arrayContaining(['RecipeInput', 'Executor', 'SweepService', 'Holder']));
    for (const name of new Set(names)) expect(page.split(`\n### ${name}\n`)).toHaveLength(2);
  });

  test('has signatures, docstrings, parameters and faults', () => {
    const section = readSection('### compare');
    expect(section).toContain(
      'function compare(recipe: RecipeInput, options?: LibraryOptions): Promise<Report>;',
    );
    expect(section).toContain('Trains the same network on the same splits');
    expect(section).toContain('- `recipe`: what to compare');
    expect(section).toContain('Throws AbsumError with the place of each fault');
  });

  test('has the fields of recipe and report as tables, to the leaves', () => {
    const recipe = readSection('### RecipeInput');
    expect(recipe).toContain(
      "| `loss?` | `'mse' \\| 'mae' \\| 'huber' \\| 'cross-entropy'` | What training lowers",
    );
    expect(recipe).toContain('| `training.epochs?` | `number` | Passes over the training rows.');
    expect(recipe).toContain('| `compare.nested.folds?` |');
    expect(recipe).toContain('| `data.csv` |');
    const report = readSection('### Report');
    expect(report).toContain('| `lambdas` | `LambdaReport[]` |');
    expect(report).toContain('| `data.dropped[].alone` | `number` | Of these, the rows');
    expect(report).toContain('| `choice.minimum` | `number \\| null` |');
    for (const row of [...recipe.split('\n'), ...report.split('\n')].filter((line) => line.startsWith('| `')))
      expect(row).toMatch(/` \| (?:[^|]|\\\|)+ \|$/);
  });

  test('leads to headings that are there', () => {
    const headings = [...page.matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
      heading
        .toLowerCase()
        .replace(/[^\w\- ]/g, '')
        .replaceAll(' ', '-'),
    );
    const links = [...page.matchAll(/\]\(#([^)]+)\)/g)].map(([, link]) => link);
    expect(links.length).toBeGreaterThan(60);
    expect(links.filter((link) => !headings.includes(link))).toEqual([]);
    expect(new Set(headings).size).toBe(headings.length);
  });
});

test('a docstring is taken apart', () => {
  const text = `/** Another. */
const a = 1;
/**
 * Says *this*,
 * and that.
 *
 * @param x first
 *   of two
 * @throws Error for @ all
 */
const b = 2;`;
  expect(readDocs(text, text.indexOf('const b'))).toEqual({
    text: 'Says *this*,\nand that.',
    params: ['x first of two'],
    throws: 'Error for @ all',
  });
  expect(readDocs(text, text.indexOf('const a')).text).toBe('Another.');
  expect(readDocs('const c = 3;', 0)).toEqual({ text: '', params: [], throws: null });
});
