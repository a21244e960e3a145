import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Issue } from '../../../src/errors.ts';
import { listTables, readAsLibrary } from '../../data/table-files.ts';
import { openFolder } from '../samples.ts';
import { measureWidest, type } from '../screen.ts';

const at = openFolder();
const TABLES = fileURLToPath(new URL('../../../fixtures/tables/', import.meta.url));
const table = (name: string) => `${TABLES}${name}.csv`;
const read = (file: string, ...options: string[]) =>
  type(['read', file, ...options], { env: { COLUMNS: '120' } });
/** What `--json` prints. */
const look = async (file: string, ...options: string[]) =>
  JSON.parse((await read(file, ...options, '--json')).stdout);

describe('absum read', () => {
  it('shows a line for each column: what it is read as, what was taken off, three values', async () => {
    const { code, stdout, stderr } = await read(table('currency'), '--target', 'y');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const [head, , columns, rule, ...rows] = stdout.split('\n');
    expect(head).toMatch(/currency\.csv: 60 rows, 4 columns, separated by commas\.$/);
    expect(columns.split(/ {2,}/)).toEqual([
      ...['column', 'role', 'read as', 'values', 'taken off', 'first values'],
    ]);
    expect(rule).toMatch(/^─+$/);
    expect(rows[0].split(/ {2,}/).slice(0, 5)).toEqual([...['a', 'feature', 'number', '60', '"$" and']]);
    expect(rows[0].endsWith('  "$4,744", "$4,070", "$6,037"')).toBe(true);
    expect(rows[1].trim()).toBe('thousands commas');
    expect(rows[4]).toMatch(/^y +target +number +60 +-1\.181, /);
  });

  it('prints what docs/tables.md shows of it', async () => {
    const page = readFileSync(new URL('../../../docs/tables.md', import.meta.url), 'utf8');
    const [, section] = page.split('## Seeing how a file is read\n');
    const [csv, command, text] = Array.from(section.matchAll(/```\w+\n([\s\S]*?)```/g), ([, block]) => block);
    expect(command).toBe('absum read sales.csv --target score\n');
    const { stdout, stderr } = await type(['read', '-', '--target', 'score'], {
      stdin: csv,
      env: { COLUMNS: '100' },
    });
    expect(`${stdout}\n${stderr}`.replaceAll('standard input', 'sales.csv')).toBe(text);
  });

  it.each([
    ['title-first', '; 2 lines above the header skipped.'],
    ['index-unnamed', '; column 1 left out: it counts rows.'],
    ['trailing-all', '; column 5 left out: it is empty.'],
    ['header-commas', ', separated by semicolons.'],
  ])('says how the text of %s was taken apart', async (name, said) => {
    const { stdout } = await type(['read', table(name)], { env: { COLUMNS: '200' } });
    expect(stdout.split('\n')[0].endsWith(said)).toBe(true);
  });

  it('says how many values are missing, and how they are written', async () => {
    const { code, stdout } = await read(table('harm-NA'), '--target', 'y');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^a +feature +number +\d+ +25 as "NA" /m);
    expect(stdout.replace(/\s+/g, ' ')).toContain('[note] missing-values Features have missing values');
    expect(stdout).toContain('try: --missing mean');
    const decided = await read(table('harm-NA'), '--target', 'y', '--missing', 'mean');
    expect(decided.stdout).not.toContain('[note]');
    const both = await read(table('both-missing'), '--target', 'y');
    expect(both.stdout.replace(/\s+/g, ' ')).toContain('; 3 rows without a target left out.');
  });

  it('names every column that cannot be used, with the options that lead on, and one line for all of them', async () => {
    const rows = Array.from(
      { length: 30 },
      (_, i) => `c${i},${i % 5 === 0 ? '?' : i},${i % 7 === 0 ? '-' : i},${i}`,
    );
    writeFileSync(at('bad.csv'), `customer,age,size,y\n${rows.join('\n')}\n`);
    const { code, stdout, stderr } = await read(at('bad.csv'), '--target', 'y');
    expect(code).toBe(2);
    expect(stdout).toMatch(/^age +feature +refused /m);
    expect(stderr.split('\n')).toEqual([
      'error: data, column "customer": expected texts that repeat, got 30 different ones in 30 cells; ' +
        'try --ignore customer, or --categories customer',
      `error: ${at('bad.csv')} line 2, column "age": expected numbers, got "?" in 6 of 30 cells; ` +
        "try --missing-markers '?', or --categories age, or --ignore age",
      `error: ${at('bad.csv')} line 2, column "size": expected numbers, got "-" in 5 of 30 cells; ` +
        "try --missing-markers='-', or --categories size, or --ignore size",
      "Try: --ignore customer --missing-markers '?,-'",
      '',
    ]);
    const mended = await read(
      at('bad.csv'),
      '--target',
      'y',
      '--missing-markers',
      '?,-',
      '--ignore',
      'customer',
    );
    expect(mended).toMatchObject({ code: 0, stderr: '' });
    expect(mended.stdout).toMatch(/^customer +ignored /m);
    expect(mended.stdout).toMatch(/^age +feature +number +24 +6 as "\?" /m);
  });

  it.each([
    ['dates-60', 'date-column', "--dates 'date:year month weekday days'"],
    ['leading-zero', 'leading-zeros', '--categories zip'],
    ['id-numeric', 'counting-column', '--ignore Id'],
  ])('notes of %s what a comparison would find', async (name, code, flags) => {
    const { stdout } = await read(table(name), '--target', 'y');
    expect(stdout).toContain(`[note] ${code}\n`);
    expect(stdout).toContain(`  try: ${flags}\n`);
  });

  it('notes nothing of a column that is refused', async () => {
    const { stdout } = await type(['read'], { stdin: 'zip,y\n01,1\n02,2\n?,3\n04,4\n' });
    expect(stdout).toMatch(/^zip +refused /m);
    expect(stdout).not.toContain('[note]');
  });

  it('reads as it is told to', async () => {
    const columns = async (...options: string[]) =>
      (await look(table('dates-60'), ...options)).columns.map(({ name }: { name: string }) => name);
    expect(await columns('--dates', 'date:year days')).toEqual(['date.year', 'date.days', 'b', 'c', 'y']);
    const { columns: zips } = await look(table('leading-zero'), '--categories', 'zip');
    expect(zips[0]).toMatchObject({ name: 'zip', reading: 'category' });
    writeFileSync(at('bare.csv'), '1;2,5\n3;4,5\n');
    const bare = await look(at('bare.csv'), '--no-header', '--decimal', ',');
    expect(bare).toMatchObject({ rows: 2, format: { delimiter: ';', hasHeader: false } });
    expect(bare.columns.map(({ name }: { name: string }) => name)).toEqual(['x1', 'y']);
  });

  it('offers to read a file without a header, by its option', async () => {
    writeFileSync(at('headless.csv'), '1,2.5\n3,4.5\n5,6.5\n');
    const { code, stderr } = await read(at('headless.csv'));
    expect(code).toBe(2);
    expect(stderr).toContain('; try --no-header, or --header\n');
  });

  it('tells a target of texts which loss predicts it', async () => {
    writeFileSync(at('classes.csv'), 'a,y\n1,no\n2,yes\n3,no\n');
    const refused = await read(at('classes.csv'), '--target', 'y');
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('got "no"; try --loss cross-entropy\n');
    expect((await read(at('classes.csv'), '--target', 'y', '--loss', 'cross-entropy')).code).toBe(0);
    expect((await read(at('classes.csv'))).code).toBe(0);
  });

  it('prints the same as JSON, in the form of a report, with samples, faults and notes', async () => {
    const { rows, format, columns, faults } = await look(table('missing-q-4'), '--target', 'y');
    expect(rows).toBe(60);
    expect(format).toEqual({ delimiter: ',', skippedLines: 0, hasHeader: true, leftOut: [] });
    expect(columns[0]).toMatchObject({ name: 'a', role: 'feature', reading: 'number', texts: 15 });
    expect(columns[3].samples).toEqual(['-1.181', '-1.435', '1.918']);
    expect(faults).toEqual([
      {
        column: 'a',
        place: `${table('missing-q-4')} line 2, column "a"`,
        message: 'expected numbers, got "?" in 15 of 60 cells',
        ways: [
          { data: { missingMarkers: ['?'] } },
          { data: { categories: ['a'] } },
          { data: { ignore: ['a'] } },
        ],
      },
    ]);
    const { notes } = await look(table('leading-zero'));
    expect(notes).toMatchObject([{ code: 'leading-zeros', next: { data: { categories: ['zip'] } } }]);
  });

  it('gives each column the reading that a report of the same file has', async () => {
    const argv = [table('currency'), '--target', 'y'];
    const { columns } = await look(...(argv as [string]));
    const small = ['--epochs', '1', '--hidden', '', '--holdout', '0.2', '--lambdas', '0', '--workers', '0'];
    const { stdout } = await type(['compare', ...argv, ...small, '--json']);
    const { samples: _, ...first } = columns[0];
    expect(JSON.parse(stdout).data.reading.columns[0]).toEqual(first);
  });

  it('shows invisible characters of names written out', async () => {
    const { stdout } = await read(table('nbsp-inner'));
    expect(stdout).toContain('"unit\\u00a0price"');
  });

  it('lets no name and no value move the cursor of a terminal', async () => {
    const evil = '\u001b[2J,x';
    const rows = Array.from({ length: 30 }, (_, i) => `"${evil}${i}","${evil}","0${i % 9}",${i}`);
    const stdin = `"a${evil}","b\u001b]0;x\u0007","c\u009b2J",y\n${rows.join('\n')}\n`;
    for (const argv of [['read'], ['read', '--missing-markers', evil], ['plan', '--target', 'y']]) {
      const { stdout, stderr } = await type(argv, { stdin });
      expect(stdout + stderr, argv.join(' ')).not.toMatch(/[^\P{Cc}\n]/u);
    }
  });

  it('looks at standard input, at a built-in data set, and at the data of a recipe', async () => {
    const piped = await type(['read'], { stdin: 'a,y\n1,2\n3,4\n' });
    expect(piped.stdout).toMatch(/^standard input: 2 rows, 2 columns, separated by commas\.\n/);
    const { stdout } = await type(['read', '--dataset', 'cps-wages-1985']);
    expect(stdout).toMatch(/^cps-wages-1985: 534 rows, /);
    expect(stdout).toMatch(/^wage +target +number /m);
    writeFileSync(at('rows.json'), '{"data":{"rows":[{"a":1,"y":2},{"a":3,"y":"4"}],"target":"y"}}');
    const rows = await type(['read', '--recipe', at('rows.json')], { isInteractive: true });
    expect(rows.stdout).toContain(`${at('rows.json')}: 2 rows, 2 columns.`);
  });

  it('shows 200 of 4,000 columns and says so; --json has them all', async () => {
    const names = Array.from({ length: 4000 }, (_, i) => `c${i}`).join(',');
    const row = (add: number) => Array.from({ length: 4000 }, (_, i) => i + add).join(',');
    writeFileSync(at('wide.csv'), `${names}\n${row(0)}\n${row(1)}\n`);
    const { stdout } = await read(at('wide.csv'));
    expect(stdout).toMatch(/^c199 /m);
    expect(stdout).not.toMatch(/^c200 /m);
    expect(stdout).toContain('\n3800 more columns: --json shows all 4000.\n');
    expect((await look(at('wide.csv'))).columns).toHaveLength(4000);
  });

  it('counts the columns at fault of which it has no room to tell', async () => {
    const names = Array.from({ length: 30 }, (_, i) => `c${i}`).join(',');
    const row = (text: string) => Array.from({ length: 30 }, () => text).join(',');
    writeFileSync(at('faults.csv'), `${names}\n${row('1')}\n${row('2')}\n${row('?')}\n`);
    const { stderr } = await read(at('faults.csv'));
    expect(stderr).toContain('error: data: 11 more columns cannot be used as they are\n');
    expect(stderr).toMatch(/\nTry: --missing-markers '\?'\n$/);
    expect((await look(at('faults.csv'))).faults).toHaveLength(30);
  });

  it.each(listTables())('reads $name as the library does', async ({ name, text, target }) => {
    const file = `${TABLES}${name}`;
    const { columns, format, faults } = await look(file, '--target', target, '--missing', 'mean');
    const expected = await readAsLibrary(text, target);
    if ('reading' in expected) {
      const withoutSamples = columns.map(({ samples: _, ...column }: { samples: unknown }) => column);
      expect({ columns: withoutSamples, format, faults }).toEqual({ ...expected.reading, faults: [] });
      return;
    }
    const told = faults.map(({ message, ways }: Issue) => ({ message, ways }));
    expect(told).toEqual(expected.issues.map(({ message, ways }) => ({ message, ways })));
  });

  it.each([30, 60, 80, 120])('is no wider than %d columns, whatever the file', async (width) => {
    for (const name of readdirSync(TABLES).filter((file) => file.endsWith('.csv'))) {
      const { stdout } = await type(['read', `${TABLES}${name}`], { env: { COLUMNS: String(width) } });
      expect(measureWidest(stdout), name).toBeLessThanOrEqual(width);
    }
  });

  it('refuses what is no table, and names that are no columns', async () => {
    const wrong = await read(table('currency'), '--target', 'Y');
    expect(wrong).toMatchObject({ code: 2, stdout: '' });
    expect(wrong.stderr).toContain('--target: there is no column "Y"; did you mean "y"?');
    const noTable = await type(['read'], { stdin: 'a,b,y1,2,34,5,67,8,9' });
    expect(noTable).toMatchObject({ code: 2, stdout: '' });
  });
});
