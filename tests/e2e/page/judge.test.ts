import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { JudgeAnswer } from '../../../src/judge/answer.ts';
import { judge as judgeHere } from '../../../src/judge/judge.ts';
import { findBarriers, HAS_CHROMIUM } from '../chromium.ts';
import { SHORT, useLabPage, writeTable } from './open-lab.ts';

/** The tab that judges scores of others. */

const explain = HAS_CHROMIUM ? '' : ' (skipped: no Chromium, scripts/install-hosts.sh)';

const LONG_NAME = 'gradient boosting, learning_rate=0.1, max_depth=6, subsample=0.8, min_child_weight=3';

/** A column for each candidate, a line for each of ten folds. */
function writeScores(metric = 0): string {
  const lines = Array.from({ length: 10 }, (_, i) => {
    const base = 0.5 + ((i * 7) % 10) / 100;
    return [i, base, base + 0.05 + (i % 3) / 500, base + ((i * 3) % 5) / 300 - 0.006]
      .map((cell) => Number((cell + (cell === i ? 0 : metric)).toFixed(4)))
      .join(',');
  });
  return `fold,current,"${LONG_NAME}",forest\n${lines.join('\n')}\n`;
}

describe.skipIf(!HAS_CHROMIUM)(`the judge of scores${explain}`, () => {
  const lab = useLabPage();
  const judge = (state: string) => lab.page().waitForSelector(`main[data-judge=${state}]`);
  const headline = async () => (await lab.page().textContent('.judge .headline'))?.replaceAll('\u00a0', ' ');
  const rows = () => lab.page().locator('.judge .lambdas tbody tr');
  const choose = (name: string, text: string) =>
    lab
      .page()
      .setInputFiles('.judge input[type=file]', { name, mimeType: 'text/plain', buffer: Buffer.from(text) });

  /** The answer that the page shows, as it is saved. */
  async function save(): Promise<JudgeAnswer> {
    const [saved] = await Promise.all([lab.page().waitForEvent('download'), lab.press('Download answer')]);
    return JSON.parse(readFileSync(await saved.path(), 'utf8')) as JudgeAnswer;
  }

  test('answers a file without a press, with charts, findings and a command that asks the same', async () => {
    await lab.open('#judge');
    expect(await lab.page().getByRole('link', { name: 'Judge scores' }).getAttribute('aria-current')).toBe(
      'page',
    );
    await choose('scores.csv', writeScores());
    await lab.page().selectOption('#judge-direction', 'higher');
    await judge('answered');
    expect(await headline()).toContain(LONG_NAME);
    expect(await rows().count()).toBe(3);
    expect(await rows().nth(1).getAttribute('data-verdict')).toBe('better');
    await lab.page().locator('.judge figure svg').nth(1).waitFor();
    expect(await lab.page().textContent('.judge .reading')).toContain('a column for each candidate');
    expect(await lab.page().textContent('.judge .gate')).toContain('Safe to ship');
    expect(await lab.page().textContent('.judge pre')).toBe('absum judge scores.csv --direction higher');
    const answer = await save();
    expect(answer.choice).toBe(LONG_NAME);
    // To the last digit what the library says.
    expect(answer).toEqual(await judgeHere({ data: { csv: writeScores() }, direction: 'higher' }));
    // All of it here: nothing was asked of the server.
    expect(lab.visit().requests.filter((url) => url.includes('/v1/'))).toEqual([]);
    expect(await findBarriers(lab.page())).toEqual([]);
  });

  test('asks which way is better where nothing says it, and answers once it is picked', async () => {
    await lab.open('#judge');
    await choose('runs.csv', 'seed,a,b\n1,0.5,0.6\n2,0.52,0.61\n3,0.51,0.63\n');
    await lab.page().fill('#judge-metric', 'value');
    await judge('failed');
    const fault = lab.page().locator('#judge-direction-fault');
    await fault.waitFor();
    expect(await fault.textContent()).toContain('expected "lower" or "higher"');
    expect(await lab.page().getAttribute('#judge-direction', 'aria-invalid')).toBe('true');
    expect(await lab.page().locator('.judge .answer').count()).toBeLessThanOrEqual(1);
    await lab.page().selectOption('#judge-direction', 'higher');
    await judge('answered');
    expect(await fault.count()).toBe(0);
    expect(await headline()).toMatch(/value/);
  });

  test('compares with another baseline, and with fewer candidates, and the address tells it', async () => {
    await lab.open('#judge');
    await lab.press('Try an example');
    await judge('answered');
    const before = await headline();
    expect(await rows().first().getAttribute('data-verdict')).toBe('baseline');
    await lab.page().selectOption('#judge-baseline', 'random forest');
    await lab.page().locator('.judge tr[data-verdict=baseline]').getByText('random forest').waitFor();
    await judge('answered');
    expect(await headline()).not.toBe(before);
    await lab
      .page()
      .getByText(/^Candidates \(2 of 2\)$/)
      .click();
    await lab.page().getByRole('checkbox', { name: 'lasso' }).uncheck();
    await lab
      .page()
      .getByText(/^Candidates \(1 of 2\)$/)
      .waitFor();
    await lab.page().waitForFunction(() => document.querySelectorAll('.judge tbody tr').length === 2);
    await lab.page().waitForFunction(() => location.hash.includes('baseline=random+forest&candidates=ridge'));
    expect((await save()).candidates.map(({ name }) => name).toSorted()).toEqual([
      'random forest',
      'ridge (baseline)',
    ]);
    await lab.press('Judge all');
    await lab.page().waitForFunction(() => document.querySelectorAll('.judge tbody tr').length === 3);
  });

  test('says how much more would show a difference that is named', async () => {
    await lab.open('#judge');
    await lab.press('Try an example');
    await judge('answered');
    await lab.page().fill('#judge-difference', '0.02');
    await lab.page().locator('.judge .prospects').getByText('0.02').first().waitFor();
    await judge('answered');
    const { more } = (await save()).candidates[1];
    expect(more).toMatchObject({ difference: 0.02, isNamed: true });
    await lab.page().fill('#judge-difference', '-1');
    await lab.page().locator('#judge-difference-fault').waitFor();
    await judge('failed');
    await lab.page().getByText('This answer is from before').waitFor();
    expect(await findBarriers(lab.page())).toEqual([]);
  });

  test('refuses what holds no scores with its name, and takes the next file', async () => {
    await lab.open('#judge');
    await choose('broken.json', '{"a": [1, 2');
    await lab.page().getByRole('alert').getByText('broken.json: expected whole JSON').waitFor();
    await choose('scores.csv', writeScores());
    await lab.page().selectOption('#judge-direction', 'higher');
    await judge('answered');
    await choose('words.csv', 'a,b\nx,y\nz,w\n');
    await lab
      .page()
      .getByRole('alert')
      .getByText(/words\.csv/)
      .waitFor();
    await judge('failed');
    expect(await lab.page().locator('.judge .answer').count()).toBe(0);
    await choose(
      'scores.json',
      JSON.stringify({ accuracy: 1, data: { scores: { a: [0.5, 0.6], b: [0.7, 0.9] } }, metric: 'accuracy' }),
    );
    await judge('answered');
    expect(await lab.page().inputValue('#judge-metric')).toBe('accuracy');
    expect(await lab.page().getByRole('alert').count()).toBe(0);
  });

  test('does what a finding advises at a press, and reads a chart out by the keyboard', async () => {
    await lab.open('#judge');
    const scores = { old: [81, 83, 82, 84, 80], 'new one': [83, 84, 85, 86, 81] };
    await choose('percent.json', JSON.stringify({ data: { scores }, metric: 'accuracy' }));
    await judge('answered');
    const finding = lab.page().locator('.judge .findings').getByText('impossible-values');
    await finding.waitFor();
    await lab.press('Apply');
    await lab
      .page()
      .waitForFunction(() => document.querySelector<HTMLInputElement>('#judge-equivalence')?.value === '1');
    await judge('answered');
    expect((await save()).test.region).toBe(1);
    expect(await lab.page().getByRole('button', { name: 'Apply' }).count()).toBe(0);

    const keys = lab.page().getByRole('slider', { name: /Scores by accuracy/ });
    await keys.focus();
    await keys.press('ArrowDown');
    expect(await keys.getAttribute('aria-valuetext')).toMatch(/^new one; mean: 83\.8 .* verdict: /);
    await keys.press('ArrowUp');
    expect(await keys.getAttribute('aria-valuetext')).toMatch(/^old; mean: 82 .* verdict: baseline/);
  });

  test('brings no markup along with names', async () => {
    await lab.open('#judge');
    const evil = '<img src=x onerror="document.title=1">';
    await choose(
      'e.json',
      JSON.stringify({
        data: { scores: { [evil]: [1, 2, 4], b: [2, 3, 4] } },
        direction: 'lower',
        metric: evil,
      }),
    );
    await judge('answered');
    await lab.page().locator('.judge figure svg').nth(1).waitFor();
    expect(await lab.page().locator('.judge img').count()).toBe(0);
  });

  test('leaves the comparison as it was, and is left as it was', async () => {
    await lab.open(`#${SHORT}`);
    await lab.chooseFile('mine.csv', writeTable());
    await lab.page().getByText('mine.csv: 40 rows').waitFor();
    await lab.compare();
    const compared = await lab.headline();
    await lab.page().waitForTimeout(700);
    const address = await lab.page().evaluate(() => location.hash);
    await lab.page().getByRole('link', { name: 'Judge scores' }).click();
    await lab.page().getByRole('heading', { level: 1, name: 'Is the difference real?' }).waitFor();
    expect(await lab.page().evaluate(() => location.hash)).toBe('#judge');
    // A drop is for what is shown.
    await choose('scores.csv', writeScores());
    await lab.page().selectOption('#judge-direction', 'higher');
    await judge('answered');
    await lab.page().getByRole('link', { name: 'Compare lambdas' }).click();
    await lab.state('answered');
    expect(await lab.headline()).toBe(compared);
    expect(await lab.page().evaluate(() => location.hash)).toBe(address);
    expect(await lab.page().getByText('mine.csv: 40 rows').isVisible()).toBe(true);
    expect(await lab.page().getAttribute('.shown', 'data-stale')).toBe('false');
    expect(await findBarriers(lab.page())).toEqual([]);
    await lab.page().goBack();
    await judge('answered');
    expect(await rows().count()).toBe(3);
    // Neither has the other's address taken for a recipe.
    await lab.page().getByRole('link', { name: 'Compare lambdas' }).click();
    await lab.state('answered');
    expect(await lab.page().inputValue('#field-epochs')).toBe('3');
    expect(await lab.page().getAttribute('.shown', 'data-stale')).toBe('false');
    // What was just typed there does not change the address of what is shown.
    await lab.page().fill('#field-epochs', '4');
    await lab.page().getByRole('link', { name: 'Judge scores' }).click();
    await judge('answered');
    await lab.page().waitForTimeout(900);
    expect(await lab.page().evaluate(() => location.hash)).toMatch(/^#judge/);
    await lab.page().goBack();
    await lab.state('answered');
    expect(await lab.headline()).toBe(compared);
    expect(await lab.page().inputValue('#field-epochs')).toBe('3');
  });

  test.each(['light', 'dark'] as const)(
    'fits a phone, %s, and hides nothing from a screen reader',
    async (theme) => {
      await lab.open('#judge', { width: 390, theme });
      await choose('scores.csv', writeScores());
      await lab.page().selectOption('#judge-direction', 'higher');
      await judge('answered');
      await lab.page().locator('.judge figure svg').nth(1).waitFor();
      expect(await lab.page().evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
      expect(await findBarriers(lab.page())).toEqual([]);
    },
  );
});
