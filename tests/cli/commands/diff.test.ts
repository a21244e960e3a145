import { mkdirSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { diffReports } from '../../../src/report/diff/diff.ts';
import type { Report } from '../../../src/report/schema.ts';
import { run } from '../../compare/samples.ts';
import { openFolder } from '../samples.ts';
import { measureWidest, type } from '../screen.ts';

const at = openFolder();
const split = { folds: 3, repeats: 2 };
let [a, b, c]: Report[] = [];
beforeAll(async () => {
  a = await run({ split, penalty: { lambdas: [0, 0.1] } });
  b = await run({ split, penalty: { lambdas: [0, 0.1, 0.5] }, training: { epochs: 8, batchSize: 8 } });
  c = await run({ split, penalty: { lambdas: [0, 0.1] }, seed: 2 });
  for (const [name, report] of Object.entries({ a, b, c })) {
    writeFileSync(at(`${name}.json`), JSON.stringify(report));
  }
});

const diff = (...argv: string[]) => type(['diff', ...argv]);
const names = { a: 'a.json', b: 'b.json' };

describe('absum diff', () => {
  it('says what the second is beside the first, what each says, and what differs', async () => {
    const { code, stdout, stderr } = await type(['diff', at('a.json'), at('b.json')], {
      env: { COLUMNS: '120' },
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { sentence, lambdas } = diffReports(a, b, names);
    const flat = stdout.replace(/\s+/g, ' ');
    for (const said of [sentence, `a.json: ${a.headline}`, `b.json: ${b.headline}`])
      expect(flat).toContain(said);
    expect(stdout).toMatch(/^differs +a\.json +b\.json$/m);
    expect(stdout).toMatch(/^training\.epochs +3 +8$/m);
    expect(stdout).toMatch(/^penalty\.lambdas +0, 0\.1 +0, 0\.1, 0\.5$/m);
    expect(stdout).toMatch(/^lambda +RMSE, a\.json +RMSE, b\.json +difference \(interval\) +verdict$/m);
    const percent = Number((100 * (lambdas[1].comparison?.relative ?? NaN)).toPrecision(2));
    const row = new RegExp(
      `^0\\.1 .*${percent > 0 ? '\\+' : ''}${percent} % \\(.*${lambdas[1].comparison?.verdict}$`,
      'm',
    );
    expect(stdout).toMatch(row);
    expect(flat).toContain('adjusted for the number of lambdas; in b.json alone: 0.5.');
  });

  it.each([40, 60, 80])('fits a terminal of %d columns', async (width) => {
    const { stdout } = await type(['diff', at('a.json'), at('b.json')], { env: { COLUMNS: String(width) } });
    expect(measureWidest(stdout)).toBeLessThanOrEqual(width);
    expect(stdout).toContain('training.epochs');
  });

  it('says that two reports are the same, in any format', async () => {
    const same = 'The two reports are the same.';
    expect(await diff(at('a.json'), at('a.json'))).toMatchObject({ code: 0, stdout: `${same}\n` });
    expect((await diff(at('a.json'), at('a.json'), '--format', 'md')).stdout).toBe(`**${same}**\n`);
    const json = JSON.parse((await diff(at('a.json'), at('a.json'), '--json')).stdout);
    expect(json).toMatchObject({ same: true, sentence: same });
  });

  it('says why nothing was tested, and shows the means all the same', async () => {
    const { stdout } = await diff(at('a.json'), at('c.json'));
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      'Not compared pair by pair, since the pairs are not the same: seed: 1 and 2.',
    );
    expect(stdout).toMatch(/^lambda +RMSE, a\.json +RMSE, c\.json$/m);
    expect(stdout).not.toContain('verdicts are those of');
  });

  it('gives all of it as JSON, with the names of the files', async () => {
    const { stdout } = await diff(at('a.json'), at('b.json'), '--format', 'json');
    expect(JSON.parse(stdout)).toEqual(JSON.parse(JSON.stringify({ names, ...diffReports(a, b, names) })));
  });

  it('gives the lambdas of both as CSV, in full precision', async () => {
    const { stdout } = await diff(at('a.json'), at('b.json'), '--format', 'csv');
    const [head, ...rows] = stdout.trim().split('\n');
    const { lambdas } = diffReports(a, b, names);
    const cells = rows.map((row) =>
      Object.fromEntries(row.split(',').map((cell, i) => [head.split(',')[i], cell])),
    );
    expect(cells.map((row) => [row.lambda, row['a mean'], row['b mean'], row.pHolm, row.verdict])).toEqual(
      lambdas.map((each) =>
        [each.lambda, each.a.mean, each.b.mean, each.comparison?.pHolm, each.comparison?.verdict].map(String),
      ),
    );
  });

  it('gives Markdown with both tables', async () => {
    const { stdout } = await diff(at('a.json'), at('b.json'), '--format', 'md');
    expect(stdout).toMatch(/^\*\*Compared with lambda = .*\*\*\n\n/);
    expect(stdout).toContain('| differs | a.json | b.json |\n| --- | --- | --- |\n');
    expect(stdout).toMatch(/\| 0\.1 \| \S+ ± \S+ \| \S+ ± \S+ \| .* \| \w+ \|\n/);
  });

  it('reads one of them from standard input, and names two of one name by their paths', async () => {
    const piped = await type(['diff', '-', at('c.json')], { stdin: JSON.stringify(a) });
    expect(piped.stdout).toContain('standard input: ');
    const twice = await diff('-', '-');
    expect(twice).toMatchObject({ code: 2, stdout: '' });
    expect(twice.stderr).toContain('at most one report on standard input');
    mkdirSync(at('later'));
    writeFileSync(at('later/a.json'), JSON.stringify(b));
    const other = await diff(at('a.json'), at('later/a.json'), '--json');
    expect(JSON.parse(other.stdout).names).toEqual({ a: at('a.json'), b: at('later/a.json') });
  });

  it('needs two reports', async () => {
    expect((await diff(at('a.json'))).stderr).toContain("missing required argument 'second'");
    expect((await diff(at('a.json'), at('recipe.json'))).stderr).toContain('recipe.json: expected a report');
  });
});
