import { describe, expect, test } from 'vitest';
import { findBarriers, HAS_CHROMIUM } from '../chromium.ts';
import { SHORT, useLabPage, writeTable } from './open-lab.ts';

/** Answers that the form has left behind, and runs that the browser keeps. */

const explain = HAS_CHROMIUM ? '' : ' (skipped: no Chromium, scripts/install-hosts.sh)';

describe.skipIf(!HAS_CHROMIUM)(`runs on the page${explain}`, () => {
  const lab = useLabPage();
  const { press, state, fill, compare, headline, ready } = lab;
  const isStale = () => lab.page().getAttribute('.shown', 'data-stale');
  const openList = async () => {
    await lab.page().getByText('Earlier runs').click();
    await lab.page().locator('.runs li').first().waitFor();
  };
  const items = () => lab.page().locator('.runs li');

  test('an answer whose form has changed is grey until the form is as it was, by hand or at a press', async () => {
    await lab.open(`#${SHORT}`);
    await compare();
    expect(await isStale()).toBe('false');
    expect(await lab.page().locator('.mark').count()).toBe(0);
    await fill('epochs', '4');
    expect(await isStale()).toBe('true');
    await lab.page().getByText('The form has changed since').waitFor();
    expect(await findBarriers(lab.page())).toEqual([]);
    await fill('epochs', ' 3 ');
    expect(await isStale()).toBe('false');
    await lab.page().selectOption('#field-dataset', 'friedman1');
    expect(await isStale()).toBe('true');
    await press('Back to this recipe');
    expect(await lab.page().inputValue('#field-dataset')).toBe('diabetes');
    expect(await isStale()).toBe('false');
  });

  test('a failure is of the past once the form has changed, and the answer before it stays', async () => {
    await lab.open(`#${SHORT}`);
    await compare();
    const answer = await headline();
    await fill('epochs', '4');
    await ready();
    await lab.page().getByLabel('on the server', { exact: true }).check();
    await lab.page().route('**/v1/compare', (route) => route.abort());
    await press('Compare');
    await state('failed');
    expect(await headline()).toBe(answer);
    await lab.page().getByText('The answer before.').waitFor();
    await fill('epochs', '5');
    await lab.page().getByText('press Compare to try again').waitFor();
    await lab.page().locator('.shown').first().getByRole('button', { name: 'Back to this recipe' }).click();
    expect(await lab.page().inputValue('#field-epochs')).toBe('4');
    expect(await lab.page().getByText('press Compare to try again').count()).toBe(0);
    lab.visit().forgive(/ERR_FAILED/);
  });

  test('runs are kept over a reload, and come back with recipe and answer, uncomputed', async () => {
    await lab.open(`#${SHORT}`);
    await compare();
    const first = await headline();
    await fill('lambdas', '0, 1');
    await compare();
    const second = await headline();
    expect(second).not.toBe(first);
    await lab.page().goto('about:blank');
    await lab.page().goto(`${lab.url()}/`);
    await state('answered');
    expect(await headline()).toBe(second);
    await openList();
    expect(await items().count()).toBe(2);
    expect(await items().nth(1).textContent()).toContain('lambdas 0, 0.01; epochs 3; folds 2; repeats 1');
    expect(await items().nth(0).getAttribute('aria-current')).toBe('true');
    await items().nth(1).getByRole('button', { name: /^Show/ }).click();
    await lab
      .page()
      .waitForFunction(
        (wanted) =>
          document.querySelector('.answer .headline')?.textContent.replaceAll('\u00a0', ' ') === wanted,
        first,
      );
    expect(await lab.page().inputValue('#field-lambdas')).toBe('0,0.01');
    expect(await isStale()).toBe('false');
    expect(await findBarriers(lab.page())).toEqual([]);
  });

  test('a run is deleted, brought back, and two stand side by side; all are forgotten at two presses', async () => {
    await lab.open(`#${SHORT}`);
    await compare();
    await fill('epochs', '4');
    await compare();
    await openList();
    await items()
      .nth(0)
      .getByRole('button', { name: /^Delete/ })
      .click();
    await lab.page().waitForFunction(() => document.querySelectorAll('.runs li').length === 1);
    expect(await lab.page().evaluate(() => document.activeElement?.textContent)).toBe('Undo');
    await press('Undo');
    await lab.page().waitForFunction(() => document.querySelectorAll('.runs li').length === 2);
    await items().nth(0).getByRole('button', { name: /^Pin/ }).click();
    await items().nth(1).getByRole('button', { name: /^Pin/ }).click();
    await lab.page().getByRole('heading', { name: 'Side by side' }).waitFor();
    await lab.page().getByText('diabetes: lambdas 0, 0.01; epochs 4; folds 2; repeats 1').first().waitFor();
    await press('Forget all');
    await press('Keep them');
    expect(await items().count()).toBe(2);
    await press('Forget all');
    await press('Yes, forget all');
    await state('idle');
    await lab.page().reload();
    await ready();
    expect(await lab.page().getByText('Earlier runs').count()).toBe(0);
    expect(await lab.page().inputValue('#field-lambdas')).toMatch(/^-0\.01, ?0, ?0\.01, ?0\.1$/);
  });

  test('two tabs do not lose each other what they kept', async () => {
    await lab.open(`#${SHORT}`);
    const other = await lab.openTab(`#${SHORT}&seed=2`);
    await Promise.all([compare(), compare(other)]);
    await lab.page().bringToFront();
    await lab.page().reload();
    await lab.page().getByText('Earlier runs (2)').waitFor();
    await other.close();
  });

  test('form, file and answer are there after a reload, and go at a press on Start afresh', async () => {
    await lab.open();
    await lab.chooseFile('mine.csv', writeTable());
    await lab.page().getByText('mine.csv: 40 rows').waitFor();
    await lab.page().getByLabel('Use b').uncheck();
    for (const [name, text] of [
      ['epochs', '3'],
      ['folds', '2'],
      ['repeats', '1'],
      ['lambdas', '0,0.01'],
    ])
      await fill(name, text);
    await compare();
    const answer = await headline();
    await fill('lambdas', '0,0.2');
    await lab.page().reload();
    await lab.page().getByText('mine.csv: 40 rows').waitFor();
    expect(await lab.page().inputValue('#field-lambdas')).toBe('0,0.2');
    expect(await lab.page().getByLabel('Use b').isChecked()).toBe(false);
    expect(await headline()).toBe(answer);
    expect(await isStale()).toBe('true');
    await compare();

    await press('Start afresh');
    await state('idle');
    await lab.page().reload();
    await lab.page().getByText('diabetes: 442 rows').waitFor();
    expect(await lab.page().inputValue('#field-lambdas')).toMatch(/^-0\.01, ?0, ?0\.01, ?0\.1$/);
    await openList();
    // The file is still here, since the runs are.
    await items().nth(1).getByRole('button', { name: /^Show/ }).click();
    await lab.page().getByText('mine.csv: 40 rows').waitFor();
    expect(await isStale()).toBe('false');
  });

  test('a link goes before the form that was kept, and a link about the kept file takes it', async () => {
    await lab.open();
    await lab.chooseFile('mine.csv', writeTable());
    await lab.page().getByText('mine.csv: 40 rows').waitFor();
    await lab.page().waitForTimeout(500);
    const tab = await lab.openTab('#target=y&ignore=b&epochs=7');
    await tab.getByText('mine.csv: 40 rows').waitFor();
    expect(await tab.inputValue('#field-epochs')).toBe('7');
    await tab.goto('about:blank');
    await tab.goto(`${lab.url()}/#target=price&epochs=7`);
    await tab.getByText('The recipe is here, but not its data (target price): choose the file.').waitFor();
    await tab.goto('about:blank');
    await tab.goto(`${lab.url()}/#dataset=friedman1`);
    await tab.getByText('friedman1: ').waitFor();
    await tab.close();
  });

  test('without storage everything works, and the page says that nothing is kept', async () => {
    await lab.open();
    await lab.page().addInitScript(() => {
      Object.defineProperty(globalThis, 'indexedDB', {
        get() {
          throw new DOMException('no', 'SecurityError');
        },
      });
    });
    await lab.page().goto('about:blank');
    await lab.page().goto(`${lab.url()}/#${SHORT}`);
    await compare();
    await lab.page().getByText('This browser lets the page store nothing').waitFor();
    await fill('epochs', '4');
    await compare();
    await openList();
    await items().nth(1).getByRole('button', { name: /^Show/ }).click();
    await lab
      .page()
      .waitForFunction(() => document.querySelector<HTMLInputElement>('#field-epochs')?.value === '3');
  });

  test.each([
    [1280, 'light'],
    [390, 'dark'],
  ] as const)('the list puts up no barrier at %i pixels, %s, and is no wider', async (width, theme) => {
    await lab.open(`#${SHORT}`, { width, theme });
    await compare();
    await fill('epochs', '4');
    await compare();
    await fill('epochs', '5');
    await openList();
    for (const item of await items().all()) await item.getByRole('button', { name: /^Pin/ }).click();
    await lab.page().getByRole('heading', { name: 'Side by side' }).waitFor();
    await press('Forget all');
    expect(await findBarriers(lab.page())).toEqual([]);
    expect(await lab.page().evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  });
});
