import { writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { openFolder } from './samples.ts';
import { type } from './screen.ts';

const at = openFolder();
beforeAll(() => writeFileSync(at('long.csv'), 'age,patient,y\n1,a,2\n3,b,4\n5,c,6\n'));

describe('the command line', () => {
  it.each([
    ['no data', ['compare'], 'expected a CSV file, - for standard input, or --dataset'],
    ['a missing file', ['compare', '/nowhere/x.csv'], '/nowhere/x.csv: there is no such file'],
    ['a folder', ['compare', '/'], '/: expected a file, got a folder'],
    ['a file and a data set', ['compare', 'FOLDER/data.csv', '--dataset', 'diabetes'], 'got both'],
    ['no target', ['compare', 'FOLDER/data.csv'], '--target is required: one of a, b, y'],
    [
      'a wrong target',
      ['compare', 'FOLDER/data.csv', '--target', 'Y'],
      '--target: there is no column "Y"; did you mean "y"?',
    ],
    [
      'an unknown part of a date',
      ['compare', 'FOLDER/data.csv', '--target', 'y', '--dates', 'a:yr'],
      '--dates, a, item 1: expected "year" | "month" | "weekday" | "days", got "yr"',
    ],
    [
      'a decimal comma among lambdas',
      ['compare', 'FOLDER/data.csv', '--target', 'y', '--lambdas', '0,001'],
      '--lambdas, item 2: expected a number without a zero in front, got "001": write 0.001 if',
    ],
    [
      'a misspelt group',
      ['compare', 'FOLDER/long.csv', '--target', 'y', '--groups', 'patent'],
      '--groups: there is no column "patent"; did you mean "patient"?',
    ],
    [
      'a target that is nothing like a column',
      ['compare', 'FOLDER/data.csv', '--target', 'price'],
      '--target: expected one of the columns "a", "b", "y", got "price"',
    ],
    [
      'no UTF-8',
      ['compare', 'FOLDER/latin1.csv', '--target', 'a'],
      'latin1.csv line 1: expected UTF-8, got bytes of another encoding, likely Windows-1252 (Latin-1), where they read "aé"',
    ],
    [
      'a sheet of no spreadsheet',
      ['compare', 'FOLDER/data.csv', '--target', 'y', '--sheet', '2'],
      'data.csv: expected an .xlsx spreadsheet',
    ],
    [
      'a sheet of a data set',
      ['compare', '--dataset', 'diabetes', '--sheet', '2'],
      '--sheet: applies only to a spreadsheet',
    ],
    ['no JSON', ['compare', '--recipe', 'FOLDER/broken.json'], 'broken.json: expected JSON'],
    ['an unknown data set', ['compare', '--dataset', 'x'], '--dataset: expected one of diabetes'],
    ['an unknown option', ['compare', '--fold', '3'], 'Did you mean --folds?'],
    [
      'an invalid lambda',
      ['compare', '--dataset', 'diabetes', '--lambdas', '0,1,x'],
      '--lambdas, item 3: expected a number, got "x"',
    ],
    [
      'a lambda given twice, counting as people do',
      ['compare', '--dataset', 'diabetes', '--lambdas', '0,1,1'],
      '--lambdas, item 3: 1 is already listed at item 2',
    ],
    [
      'two ways to split, by their options',
      ['compare', '--dataset', 'diabetes', '--seed', '2', '--folds', '3', '--holdout', '0.2'],
      '--folds and --holdout: expected one of folds, holdout and column, got 2 of them',
    ],
    [
      'an option given twice',
      ['compare', '--dataset', 'diabetes', '--folds', '2', '--folds', '3'],
      '--folds: given more than once',
    ],
    ['too much work', ['compare', '--dataset', 'diabetes', '--epochs', '90000'], '--no-limits lifts them'],
    [
      'a folder that is not there',
      ['compare', '--dataset', 'diabetes', '--out', '/nowhere/x.json'],
      '--out: the folder',
    ],
    [
      'an invalid count',
      ['compare', '--dataset', 'diabetes', '--workers', '-1'],
      'Expected a whole number from 0 to 9999',
    ],
    ['a count beyond all', ['compare', '--dataset', 'diabetes', '--workers', '10000'], 'from 0 to 9999'],
    [
      'two places to run',
      ['compare', '--dataset', 'diabetes', '--workers', '1', '--url', 'http://x'],
      'cannot be used with',
    ],
    [
      'limits lifted elsewhere',
      ['plan', '--dataset', 'diabetes', '--no-limits', '--url', 'http://x'],
      'cannot be used with',
    ],
    ...['nonsense', 'localhost:8787', 'ftp://x', 'http://', 'http://x/?a=1', 'http://x/#a'].map(
      (address): [string, string[], string] => [
        `the address ${address}`,
        ['compare', '--dataset', 'diabetes', '--url', address],
        `argument '${address}' is invalid. Expected one such as https://`,
      ],
    ),
    ['two files', ['compare', 'a.csv', 'b.csv'], 'too many arguments'],
    ['a list with blanks', ['compare', 'a.csv', '--lambdas', '0', '0.1'], 'without blanks: --lambdas=0,0.01'],
    [
      'the same beside a data set',
      ['compare', '--dataset', 'diabetes', '--lambdas', '0', '0.1'],
      'without blanks: --lambdas=0,0.01',
    ],
    [
      'an option of another optimizer',
      ['plan', '--dataset', 'diabetes', '--decay', '0.5'],
      'only to optimizer "rmsprop"',
    ],
    ['an option of CSV', ['plan', '--dataset', 'diabetes', '--delimiter', ';'], 'applies only to a CSV'],
    ['a folder as a file', ['compare', '--dataset', 'diabetes', '--out', 'FOLDER'], '--out: expected a file'],
    [
      'standard output as a file',
      ['compare', '--dataset', 'diabetes', '--out', '-'],
      '--json prints the report',
    ],
    [
      'a file as a folder',
      ['compare', '--dataset', 'diabetes', '--svg', 'FOLDER/data.csv'],
      '--svg: expected a folder, got a file',
    ],
    ['an unknown command', ['compere'], 'Did you mean compare?'],
    ['a file as a command', ['data.csv', '--target', 'y'], 'absum --help lists the commands'],
    ['no command', [], 'Usage: absum'],
    [
      'a key for nobody',
      ['plan', '--dataset', 'diabetes', '--key', 'k'],
      '--key: expected --url or ABSUM_URL beside it, got neither',
    ],
    [
      'a key for nobody',
      ['compare', '--dataset', 'diabetes', '--key', 'k'],
      '--key: expected --url or ABSUM_URL beside it, got neither',
    ],
    ['a key for a name with blanks', ['key', 'my laptop'], 'name: expected letters, digits'],
    ['an invalid rate', ['serve', '--rate', '0'], 'Expected a whole number from 1 to 9999999'],
    ['an invalid port', ['serve', '--port', '70000'], 'Expected a whole number from 0 to 65535'],
  ])('refuses %s', async (_what, argv, message) => {
    const words = argv.map((word) => word.replace('FOLDER', at('.')));
    const { code, stdout, stderr } = await type(words, { isInteractive: true });
    expect(stderr).toContain(message);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });

  it('tells a fault in a CSV by the name of its file, and one in a recipe by the recipe', async () => {
    writeFileSync(at('short.csv'), 'a,y\n1,2\n3\n');
    const csv = await type(['compare', at('short.csv'), '--target', 'y']);
    expect(csv.stderr).toBe(`error: ${at('short.csv')} line 3: expected 2 cells, as in the header, got 1\n`);
    const piped = await type(['compare', '--target', 'y'], { stdin: 'a,y\n1,2\n3\n' });
    expect(piped.stderr).toContain('error: standard input line 3: ');
    expect((await type(['compare', '--target', 'y'])).stderr).toContain('standard input, which is empty');
    writeFileSync(
      at('wrong.json'),
      '{"data":{"dataset":"diabetes"},"penalty":{"lambdas":[0,"x"]},"seed":-1}',
    );
    const recipe = await type(['compare', '--recipe', at('wrong.json'), '--seed', 'y']);
    expect(recipe.stderr).toContain(
      `error: ${at('wrong.json')}: penalty.lambdas[1]: expected a number, got "x"\n`,
    );
    expect(recipe.stderr).toContain('error: --seed: expected');
  });

  it('names the one option given for a part of the recipe', async () => {
    const argv = [
      'compare',
      '--dataset',
      'diabetes',
      '--nested-folds',
      '4',
      '--holdout',
      '0.2',
      '--order',
      'given',
    ];
    expect((await type(argv)).stderr).toMatch(/^error: --nested-folds: inner folds shuffle the rows/);
  });

  it('lists no more than 30 columns, and asks for data where a report has none', async () => {
    const names = Array.from({ length: 40 }, (_, i) => `c${i}`).join(',');
    const { stderr } = await type(['compare'], { stdin: `${names}\n${names}\n` });
    expect(stderr).toMatch(/one of c0, .*, c29, 10 more\n$/);
    // A report says of generated rows how many, never which.
    writeFileSync(at('rows.json'), '{"headline": "", "recipe": {"data": {"target": "y", "rows": 30}}}');
    const bare = await type(['compare', '--recipe', at('rows.json')], { isInteractive: true });
    expect(bare.stderr).toContain('expected a CSV file');
  });

  it('runs whatever it costs where one says so', async () => {
    const many = ['plan', '--dataset', 'friedman1', '--repeats', '600'];
    expect((await type(many)).code).toBe(2);
    expect((await type([...many, '--no-limits'])).code).toBe(0);
  });
});
