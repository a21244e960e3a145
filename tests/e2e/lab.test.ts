import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type RunningWorker, startWorker } from '../../scripts/start-worker.ts';
import { buildRecipe, FIRST_SETUP, INCLUDED } from '../../src/page/setup/setup.ts';
import type { Report } from '../../src/report/schema.ts';
import { writeXlsx } from '../data/doors/xlsx/write-xlsx.ts';
import {
  findBarriers,
  findStrangers,
  HAS_CHROMIUM,
  openBrowser,
  openPage,
  type PageOptions,
  type Visit,
  watchLongTasks,
} from './chromium.ts';
import { ROOT, run } from './commands.ts';

/** What people do on the page, done in a real browser against a real worker. */

/** Four lambdas of one data set: what a test opens that names lambdas, or counts trials. */
const LISTED = '#dataset=diabetes&lambdas=-0.01,0,0.01,0.1';

/** Every default as it is, and nothing computed until Compare is pressed. */
const PLAIN = '#dataset=diabetes';

const explain = HAS_CHROMIUM ? '' : ' (skipped: no Chromium, scripts/install-hosts.sh)';

describe.skipIf(!HAS_CHROMIUM)(`the lab page${explain}`, () => {
  let worker: RunningWorker;
  let browser: Browser;
  let visit: Visit;
  let page: Page;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'absum-lab-'));
    [worker, browser] = await Promise.all([startWorker(), openBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await worker?.stop();
    rmSync(folder, { recursive: true });
  });
  afterEach(async () => {
    // Whatever a test did: nothing went wrong unseen, and nobody else was asked.
    expect([visit.errors, findStrangers(visit)]).toEqual([[], []]);
    // Chromium calls a stream aborted when it was stopped, and now and then when it was read to its end.
    expect(visit.failures.filter((failure) => !failure.endsWith('/v1/compare: net::ERR_ABORTED'))).toEqual(
      [],
    );
    await visit.close();
  });

  async function open(hash = PLAIN, options: PageOptions = {}): Promise<void> {
    visit = await openPage(browser, `${worker.url}/${hash}`, options);
    page = visit.page;
  }

  const state = (name: string) => page.waitForSelector(`main[data-state=${name}]`);
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
  const fill = (name: string, text: string) => page.fill(`#field-${name}`, text);
  const textOf = async (selector: string) =>
    (await page.textContent(selector))?.replaceAll('\u00a0', ' ') ?? null;
  const ready = () =>
    page.waitForFunction(() => document.querySelector('.plan')?.textContent?.includes('trials'));

  async function compare(): Promise<void> {
    await press('Compare');
    await state('answered');
  }

  /** From the disk, as people do it: a text handed over by the debugger would keep the page's thread busy. */
  async function chooseCsv(text: string, name = 'mine.csv'): Promise<void> {
    const path = join(folder, name);
    writeFileSync(path, text);
    await page.setInputFiles('input[type=file]', path);
  }

  async function save(name: string): Promise<Buffer> {
    const [saved] = await Promise.all([page.waitForEvent('download'), press(name)]);
    return readFileSync(await saved.path());
  }

  /** What the clipboard holds after a button was pressed. */
  async function copy(name: string): Promise<string> {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await press(name);
    await page.waitForFunction(() => document.body.textContent?.includes(' copied.'));
    return page.evaluate(() => navigator.clipboard.readText());
  }

  const postRecipe = async (recipe: unknown) => {
    const headers = { 'content-type': 'application/json' };
    return fetch(`${worker.url}/v1/compare`, { method: 'POST', headers, body: JSON.stringify(recipe) });
  };

  test('answers at one click, with the same report in either place', async () => {
    await open(LISTED);
    await ready();
    await compare();
    const inBrowser = await save('Download report');
    const expected = await (await postRecipe(buildRecipe(FIRST_SETUP, INCLUDED))).text();
    expect(inBrowser.toString()).toBe(expected);
    expect(await textOf('.headline')).toBe((JSON.parse(expected) as Report).headline);

    await page.getByLabel('on the server', { exact: true }).check();
    await press('Compare');
    await page.waitForFunction(() => document.body.textContent?.includes('s on the server, engine'));
    expect((await save('Download report')).toString()).toBe(expected);
  });

  test("goes from a file of one's own to the verdict", async () => {
    await open();
    await page.setInputFiles('input[type=file]', `${ROOT}/fixtures/cps-wages-1985.csv`);
    await page.getByText('cps-wages-1985.csv: 534 rows, 11 columns.').waitFor();
    expect(await page.inputValue('#field-target')).toBe('wage');
    await fill('lambdas', '0, 0.01');
    await fill('epochs', '5');
    await fill('folds', '2');
    await page.waitForFunction(() => document.querySelector('.plan')?.textContent?.startsWith('17 trials'));
    await compare();
    expect(await textOf('.headline')).toMatch(/ than no penalty\b/);
    expect(await page.getByText('534 rows, 10 features, target wage').count()).toBe(1);
    expect(await page.locator('figure svg').count()).toBeGreaterThanOrEqual(5);
    // The text column is shown as such.
    expect(await page.getByRole('row', { name: /^Use occupation/ }).textContent()).toContain(
      'category, 6 different values',
    );
  });

  test('takes a pasted table', async () => {
    await open();
    const rows = Array.from({ length: 30 }, (_, i) => `${i};${(i * 7) % 11};${i % 2 ? 'a' : 'b'};${i * 2}`);
    await page.getByText('Paste a table').click();
    await page.getByLabel('CSV with a header line').fill(`first;second;kind;label\n${rows.join('\n')}`);
    await page.getByText('pasted.csv: 30 rows, 4 columns.').waitFor();
    expect(await page.inputValue('#field-target')).toBe('label');
    await page.selectOption('#field-target', 'second');
    await page.getByLabel('Use kind').uncheck();
    await fill('epochs', '2');
    await ready();
    await compare();
    expect(await page.getByText('30 rows, 2 features, target second').count()).toBe(1);
  });

  test('says at the column what is wrong with it, and lets it be left out', async () => {
    await open();
    const rows = Array.from(
      { length: 40 },
      (_, i) => `${i},${i === 7 ? 'n.a.' : i * 3},${i === 3 ? '' : i},${i}`,
    );
    await chooseCsv(`a,b,c,y\n${rows.join('\n')}`);
    const row = (name: string) => page.getByRole('row', { name: new RegExp(`^Use ${name} `) });
    await row('b').getByText('expected numbers, got "n.a." in 1 of 40 cells').waitFor();
    await row('c').getByText('1 value is missing').waitFor();
    expect(await page.getByRole('button', { name: 'Compare' }).isDisabled()).toBe(true);
    await row('b').getByRole('button', { name: 'Leave out' }).click();
    expect(await row('b').getByRole('checkbox').isChecked()).toBe(false);
    // Who presses by keyboard goes on at the row.
    expect(await row('b').evaluate((element) => element === document.activeElement)).toBe(true);
    await press('Fill with the mean');
    expect(await page.inputValue('#field-missing')).toBe('mean');
    await ready();
    expect(await row('c').locator('.fault').count()).toBe(0);
    await fill('epochs', '2');
    await ready();
    await compare();
    expect(await page.getByText('40 rows, 2 features, target y').count()).toBe(1);
  });

  test('reads a mark as missing, takes dates, and makes categories of codes, a press each', async () => {
    await open('#epochs=2&folds=2&repeats=1&lambdas=0,0.01');
    const line = (i: number) => `${i % 9 ? `$${i},250` : '?'},2024-0${1 + (i % 9)}-11,0213${i % 4},${i * 2}`;
    const csv = Array.from({ length: 40 }, (_, i) => line(i).replace(/\$(\d+,\d+)/, '"$&"'));
    await chooseCsv(`price,sold,zip,y\n${csv.join('\n')}`);
    const row = (name: string) => page.getByRole('row', { name: new RegExp(`^Use ${name} `) });
    await row('price').getByText('"$" and thousands commas removed').waitFor();
    await press('Read "?" as missing');
    await row('price').getByText('5 missing (written "?")').waitFor();
    await press('Fill with the mean');
    await row('sold').getByText('left out').waitFor();
    await row('sold').getByRole('button', { name: 'Take year, month, weekday, days' }).click();
    await row('sold').getByText('taking year, month, weekday, days').waitFor();
    await row('zip').getByRole('button', { name: 'Use as categories' }).click();
    await row('zip').getByText('category, 4 different values').waitFor();
    await ready();
    await compare();
    expect(await page.getByText('40 rows, 6 features, target y').count()).toBe(1);
    const recipe = JSON.parse(await copy('Copy as JSON')) as { data: object };
    expect(recipe.data).toEqual({
      target: 'y',
      missing: 'mean',
      missingMarkers: ['?'],
      categories: ['zip'],
      dates: { sold: ['year', 'month', 'weekday', 'days'] },
    });
    await row('zip').getByRole('button', { name: 'Undo' }).click();
    await row('zip').getByText('some numbers begin with a zero').waitFor();
  });

  test('takes the first line for data, or for names, at a press', async () => {
    await open();
    await chooseCsv(table((i) => `${i}.5,${i % 7},${i * 2}`, '1.5,2,3'));
    await page.getByRole('alert').getByText('expected a header').waitFor();
    await press('The first line is data');
    await page.getByText('mine.csv: 41 rows, 3 columns.').waitFor();
    expect(await page.inputValue('#field-target')).toBe('y');
    await press('The first line has names');
    await page.getByText('mine.csv: 40 rows, 3 columns.').waitFor();
  });

  test('takes the sheet of a spreadsheet that is chosen', async () => {
    await open();
    const path = join(folder, 'book.xlsx');
    const rows = Array.from({ length: 20 }, (_, i) => [i, i % 3]);
    writeFileSync(
      path,
      await writeXlsx({ Data: [['a', 'y'], ...rows], More: [['b', 'y'], ...rows.slice(5)] }),
    );
    await page.setInputFiles('input[type=file]', path);
    await page.getByText('book.csv: 20 rows').waitFor();
    await page.getByLabel('sheet', { exact: true }).selectOption('More');
    await page.getByText('book.csv: 15 rows').waitFor();
  });

  test('keeps equal rows together at a press of the finding', async () => {
    await open('#epochs=2&folds=2&repeats=1&lambdas=0,0.01');
    const rows = Array.from({ length: 30 }, (_, i) => `${i},${(i * 7) % 11},${i * 2}`).join('\n');
    await chooseCsv(`a,b,y\n${rows}\n${rows}`);
    await ready();
    await compare();
    await page.locator('.findings li', { hasText: 'duplicate-rows' }).getByText('Fix and run again').click();
    expect(await page.inputValue('#field-duplicates')).toBe('together');
    await page.waitForFunction(() => !document.body.textContent?.includes('duplicate-rows'));
    await state('answered');
    expect(await page.getByText('duplicate-rows').count()).toBe(0);
  });

  test('says what is wrong with a file', async () => {
    await open();
    const files: [csv: string, fault: string][] = [
      ['a,y\n1,2\n3\n', 'line 3: expected 2 cells'],
      ['1,2\n3,4\n', 'expected a header with the names of the columns'],
      ['\n', 'expected a header line and rows'],
      ['a,y\n"1,2\n', 'expected a closing quote'],
    ];
    for (const [csv, fault] of files) {
      await chooseCsv(csv);
      await page.getByRole('alert').getByText(fault).waitFor();
      expect(await page.getByText('mine.csv cannot be read.').count()).toBe(1);
      expect(await page.getByRole('button', { name: 'Compare' }).isDisabled()).toBe(true);
    }
  });

  test('reports a file that is not text, and keeps what was there', async () => {
    await open();
    await ready();
    await chooseCsv('PK\x03\x04\x14\x00', 'table.xlsx');
    await page.getByRole('alert').getByText('table.xlsx: expected').waitFor();
    expect(await page.getByText('diabetes: 442 rows').count()).toBe(1);
    await page.selectOption('#field-dataset', 'friedman1');
    await page.getByText('table.xlsx').waitFor({ state: 'detached' });
  });

  const table = (line: (i: number) => string, header = 'a,b,y') =>
    `${header}\n${Array.from({ length: 40 }, (_, i) => line(i)).join('\n')}`;

  test('takes a file dropped anywhere, and one alone', async () => {
    await open();
    const drop = async (...names: string[]) => {
      const dataTransfer = await page.evaluateHandle(
        ([text, ...files]) => {
          const transfer = new DataTransfer();
          for (const name of files) transfer.items.add(new File([text], name));
          return transfer;
        },
        [table((i) => `${i},${i % 7},${i * 2}`), ...names],
      );
      await page.dispatchEvent('h1', 'dragover', { dataTransfer });
      await page.dispatchEvent('h1', 'drop', { dataTransfer });
    };
    await drop('one.csv');
    await page.getByText('one.csv: 40 rows').waitFor();
    await drop('two.csv', 'three.csv');
    await page.getByRole('alert').getByText('expected one file, got 2').waitFor();
    expect(await page.getByText('one.csv: 40 rows').count()).toBe(1);
  });

  test('leads from a comma of two meanings, and from a target of texts, to an answer', async () => {
    await open('#epochs=2&folds=2&repeats=1&lambdas=0,0.01');
    await chooseCsv(table((i) => `${i},5;${1 + (i % 7)},250;${i * 2},75`, 'preis;größe;y'));
    await page.getByText('Needs attention: größe.').waitFor();
    await press('Commas mark decimals');
    await ready();
    // The next file is not read like the last one.
    await chooseCsv(
      table((i) => `${i},${i % 7}.5,${i % 2 ? 'yes' : 'no'}`, 'a,b,kind'),
      'texts.csv',
    );
    await page.getByText('texts.csv: 40 rows').waitFor();
    expect(await page.inputValue('#field-decimal')).toBe('');
    await page.selectOption('#field-target', 'kind');
    // The loss follows the target.
    await page.getByText('cross-entropy').first().waitFor({ state: 'attached' });
    await page.waitForFunction(() => document.querySelector('.plan')?.textContent?.startsWith('5 trials'));
    await compare();
    expect(await textOf('.headline')).toContain('cross-entropy');
  });

  test('takes a pasted table again after another data set', async () => {
    await open();
    await page.getByText('Paste a table').click();
    await page.getByLabel('CSV with a header line').fill(table((i) => `${i},${i % 7},${i * 2}`));
    await page.getByText('pasted.csv: 40 rows').waitFor();
    expect(await page.getByText('Use this table').count()).toBe(0);
    await page.selectOption('#field-dataset', 'diabetes');
    await page.getByText('diabetes: 442 rows').waitFor();
    await press('Use this table');
    await page.getByText('pasted.csv: 40 rows').waitFor();
  });

  test('follows links while it is open, back and forth, and shows what they say wrongly', async () => {
    await open();
    const follow = (hash: string) => page.evaluate((next) => void location.assign(`#${next}`), hash);
    const epochs = (value: string) =>
      page.waitForFunction((wanted) => {
        const field = document.querySelector<HTMLInputElement>('#field-epochs');
        return field?.value === wanted;
      }, value);
    await follow('dataset=diabetes&epochs=7&method=subgradient');
    await epochs('7');
    expect(await page.inputValue('#field-method')).toBe('subgradient');
    await page.goBack();
    await epochs('');
    await page.goForward();
    await epochs('7');
    await follow('dataset=diabetes&epochs=8&method=foo');
    await page.locator('.fault').getByText('got "foo"').waitFor();
    expect(await page.inputValue('#field-method')).toBe('foo');
    await follow('dataset=nope&epochs=9');
    await page.getByText('nope cannot be read.').waitFor();
    expect(await page.inputValue('#field-dataset')).toBe('nope');
  });

  test('says once that the server is gone', async () => {
    await open();
    await ready();
    await page.getByLabel('on the server', { exact: true }).check();
    await page.context().setOffline(true);
    await press('Compare');
    await state('failed');
    expect(await page.locator('.fault').allTextContents()).toEqual([
      expect.stringContaining('The server does not answer'),
    ]);
    visit.forgive(/ERR_INTERNET_DISCONNECTED/);
  });

  test('says at the field what is wrong with it', async () => {
    await open();
    await ready();
    await fill('lambdas', '0, x');
    await page.locator('.fault').getByText('entry 2: expected a number, got "x"').waitFor();
    expect(await page.getAttribute('#field-lambdas', 'aria-invalid')).toBe('true');
    expect(await textOf('.plan')).toContain('Not ready');
    expect(await textOf('#why-not')).toBe('lambdas: entry 2: expected a number, got "x"');
    await fill('lambdas', 'auto');
    await ready();
    expect(await page.getAttribute('#field-lambdas', 'aria-invalid')).toBe('false');
  });

  test.each(['in this browser', 'on the server'])(
    'stops %s, keeps what was done, and goes on',
    async (where) => {
      await open(LISTED);
      await ready();
      await fill('epochs', '3000');
      await page.getByLabel(where, { exact: true }).check();
      await page.waitForFunction(() => !/about 0\./.test(document.querySelector('.plan')?.textContent ?? ''));
      await press('Compare');
      await page.waitForFunction(() => Number(document.querySelector('progress')?.value) >= 4);
      await page.locator('.drawing svg').nth(1).waitFor();
      await press('Stop');
      await state('stopped');
      const [, done] = /Stopped after (\d+) of 81 trials/.exec((await textOf('.headline')) ?? '') ?? [];
      expect(Number(done)).toBeGreaterThanOrEqual(4);
      expect(Number(done)).toBeLessThan(81);
      expect(await page.locator('.drawing svg').count()).toBe(2);
      const trials = await page
        .locator('caption:has-text("Trials done") ~ tbody td:nth-child(2)')
        .allTextContents();
      expect(trials.reduce((sum, count) => sum + Number(count), 0)).toBe(Number(done));
      await fill('epochs', '2');
      await ready();
      await compare();
      expect((await fetch(`${worker.url}/healthz`)).status).toBe(200);
    },
  );

  test('leaves the focus where it was after a stop, and tells a screen reader of it', async () => {
    await open(LISTED);
    await fill('epochs', '5000');
    await page.waitForFunction(() => !/about 0\./.test(document.querySelector('.plan')?.textContent ?? ''));
    await press('Compare');
    await page.locator('.drawing svg').first().waitFor();
    await page.getByRole('button', { name: 'Stop' }).focus();
    await page.keyboard.press('Enter');
    await state('stopped');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Stop');
    expect(await textOf('.unseen[role=status]')).toMatch(/^Stopped after \d+ of 81/);
    // With no effect now.
    await page.keyboard.press('Enter');
    expect(await page.locator('main').getAttribute('data-state')).toBe('stopped');
  });

  test('runs on the server what needs tfjs', async () => {
    await open('#dataset=diabetes&optimizer=rmsprop&lambdas=0,0.01&epochs=2&folds=2&repeats=1');
    await page.getByText('This recipe needs the tfjs engine').waitFor();
    expect(await page.getByLabel('in this browser').isDisabled()).toBe(true);
    await compare();
    expect(await page.getByText('on the server, engine tfjs').count()).toBe(1);
  });

  test('opens a lambda of its own, sorts the table, and shows classes', async () => {
    await open(LISTED);
    await ready();
    await compare();
    await press('Open lambda 0.01');
    const view = page.locator('.view');
    await view.locator('figure svg').nth(2).waitFor();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('view-title');
    expect(await view.locator('figure h4').count()).toBe(3);
    await press('Close lambda = 0.01');
    expect(await view.count()).toBe(0);
    const lambdas = () => page.locator('.lambdas tbody th > button').allTextContents();
    expect(await lambdas()).toEqual(['−0.01', '0', '0.01', '0.1']);
    await page.locator('.lambdas thead').getByRole('button', { name: 'RMSE' }).click();
    expect(await lambdas()).toEqual(['0.01', '0.1', '0', '−0.01']);
    await page.locator('.lambdas thead').getByRole('button', { name: 'RMSE' }).click();
    expect((await lambdas())[0]).toBe('−0.01');

    const classes = Array.from(
      { length: 40 },
      (_, i) => `${i},${(i * 3) % 7},${i % 2 ? '<b>yes</b>' : 'no'}`,
    );
    await chooseCsv(`a,b,class\n${classes.join('\n')}`);
    await fill('lambdas', '0, 0.01');
    await fill('epochs', '3');
    await page.waitForFunction(() => document.querySelector('.source')?.textContent?.includes('40 rows'));
    await ready();
    await compare();
    expect(await page.locator('.headline').textContent()).toContain('cross-entropy');
    await press('Open lambda 0.01');
    await view.locator('figure svg').nth(1).waitFor();
    expect(await view.locator('figure h4').allTextContents()).toHaveLength(2);
    expect(await page.locator('.view b').count()).toBe(0);
  });

  test('gives everything away: files, commands, a link that carries no data', async () => {
    await open(LISTED);
    await ready();
    await compare();
    const report = JSON.parse((await save('Download report')).toString()) as Report;
    const [svg] = await Promise.all([
      page.waitForEvent('download'),
      page.click('figure button:has-text("SVG")'),
    ]);
    expect(svg.suggestedFilename()).toBe('metric.svg');
    expect(readFileSync(await svg.path(), 'utf8')).toMatch(
      /^<svg[^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/,
    );
    const [png] = await Promise.all([
      page.waitForEvent('download'),
      page.click('figure button:has-text("PNG")'),
    ]);
    expect(
      readFileSync(await png.path())
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');
    expect(JSON.parse((await save('Model as JSON')).toString())).toEqual(report.model);
    expect((await save('Model as ONNX')).length).toBeGreaterThan(1000);

    const { code, stdout } = await run((await copy('Copy as curl')).replace('curl', 'curl -sS'));
    expect(code).toBe(0);
    expect((JSON.parse(stdout) as Report).headline).toBe(report.headline);
    expect(JSON.parse(await copy('Copy as JSON'))).toEqual(buildRecipe(FIRST_SETUP));
    expect(await copy('Copy as Python')).toContain(`${worker.url}/v1/compare`);

    await chooseCsv('secret,y\n1,2\n3,4\n5,6\n7,8\n9,1\n2,3\n');
    await page.getByText('mine.csv: 6 rows').waitFor();
    await fill('folds', '3');
    await fill('epochs', '2');
    await ready();
    await compare();
    const link = await copy('Copy link');
    expect(link).not.toMatch(/secret|mine/);
    // In another browser: this one has kept the file.
    await visit.close();
    await open(new URL(link).hash);
    await page.getByText('The recipe is here, but not its data (target y): choose the file.').waitFor();
    expect(await page.inputValue('#field-folds')).toBe('3');
  });

  test('can be used by the keyboard alone', async () => {
    await open();
    await ready();
    const reach = async (selector: string) => {
      for (let pressed = 0; pressed < 200; pressed++) {
        await page.keyboard.press('Tab');
        if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return;
      }
      throw new Error(`no Tab leads to ${selector}`);
    };
    await reach('input[name=place]');
    await page.keyboard.press('ArrowRight');
    await reach('#field-lambdas');
    await page.keyboard.press('Control+A');
    await page.keyboard.type('0, 0.05');
    await reach('summary');
    await page.keyboard.press('Enter');
    await reach('#field-scale');
    await page.keyboard.press('ArrowDown');
    await page.waitForFunction(() => document.querySelector('.plan')?.textContent?.startsWith('41 trials'));
    await reach('button[type=submit]');
    await page.keyboard.press('Enter');
    await state('answered');
    expect(await page.getByText('s on the server, engine').count()).toBe(1);
    await reach('button[aria-label="Open lambda 0.05"]');
    await page.keyboard.press('Enter');
    expect(await textOf('#view-title')).toContain('0.05');
    await reach('.view > button');
    await page.keyboard.press('Enter');
    expect(await page.locator('.view').count()).toBe(0);
  });

  test.each([
    [1280, 'light'],
    [390, 'dark'],
  ] as const)(
    'puts up no barrier at %i pixels, %s: with an answer, a view, faults, a stop',
    async (width, theme) => {
      await open(LISTED, { width, theme });
      await ready();
      await compare();
      for (const summary of await page.locator('summary').all()) await summary.click();
      await press('Open lambda 0.01');
      await page.locator('.view svg').first().waitFor();
      expect(await findBarriers(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      await fill('epochs', '5000');
      await page.waitForFunction(() => !/about 0\./.test(document.querySelector('.plan')?.textContent ?? ''));
      await press('Compare');
      await page.locator('.drawing svg').first().waitFor();
      expect(await findBarriers(page)).toEqual([]);
      await press('Stop');
      await state('stopped');
      await chooseCsv('a,b,y\n1,x,3\n2,y,\n3,z,5\n');
      await fill('lambdas', 'x');
      await page.locator('.fault').first().waitFor();
      expect(await findBarriers(page)).toEqual([]);
    },
  );

  test.each(['in this browser', 'on the server'])('stays responsive with 20,000 rows %s', async (where) => {
    const line = (i: number) =>
      Array.from({ length: 8 }, (_, c) => ((i * (c + 3) * 7919) % 1009) / 10).join(',');
    const csv = `${'abcdefg'.split('').join(',')},y\n${Array.from({ length: 20_000 }, (_, i) => line(i)).join('\n')}`;
    await open(LISTED);
    await ready();
    const readLongest = await watchLongTasks(browser, page);
    await chooseCsv(csv, 'large.csv');
    await page.getByText('large.csv: 20000 rows, 8 columns.').waitFor();
    await page.getByLabel(where, { exact: true }).check();
    await fill('lambdas', '-0.01, 0, 0.01, 0.1');
    await fill('epochs', '2');
    await fill('folds', '2');
    await fill('repeats', '2');
    await page.waitForFunction(() => document.querySelector('.plan')?.textContent?.startsWith('17 trials'));
    await compare();
    await press('Open lambda 0.01');
    await page.locator('.view svg').first().waitFor();
    expect(await readLongest()).toBeLessThan(200);
  });
});
