import { readFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { findBarriers, HAS_CHROMIUM, type PageOptions } from '../chromium.ts';
import { useLabPage } from './open-lab.ts';

/** What the charts of an answer say where one points, and its table, in a real browser. */

const SPARSE = '#dataset=diabetes&lambdas=0,0.01,0.1&method=proximal&epochs=8&folds=3&repeats=2';
const explain = HAS_CHROMIUM ? '' : ' (skipped: no Chromium, scripts/install-hosts.sh)';

describe.skipIf(!HAS_CHROMIUM)(`the charts of the page${explain}`, () => {
  const lab = useLabPage();
  let page: Page;

  /** The page with an answer, its charts ready to be pointed at. */
  async function answer(hash: string, options: PageOptions = {}): Promise<void> {
    await lab.open(hash, options);
    page = lab.page();
    await lab.compare();
    await page.waitForSelector('.plot input[type=range]', { state: 'attached' });
  }

  const figure = (title: string) => page.locator('figure', { has: page.getByText(title) });
  const losses = () => figure('Learning curves');
  const metric = () => figure('against lambda: every pair');
  /** Its text, a blank between two cells. */
  const textOf = (locator: Locator) =>
    locator.evaluate((element) => {
      const parts = [...element.querySelectorAll('strong, th, td, p')];
      return (parts.length === 0 ? [element] : parts)
        .map(({ textContent }) => textContent)
        .filter(Boolean)
        .join(' ');
    });

  /** Moves the mouse to the middle of a mark of a chart. */
  async function pointAt(mark: Locator): Promise<void> {
    await mark.scrollIntoViewIfNeeded();
    const box = await mark.boundingBox();
    if (box === null) throw new Error('the mark is not drawn');
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  }

  test('say by the mouse what stands at an epoch and at a lambda, and nothing beside the chart', async () => {
    await answer(SPARSE);
    const rings = losses().locator('svg[role=img] circle[r="4"]');
    // The first is that of the legend.
    await pointAt(rings.nth(1));
    const box = losses().locator('.spot');
    const said = await textOf(box);
    expect(said).toMatch(/^epoch \d validation training penalty best epoch 0 [\d.]+ [\d.]+ 0 /);
    // On the ring of lambda 0, its best epoch is here, and it is the one that is meant.
    const meant = await textOf(box.locator('tr[data-near=true]'));
    expect(meant).toMatch(/^0\s[\d.]+\s[\d.]+\s0\shere$/);
    expect(await losses().locator('.crosshair line').count()).toBe(2);
    await pointAt(metric().locator('svg[role=img] g[data-lambda="0.1"]').last());
    expect(await textOf(metric().locator('.spot'))).toMatch(
      /^lambda = 0\.1 mean [\d.]+ \u00b1 [\d.]+ 6 pairs [\d.]+ to [\d.]+ verdict \w+ baseline [\d.]+ .*linear model [\d.]+/,
    );
    await page.mouse.move(2, 2);
    expect(await page.locator('.spot').count()).toBe(0);
  });

  test('are read by the keyboard: arrows, Home and End move, Enter opens, Escape leaves', async () => {
    await answer(SPARSE);
    const keys = losses().locator('input[type=range]');
    await losses().getByRole('button', { name: 'linear', exact: true }).focus();
    await page.keyboard.press('Shift+Tab');
    expect(await keys.evaluate((input) => input === document.activeElement)).toBe(true);
    const box = losses().locator('.spot');
    expect(await textOf(box)).toContain('epoch 1 ');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    expect(await textOf(box.locator('tr[data-near=true]'))).toMatch(/^0\.01\s/);
    // A screen reader hears one lambda at a time.
    expect(await keys.getAttribute('aria-valuetext')).toMatch(
      /^epoch 2; 0\.01: validation [\d.]+, training [\d.]+, penalty [\d.]+, best epoch (\d|here)$/,
    );
    await page.keyboard.press('End');
    expect(await textOf(box)).toContain('epoch 8 ');
    await page.keyboard.press('Home');
    expect(await textOf(box)).toContain('epoch 1 ');
    await page.keyboard.press('Escape');
    expect(await box.count()).toBe(0);
    await page.keyboard.press('ArrowRight');
    expect(await box.count()).toBe(1);
    // Another width draws the chart anew; place and focus stay.
    const before = await textOf(box.locator('strong'));
    await page.setViewportSize({ width: 1100, height: 900 });
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.waitForTimeout(200);
    expect(await textOf(box.locator('strong'))).toBe(before);
    expect(await keys.evaluate((input) => input === document.activeElement)).toBe(true);
    await page.keyboard.press('Enter');
    expect(await page.locator('#view-title').textContent()).toBe('lambda = 0.01');
  });

  test('open a lambda whose curve, mean or label is pressed', async () => {
    await answer(SPARSE);
    const opened = () => page.locator('#view-title').textContent();
    const pressMiddle = async (mark: Locator) => {
      await pointAt(mark);
      await page.mouse.down();
      await page.mouse.up();
    };
    await pressMiddle(metric().locator('svg[role=img] g[data-lambda="0.1"]').last());
    expect(await opened()).toBe('lambda = 0.1');
    const rings = losses().locator('svg[role=img] circle[r="4"]');
    await pressMiddle(rings.nth(1));
    await page.waitForFunction(() => document.querySelector('#view-title')?.textContent === 'lambda = 0');
    await pressMiddle(losses().locator('svg[role=img] g[data-lambda="0.01"] text').first());
    await page.waitForFunction(() => document.querySelector('#view-title')?.textContent === 'lambda = 0.01');
    await pressMiddle(figure('Paired differences').locator('g[data-lambda="0.1"] text').first());
    await page.waitForFunction(() => document.querySelector('#view-title')?.textContent === 'lambda = 0.1');
    // Nothing opens where there is nothing.
    const view = page.locator('.view');
    await view.getByRole('button', { name: /^Close/ }).click();
    await losses().getByText('data loss', { exact: false }).first().click({ force: true });
    expect(await view.count()).toBe(0);
  });

  test('hide a curve, and scale an axis in another way', async () => {
    await answer(SPARSE);
    const drawn = () => losses().locator('svg[role=img] g[data-lambda="0.1"] path').count();
    expect(await drawn()).toBe(3);
    const toggle = losses().getByRole('button', { name: '0.1', exact: true });
    expect(await toggle.getAttribute('aria-pressed')).toBe('true');
    await toggle.click();
    expect([await toggle.getAttribute('aria-pressed'), await drawn()]).toEqual(['false', 0]);
    await toggle.click();
    expect(await drawn()).toBe(3);

    const title = () =>
      losses()
        .locator('svg[role=img] text', { hasText: /^data loss/ })
        .textContent();
    await losses().getByRole('button', { name: 'logarithmic' }).click();
    expect(await title()).toBe('data loss, logarithmic');
    await losses().getByRole('button', { name: 'linear', exact: true }).click();
    expect(await title()).toBe('data loss');

    const ticks = () =>
      metric()
        .locator('svg[role=img] g[data-lambda] > text')
        .evaluateAll((texts) => texts.map((text) => Number(text.getAttribute('x'))));
    const [zero, first, last] = await ticks();
    expect((first - zero) / (last - zero)).toBeGreaterThan(0.15);
    await metric().getByRole('button', { name: 'linear', exact: true }).click();
    const [zeroNow, firstNow, lastNow] = await ticks();
    expect((firstNow - zeroNow) / (lastNow - zeroNow)).toBeCloseTo(0.1, 2);
    // What is saved is what is seen.
    const [saved] = await Promise.all([
      page.waitForEvent('download'),
      metric()
        .getByRole('button', { name: /^Save as SVG/ })
        .click(),
    ]);
    expect(readFileSync(await saved.path(), 'utf8')).not.toContain('symmetric log');
  });

  test('show what sparsity costs', async () => {
    await answer(SPARSE);
    const sparsity = figure('What sparsity costs');
    await pointAt(sparsity.locator('svg[role=img] g[data-lambda="0.1"]').last());
    expect(await textOf(sparsity.locator('.spot'))).toMatch(
      /^lambda = 0\.1 mean .* features kept [\d.]+ of 10 weights kept \d+ % verdict/,
    );
  });

  test('show a table with all columns beside each other, which is saved as CSV', async () => {
    await answer(SPARSE);
    const headings = await page.locator('.lambdas thead button').allTextContents();
    expect(headings).toEqual([
      'lambda',
      'verdict',
      'RMSE \u00b1 SE',
      'difference (interval)',
      'zeros',
      'features kept',
      'sum |w|',
      'penalty',
      'data loss',
    ]);
    const room = await page
      .locator('.scroll', { has: page.locator('.lambdas') })
      .evaluate(({ scrollWidth, clientWidth }) => [scrollWidth, clientWidth]);
    expect(room[0]).toBeLessThanOrEqual(room[1]);
    const lambdas = () => page.locator('.lambdas tbody th > button').allTextContents();
    const zeros = page.locator('.lambdas thead').getByRole('button', { name: 'zeros' });
    await zeros.click();
    await zeros.click();
    expect(await lambdas()).toEqual(['0.1', '0.01', '0']);

    const [saved] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save as CSV: all lambdas' }).click(),
    ]);
    expect(saved.suggestedFilename()).toBe('lambdas.csv');
    const lines = readFileSync(await saved.path(), 'utf8')
      .trim()
      .split('\n');
    expect(lines).toHaveLength(6);
    expect(lines[0]).toMatch(/^row,lambda,choice,validation rmse mean,/);
  });

  test('on a phone the lines of the table are cards, and still a table', async () => {
    await answer(SPARSE, { width: 390, theme: 'dark' });
    const rows = page.locator('.lambdas tbody tr');
    expect(await rows.first().evaluate((row) => getComputedStyle(row).display)).toBe('grid');
    const boxes = await rows.evaluateAll((all) => all.map((row) => row.getBoundingClientRect().right));
    for (const right of boxes) expect(right).toBeLessThanOrEqual(390);
    // By role, whatever is displayed.
    const table = page.getByRole('table', { name: 'All lambdas' });
    expect(await table.getByRole('row').count()).toBe(6);
    expect(await table.getByRole('columnheader').count()).toBe(9);
    expect(await table.getByRole('rowheader').count()).toBe(5);
    const label = await rows
      .first()
      .locator('td')
      .nth(3)
      .evaluate((cell) => getComputedStyle(cell, '::before').content);
    expect(label).toContain('zeros');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await page.locator('.lambdas thead').getByRole('button', { name: 'sum |w|' }).click();
    expect(await rows.first().locator('th > button').textContent()).toBe('0.1');
    expect(await findBarriers(page)).toEqual([]);
  });

  test.each([
    [1280, 'light'],
    [1280, 'dark'],
  ] as const)('put up no barrier at %i pixels, %s, while they are read', async (width, theme) => {
    await answer(SPARSE, { width, theme });
    await losses().getByRole('button', { name: '0.1', exact: true }).click();
    await losses().locator('input[type=range]').focus();
    await page.keyboard.press('ArrowRight');
    expect(await losses().locator('.spot').count()).toBe(1);
    expect(await findBarriers(page)).toEqual([]);
  });

  test('are read by a finger: a first touch shows, a second one opens', async () => {
    await answer(SPARSE, { width: 390 });
    const mark = metric().locator('svg[role=img] g[data-lambda="0.1"]').last();
    await mark.scrollIntoViewIfNeeded();
    const box = await mark.boundingBox();
    if (box === null) throw new Error('the mark is not drawn');
    const touch = async () => {
      const at = { clientX: box.x + box.width / 2, clientY: box.y + box.height / 2, pointerType: 'touch' };
      for (const type of ['pointerdown', 'pointerleave']) {
        await mark.dispatchEvent(type, { ...at, bubbles: true });
      }
      await mark.evaluate(
        (element, init) => element.dispatchEvent(new PointerEvent('click', { ...init, bubbles: true })),
        at,
      );
    };
    await touch();
    expect(await textOf(metric().locator('.spot strong'))).toBe('lambda = 0.1');
    expect(await page.locator('.view').count()).toBe(0);
    await touch();
    expect(await page.locator('#view-title').textContent()).toBe('lambda = 0.1');
  });
});
