import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Report } from '../../../src/report/schema.ts';
import { HAS_CHROMIUM } from '../chromium.ts';
import { ROOT, run } from '../commands.ts';
import { SHORT, useLabPage, writeTable } from './open-lab.ts';

/** Reports that are brought to the page as files. */

const explain = HAS_CHROMIUM ? '' : ' (skipped: no Chromium, scripts/install-hosts.sh)';

describe.skipIf(!HAS_CHROMIUM)(`a report brought to the page${explain}`, () => {
  const lab = useLabPage();
  const { press, state, compare, headline, chooseFile, ready } = lab;

  /** A report as the command line writes it. */
  async function writeReport(...flags: string[]): Promise<Report> {
    const words =
      'compare fixtures/diabetes.csv --target y --lambdas 0,0.01 --epochs 3 --folds 2 --repeats 1 --json';
    const { code, stdout } = await run(`node dist/cli.js ${words} ${flags.join(' ')}`);
    expect(code).toBe(0);
    return JSON.parse(stdout) as Report;
  }

  test('from the command line opens, is kept, and its recipe goes into the form with a file that fits', async () => {
    const report = await writeReport('--ignore', 's1');
    await lab.open();
    await ready();
    await chooseFile('report.json', JSON.stringify(report, null, 2));
    await state('answered');
    expect(await headline()).toBe(report.headline);
    expect(await lab.page().textContent('.mark')).toContain('Opened from report.json.');
    expect(await lab.page().getAttribute('.shown', 'data-stale')).toBe('false');
    expect(await lab.saveReport()).toEqual(report);
    await lab.page().getByText('Earlier runs (1)').click();
    await lab.page().locator('.runs li').getByText('report.json').waitFor();
    // The form is as it was.
    expect(await lab.page().inputValue('#field-dataset')).toBe('diabetes');

    await press('Use its recipe');
    await lab.page().getByText('The recipe is here, but not its data (target y): choose the file.').waitFor();
    expect(await lab.page().inputValue('#field-lambdas')).toBe('0,0.01');
    expect(await lab.page().inputValue('#field-method')).toBe('');
    await lab.page().setInputFiles('input[type=file]', join(ROOT, 'fixtures/diabetes.csv'));
    await lab.page().getByText('diabetes.csv: 442 rows').waitFor();
    expect(await lab.page().getByLabel('Use s1', { exact: true }).isChecked()).toBe(false);
    await compare();
    const { include: _, ...recipe } = (await lab.saveReport()).recipe;
    const { include: __, ...expected } = report.recipe;
    expect(recipe).toEqual(expected);
  });

  test("made here is back in a browser that kept nothing, where the file's name is all that is new", async () => {
    await lab.open(`#${SHORT}`);
    await compare();
    const report = await lab.saveReport();
    await press('Start afresh');
    await state('idle');
    await chooseFile('mine.json', JSON.stringify(report));
    await state('answered');
    await press('Use its recipe');
    await lab
      .page()
      .waitForFunction(() => document.querySelector<HTMLInputElement>('#field-epochs')?.value === '3');
    expect(await lab.page().getByRole('button', { name: 'Use its recipe' }).count()).toBe(0);
    await press('Open lambda 0.01');
    await lab.page().locator('.view svg').nth(2).waitFor();
  });

  test('that is damaged, cut off or of another kind is refused with the place, and what was there stays', async () => {
    const report = await writeReport();
    await lab.open();
    await chooseFile('mine.csv', writeTable());
    await lab.page().getByText('mine.csv: 40 rows').waitFor();
    const alert = (text: string) => lab.page().getByRole('alert').getByText(text).waitFor();
    const [first, ...others] = report.lambdas;
    const whole = JSON.stringify(report);
    await chooseFile(
      'a.json',
      JSON.stringify({ ...report, lambdas: [{ ...first, lambda: 'x' }, ...others] }),
    );
    await alert('a.json is no report that this page can show: lambdas[0].lambda: expected');
    await chooseFile('b.json', whole.slice(0, whole.length / 2));
    await alert('b.json: expected a whole report');
    await chooseFile('c.json', '{"a": [1, 2]}');
    await alert('got JSON');
    await chooseFile('d.json', JSON.stringify({ ...report, version: '0.0.1', advice: 'none' }));
    await alert('absum 0.0.1 made this report');
    const order = report.design.order.slice(1);
    await chooseFile('e.json', JSON.stringify({ ...report, design: { ...report.design, order } }));
    await alert('design.order: expected 2 of them, got 1');
    expect(await lab.page().getByText('mine.csv: 40 rows').count()).toBe(1);
    expect(await lab.page().locator('.answer').count()).toBe(0);
  });

  test('that is hostile brings no markup along, and one that contradicts itself does not break the page', async () => {
    const evil = '<img src=x onerror="document.title=1"><script>document.title=2</script>';
    const text = JSON.stringify(await writeReport('--ignore', 's1'))
      .replaceAll('"bmi"', JSON.stringify(evil))
      .replaceAll('"target":"y"', `"target":${JSON.stringify(evil)}`)
      .replace(/"headline":"[^"]*"/, `"headline":${JSON.stringify(evil)}`);
    await lab.open();
    await ready();
    await chooseFile('evil.json', text);
    await state('answered');
    await lab.page().locator('figure svg').nth(3).waitFor();
    await press('Open lambda 0.01');
    await lab.page().locator('.view').waitFor();
    expect(await headline()).toBe(evil);
    expect(await lab.page().locator('img, main script').count()).toBe(0);
    expect(await lab.page().title()).toContain('absum');

    const other = JSON.parse(text) as Report;
    const metrics = Object.fromEntries(other.lambdas.map(({ lambda }) => [lambda, 1]));
    const broken = {
      ...other,
      choice: { ...other.choice, lambda: 5, minimum: 7 },
      lambdas: other.lambdas.map((row) => ({
        ...row,
        validation: { ...row.validation, bogus: row.validation.rmse },
        metrics: undefined,
      })),
    };
    expect(Object.keys(metrics).length).toBe(2);
    await chooseFile('broken.json', JSON.stringify(broken));
    await lab.page().getByText('Opened from broken.json.').waitFor();
    await ready();
  });

  test('waits while a comparison runs', async () => {
    await lab.open(`#${SHORT.replace('epochs=3', 'epochs=20000')}`);
    await ready();
    await press('Compare');
    await state('running');
    await chooseFile('report.json', JSON.stringify(await writeReport()));
    await lab.page().getByRole('alert').getByText('A comparison runs: stop it').waitFor();
    expect(await lab.page().getAttribute('main', 'data-state')).toBe('running');
    await press('Stop');
    await state('stopped');
  });
});
