import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { PRESETS } from '../../../src/page/presets/presets.ts';
import { findBarriers, HAS_CHROMIUM, type PageOptions } from '../chromium.ts';
import { useLabPage, writeTable } from './open-lab.ts';

/** What a visitor meets: an answer at once, examples, what to do next at one press, and an address that tells it all. */

const explain = HAS_CHROMIUM ? '' : ' (skipped: no Chromium, scripts/install-hosts.sh)';

describe.skipIf(!HAS_CHROMIUM)(`the page, opened${explain}`, () => {
  const lab = useLabPage();
  const { state, headline, ready } = lab;
  let page: Page;

  async function open(hash: string, options: PageOptions = {}): Promise<void> {
    await lab.open(hash, options);
    page = lab.page();
  }

  const question = (text: string) => page.locator('#answer-title', { hasText: text }).waitFor();
  const hash = () => page.evaluate(() => location.hash);
  const field = (name: string, value: string) =>
    page.waitForFunction(([id, wanted]) => document.querySelector<HTMLInputElement>(id)?.value === wanted, [
      `#field-${name}`,
      value,
    ] as const);

  test('has an answer before anything is pressed, says that it is an example, and leaves the address alone', async () => {
    await open('');
    await state('answered');
    await question('An example: diabetes, y by a network of 32, lambda = -0.01, 0, 0.01 and 0.1');
    expect(await headline()).toMatch(/^lambda = 0\.01 lowers validation RMSE by 6\.4 %/);
    expect(await page.locator('.advice h3').allTextContents()).toEqual([
      'For accuracy',
      'For a small network',
      'For few features',
    ]);
    expect(await hash()).toBe('');
    expect(await findBarriers(page)).toEqual([]);
  });

  test('asks for at most 150 KiB, compressed, up to that answer', async () => {
    const bodies: Promise<Buffer>[] = [];
    const context = await lab.browser().newContext();
    const fresh = await context.newPage();
    context.on('response', (response) => bodies.push(response.body().catch(() => Buffer.alloc(0))));
    await fresh.goto(lab.url());
    await fresh.waitForSelector('main[data-state=answered] figure svg');
    const sizes = (await Promise.all(bodies)).map((body) => gzipSync(body, { level: 9 }).length);
    await context.close();
    await open('#dataset=diabetes');
    expect(sizes.length).toBeGreaterThan(5);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(150 * 1024);
  });

  test('computes no example for who edits before it is ready', async () => {
    await open('#dataset=diabetes');
    const context = await lab.browser().newContext();
    const early = await context.newPage();
    await early.route('**/engine-worker*', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 1500));
      await route.continue();
    });
    await early.goto(lab.url());
    await early.fill('#field-epochs', '3');
    await ready(early);
    await early.waitForTimeout(1000);
    expect(await early.locator('main').getAttribute('data-state')).toBe('idle');
    await context.close();
  });

  // Two other tabs, a term, six examples and the file stand before it.
  test('comes to Compare within eleven presses of Tab', async () => {
    await open('#dataset=diabetes');
    await ready();
    let presses = 0;
    do {
      await page.keyboard.press('Tab');
      presses += 1;
    } while (!(await page.evaluate(() => document.activeElement?.matches('[type=submit]'))) && presses < 50);
    expect(presses).toBeLessThanOrEqual(11);
  });

  test.each(PRESETS.slice(1).map(({ title, sentence }) => [title, sentence] as const))(
    'answers the example "%s" at one press',
    async (title, sentence) => {
      await open('#dataset=diabetes&lambdas=0,1&epochs=1');
      await page.getByRole('button', { name: title }).click();
      await state('answered');
      const button = page.getByRole('button', { name: title });
      expect(await button.getAttribute('aria-pressed')).toBe('true');
      expect(await button.textContent()).toContain(sentence);
      expect((await headline())?.length).toBeGreaterThan(20);
    },
  );

  test('runs what the advice says at one press, a linear model too, and what a finding says', async () => {
    await open('');
    await state('answered');
    await page.locator('.advice li').first().getByRole('button', { name: 'Run this' }).click();
    await question('y by a linear model, lambda = -0.01, 0, 0.01 and 0.1');
    expect(await page.inputValue('#field-hidden')).toBe('none');
    await page.waitForFunction(() => location.hash.includes('hidden=&') || location.hash.endsWith('hidden='));
    const fix = page.locator('.findings li', { hasText: 'negative-lambda' }).getByText('Fix and run again');
    await fix.click();
    await question('lambda = 0, 0.01 and 0.1');
    await page.reload();
    await field('hidden', 'none');
    await field('lambdas', '0,0.01,0.1');
  });

  test('tells the recipe in the address as it is edited; going back undoes, a file too', async () => {
    await open('#dataset=diabetes');
    await ready();
    await page.fill('#field-epochs', '7');
    await page.waitForFunction(() => location.hash === '#dataset=diabetes&epochs=7');
    await lab.chooseFile('mine.csv', writeTable());
    await page.waitForFunction(() => location.hash === '#target=y&epochs=7');
    await page.fill('#field-epochs', '8');
    await page.waitForFunction(() => location.hash.endsWith('epochs=8'));
    await page.goBack();
    await field('epochs', '7');
    await page.getByText('mine.csv: 40 rows').waitFor();
    await page.goBack();
    await page.getByText('diabetes: 442 rows').waitFor();
    await page.goBack();
    await field('epochs', '');
    await page.goForward();
    await page.goForward();
    await page.getByText('mine.csv: 40 rows').waitFor();
    await field('epochs', '7');
  });

  test('answers a link at once where the link says so, and not otherwise', async () => {
    await open('#dataset=diabetes&lambdas=0,0.01&epochs=2&run');
    await state('answered');
    await question('diabetes, y by a network of 32, lambda = 0 and 0.01');
    await page.evaluate(() => void location.assign('#dataset=diabetes&lambdas=0,0.02&epochs=2'));
    await field('lambdas', '0,0.02');
    await page.waitForTimeout(1000);
    expect(await page.textContent('#answer-title')).toContain('0 and 0.01');
    await page.evaluate(() => void location.assign('#dataset=diabetes&lambdas=0,0.03&epochs=2&run'));
    await question('lambda = 0 and 0.03');
  });

  test('says beside Compare why it cannot be pressed', async () => {
    await open('#target=y');
    await page.getByText('Choose the file that this recipe is for.').waitFor();
    expect(await page.getByRole('button', { name: 'Compare' }).isDisabled()).toBe(true);
    expect(await page.getAttribute('button[type=submit]', 'aria-describedby')).toBe('why-not');
    await page.selectOption('#field-dataset', 'diabetes');
    await ready();
    await page.fill('#field-folds', '1');
    await page.locator('#why-not', { hasText: 'folds: expected' }).waitFor();
    await page.fill('#field-folds', '2');
    await ready();
    expect(await page.textContent('#why-not')).toBe('');
  });

  test('has the loss follow the target when another set is picked', async () => {
    await open('#dataset=cps-wages-1985&target=union&loss=cross-entropy');
    await ready();
    await page.selectOption('#field-dataset', 'diabetes');
    await page.waitForFunction(() => location.hash === '#dataset=diabetes');
    await ready();
    await page.selectOption('#field-dataset', 'cps-wages-1985');
    await page.getByText('cps-wages-1985: 534 rows').waitFor();
    await page.selectOption('#field-target', 'occupation');
    await page.waitForFunction(() => location.hash.includes('loss=cross-entropy'));
    await ready();
  });

  test('explains a term where it stands, to keyboard and pointer; Escape takes it away', async () => {
    await open('#dataset=diabetes');
    const term = page.getByRole('button', { name: 'lambda', exact: true });
    const tip = page.getByRole('tooltip').filter({ hasText: 'strength of the penalty' });
    await term.focus();
    await tip.waitFor();
    await page.keyboard.press('Escape');
    await tip.waitFor({ state: 'hidden' });
    await term.hover();
    await tip.waitFor();
    const box = await tip.boundingBox();
    expect(box && box.x >= 0 && box.x + box.width <= 1280).toBe(true);
    await page.mouse.move(0, 0);
    await tip.waitFor({ state: 'hidden' });
  });

  test.each([
    [390, 'light'],
    [1920, 'dark'],
  ] as const)('stands at %i pixels, %s, without a barrier, the answer in sight', async (width, theme) => {
    await open('', { width, theme });
    await state('answered');
    expect(await findBarriers(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    const box = await page.locator('.headline').boundingBox();
    expect(box?.y).toBeLessThan(900);
  });
});
