import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { listCharts } from '../../../src/charts/charts.ts';
import { listLambdaCharts } from '../../../src/charts/lambda-charts.ts';
import { countTrials } from '../../../src/cli/commands/run-show.ts';
import { compare } from '../../../src/compare/compare.ts';
import { citeReport } from '../../../src/report/cite.ts';
import { digestReport } from '../../../src/report/digest.ts';
import type { Report } from '../../../src/report/schema.ts';
import { VERSION } from '../../../src/version.ts';
import { engines } from '../../host.ts';
import { CSV, openFolder, QUICK, RECIPE } from '../samples.ts';
import { type } from '../screen.ts';

const at = openFolder();
let report: Report;
let text = '';
beforeAll(async () => {
  report = await compare(
    { ...RECIPE, data: { csv: CSV, target: 'y' }, include: ['predictions', 'weights'] },
    { engines },
  );
  text = JSON.stringify(report);
  writeFileSync(at('report.json'), `${text}\n`);
});

const keep = (name: string, changed: object) => {
  writeFileSync(at(name), JSON.stringify({ ...report, ...changed }));
  return at(name);
};

describe('absum show', () => {
  it('prints a kept report as compare printed it, but for the time', async () => {
    const argv = ['compare', at('data.csv'), '--target', 'y', '--lambdas', '0,0.1', ...QUICK];
    const compared = await type([...argv, '--include', 'predictions,weights']);
    const shown = await type(['show', at('report.json')]);
    expect(shown).toMatchObject({ code: 0, stderr: '' });
    expect(shown.stdout).toBe(compared.stdout.replace(/, [\d.]+ s\n$/, '\n'));
    expect(compared.stdout).not.toBe(shown.stdout);
  });

  it('reads standard input by name and by itself, and gives the same bytes as JSON', async () => {
    for (const argv of [['show', '-'], ['show']]) {
      const { stdout } = await type([...argv, '--json'], { stdin: text });
      expect(stdout).toBe(`${text}\n`);
    }
    expect((await type(['show'], { isInteractive: true })).stderr).toContain('expected a report, or -');
  });

  it('prints Markdown and CSV', async () => {
    const md = (await type(['show', at('report.json'), '--format', 'md'])).stdout;
    expect(md.startsWith(`**${report.headline}**`)).toBe(true);
    const csv = (await type(['show', at('report.json'), '--format', 'csv'])).stdout;
    expect(csv.split('\n')[1]).toMatch(/^lambda,0,/);
  });

  it('prints what to cite, with the digest that the report has with other things included', async () => {
    const { code, stdout } = await type(['show', at('report.json'), '--cite']);
    const { predictions: _, weights: __, ...bare } = report;
    const digest = await digestReport({ ...bare, recipe: { ...report.recipe, include: [] } });
    const { paragraph, references } = citeReport(report, digest);
    expect({ code, stdout }).toEqual({ code: 0, stdout: `${[paragraph, '', ...references].join('\n')}\n` });
    expect(paragraph).toContain(digest);
    const both = await type(['show', at('report.json'), '--cite', '--json']);
    expect(both).toMatchObject({ code: 2, stderr: expect.stringContaining('--cite') });
  });

  it('draws the charts of a kept report', async () => {
    const services = { charts: async () => ({ listCharts, listLambdaCharts }) };
    const { code } = await type(['show', at('report.json'), '--svg', at('charts')], { services });
    expect(code).toBe(0);
    const files = readdirSync(at('charts'));
    expect(files).toEqual(expect.arrayContaining(['metric.svg', 'weights-0.1.svg']));
    expect(readFileSync(at('charts/metric.svg'), 'utf8')).toMatch(/^<svg /);
  });

  it('says that a report holds no network to write', async () => {
    const { code, stderr } = await type(['show', at('report.json'), '--model', at('m.json')]);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: 'error: there is no model to write: the report has none\n',
    });
  });

  it('shows a report of another version, and says so unless it is to be quiet', async () => {
    const old = keep('old.json', { version: '0.0.9' });
    const { code, stdout, stderr } = await type(['show', old]);
    expect(code).toBe(0);
    expect(stdout).toContain(report.headline.slice(0, 20));
    expect(stderr).toBe(
      `${old}: made by absum 0.0.9, shown by ${VERSION}, which may compute other numbers\n`,
    );
    expect((await type(['show', old, '-q'])).stderr).toBe('');
  });

  it.each<[string, object, string]>([
    [
      'a text for a number',
      { cost: { steps: 'many', flops: 1, bytes: 1 } },
      'cost.steps: expected a number, got "many"',
    ],
    ['a lambda without its weights', { lambdas: [{ lambda: 0 }] }, 'lambdas[0].perWeight: is required'],
    ['a field that no report has', { more: 1 }, 'more: unknown field'],
  ])('refuses %s by its place', async (_what, changed, message) => {
    const file = keep('damaged.json', changed);
    const { code, stdout, stderr } = await type(['show', file]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(`error: ${file}: ${message}`);
    expect(stderr.trim().split('\n').length).toBeLessThanOrEqual(6);
    expect(stderr).not.toContain('made by');
  });

  it('says of a damaged report that another version made it', async () => {
    const file = keep('newer.json', { version: '99.0.0', more: 1 });
    const { code, stderr } = await type(['show', file]);
    expect(code).toBe(2);
    expect(stderr).toContain(`error: ${file}: made by absum 99.0.0; this is ${VERSION}\n`);
  });

  it.each([
    ['no JSON', 'broken.json', 'expected JSON'],
    [
      'a recipe',
      'recipe.json',
      'expected a report, as absum compare --json or --out writes it; this has no headline',
    ],
    ['what is not there', 'none.json', 'there is no such file'],
  ])('refuses %s', async (_what, name, message) => {
    const { code, stdout, stderr } = await type(['show', at(name)]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(`error: ${at(name)}: ${message}`);
  });
});

describe('countTrials', () => {
  it('adds search and refit, and does not guess at inner folds', () => {
    const of = (changed: Partial<Report>) => countTrials({ ...report, ...changed });
    expect(of({})).toBe(8);
    expect(of({ grid: { maximum: 1, exact: false, trials: 7 } })).toBe(15);
    expect(of({ refit: { lambda: 0, epochs: 1, diverged: null, sentence: '' } })).toBe(9);
    expect(of({ refit: { lambda: null, epochs: 1, diverged: null, sentence: '' } })).toBe(8);
    expect(of({ nested: {} as Report['nested'] })).toBeNull();
  });
});
