import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { CheckAnswer } from '../../../src/check/answer.ts';
import { checkLoop } from '../../../src/check/check.ts';
import type { WorthAnswer } from '../../../src/worth/answer.ts';
import { weighLoop } from '../../../src/worth/worth.ts';
import { fused } from '../../host.ts';
import { findBarriers, HAS_CHROMIUM } from '../chromium.ts';
import { ROOT } from '../commands.ts';
import { useLabPage } from './open-lab.ts';

/** The tab that checks a training loop. */

const explain = HAS_CHROMIUM ? '' : ' (skipped: no Chromium, scripts/install-hosts.sh)';

const readLoop = (path: string) => readFileSync(join(ROOT, 'fixtures/loops', path), 'utf8');
/** As the page has it: without the marks of its faults. */
const TEXT = readLoop('wrong/forum-loop.py').replaceAll(/ *# fault: .*$/gm, '');
const { faults: FAULTS } = await checkLoop(TEXT);
/** `batches-overlap line 31`, in the order of the lines. */
const PLACES = FAULTS.map(({ code, line, endLine }) =>
  endLine > line ? `${code} lines ${line} to ${endLine}` : `${code} line ${line}`,
);

/** The loop in the second code cell of a notebook. */
const NOTEBOOK = {
  cells: [
    { cell_type: 'markdown', metadata: {}, source: ['# The loop'] },
    { cell_type: 'code', execution_count: 1, metadata: {}, outputs: [], source: 'import torch\n' },
    {
      cell_type: 'code',
      execution_count: 2,
      metadata: {},
      outputs: [{ output_type: 'stream', name: 'stdout', text: ['0 1.5 1.4'] }],
      source: TEXT.split(/(?<=\n)/),
    },
  ],
  metadata: { kernelspec: { name: 'python3' } },
  nbformat: 4,
  nbformat_minor: 5,
};

describe.skipIf(!HAS_CHROMIUM)(`the check of a loop${explain}`, () => {
  const lab = useLabPage();
  const check = (state: string) => lab.page().waitForSelector(`main[data-check=${state}]`);
  const text = () => lab.page().inputValue('#check-text');
  const items = () => lab.page().locator('.check .faults > li');
  const fault = (code: string) => items().filter({ hasText: `: ${code}` });
  const choose = (name: string, content: string) =>
    lab.page().setInputFiles('.check .side input[type=file]', {
      name,
      mimeType: 'text/plain',
      buffer: Buffer.from(content),
    });

  /** The faults that the page lists, each with its place. */
  const listed = () =>
    lab
      .page()
      .$$eval('.check .faults > li', (all) =>
        all.map((item) =>
          [
            item.querySelector('strong')?.textContent?.replace(/^.*: /, ''),
            item.querySelector('.fault-head button')?.textContent,
          ].join(' '),
        ),
      );

  /** Waits until the answer to the text as it is stands there. */
  async function settle(): Promise<void> {
    // A check begins a moment after the last letter.
    await lab.page().waitForTimeout(50);
    await check('answered');
  }

  async function openExample(options: Parameters<typeof lab.open>[1] = {}): Promise<void> {
    await lab.open('#check', options);
    await lab.press('Try an example');
    await check('answered');
  }

  async function save<Answer>(within: string, name: string | RegExp): Promise<Answer> {
    const button = lab.page().locator(within).getByRole('button', { name });
    const [saved] = await Promise.all([lab.page().waitForEvent('download'), button.first().click()]);
    return JSON.parse(readFileSync(await saved.path(), 'utf8')) as Answer;
  }

  test('finds the faults of the example at their lines, as the library does, and sends nothing', async () => {
    await openExample();
    expect(await lab.page().getByRole('link', { name: 'Check your loop' }).getAttribute('aria-current')).toBe(
      'page',
    );
    expect(await text()).toBe(TEXT);
    expect(await listed()).toEqual(PLACES);
    expect(PLACES).toContain('penalty-subtracted line 45');
    expect(await lab.page().locator('.loop-text .mark').count()).toBe(
      new Set(FAULTS.map(({ line }) => line)).size,
    );
    const answer = await save<CheckAnswer>('.check .outcome', 'Download answer');
    expect(answer).toEqual(await checkLoop(TEXT));
    expect(await lab.page().locator('.check .outcome [role=status]').first().textContent()).toBe(
      `Answer: ${answer.headline}`,
    );
    expect(await lab.page().textContent('.check .outcome pre:not(.diff)')).toBe('absum check forum-loop.py');
    expect(lab.visit().requests.filter((url) => url.includes('/v1/'))).toEqual([]);
    expect(await findBarriers(lab.page())).toEqual([]);
  });

  test('mends a fault in the text, which the button and the keys undo', async () => {
    await openExample();
    const mended = TEXT.replace('loss = loss - l1_penalty', 'loss = loss + l1_penalty');
    const before = await listed();
    const mend = async () => {
      await fault('penalty-subtracted').first().getByRole('button', { name: 'Mend it' }).click();
      await settle();
    };
    await mend();
    expect(await text()).toBe(mended);
    expect(await listed()).not.toContain(before.find((each) => each.startsWith('penalty-subtracted')));
    // The focus is where the press is told, and the way back is next.
    expect(await lab.page().evaluate(() => document.activeElement?.className)).toBe('mended');
    await lab.page().keyboard.press('Tab');
    await lab.page().keyboard.press('Enter');
    await settle();
    expect(await text()).toBe(TEXT);
    expect(await listed()).toEqual(before);

    // One after the other, and back again.
    await mend();
    await fault('loss-keeps-graph').first().getByRole('button', { name: 'Mend it' }).click();
    await settle();
    await lab.press('Undo');
    await settle();
    expect(await text()).toBe(mended);
    await lab.press('Undo');
    await settle();
    expect(await text()).toBe(TEXT);

    await mend();
    await lab.page().keyboard.press('Control+z');
    await settle();
    expect(await text()).toBe(TEXT);

    await mend();
    await lab.page().focus('#check-text');
    await lab.page().keyboard.press('Control+z');
    await settle();
    expect(await text()).toBe(TEXT);
    await lab.page().keyboard.press('Control+Shift+z');
    await settle();
    expect(await text()).toBe(mended);
  });

  test('mends all at a press, and asks for no other line', async () => {
    await openExample();
    const { faults } = await save<CheckAnswer>('.check .outcome', 'Download answer');
    const own = new Set(faults.flatMap(({ mend, line, endLine }) => (mend === null ? [] : [line, endLine])));
    await lab.press(/^Mend all \d+$/);
    await settle();
    const mended = await text();
    for (const [i, line] of TEXT.split('\n').entries()) {
      if (!own.has(i + 1)) expect(mended.split('\n')).toContain(line);
    }
    expect(await items().count()).toBeLessThan(faults.length);
    await lab.press('Undo');
    await settle();
    expect(await text()).toBe(TEXT);
  });

  test('leads from a fault to its line, and from the mark of a line to its fault', async () => {
    await openExample();
    await fault('penalty-subtracted').first().locator('.fault-head button').click();
    const selected = await lab.page().evaluate(() => {
      const area = document.querySelector<HTMLTextAreaElement>('#check-text');
      return area?.value.slice(area.selectionStart, area.selectionEnd);
    });
    expect(selected?.trim()).toBe('loss = loss - l1_penalty');
    await lab.page().locator('.loop-text .mark[title*=penalty-subtracted]').first().click();
    expect(await lab.page().evaluate(() => document.activeElement?.textContent)).toContain(
      'penalty-subtracted',
    );
  });

  test('checks what is typed, a moment later, and says where nothing is wrong', async () => {
    await lab.open('#check');
    expect(await lab.page().locator('main.check').getAttribute('data-check')).toBe('idle');
    await lab.page().fill('#check-text', readLoop('right/trainer-class.py'));
    await settle();
    const right = await checkLoop(readLoop('right/trainer-class.py'));
    expect((await lab.page().textContent('.check .headline'))?.replaceAll('\u00a0', ' ')).toBe(
      right.headline,
    );
    expect(await items().count()).toBe(0);
    await lab.page().fill('#check-text', 'print("hello")\n');
    await settle();
    expect(await lab.page().textContent('.check .kicker')).toContain('no training loop');
    expect(await lab.page().locator('.worth').count()).toBeLessThanOrEqual(1);
    await lab.page().fill('#check-text', '');
    await check('idle');
    expect(await lab.page().locator('.check .answer').count()).toBe(0);
  });

  test('shows a notebook by its cells, and saves it with its outputs', async () => {
    await lab.open('#check');
    await choose('loop.ipynb', JSON.stringify(NOTEBOOK));
    await check('answered');
    expect(await text()).toBe(`# %% cell 2\nimport torch\n\n# %% cell 3\n${TEXT}`);
    expect(await listed()).toEqual(PLACES.map((each) => each.replace('line', 'cell 3, line')));
    const answer = await save<CheckAnswer>('.check .outcome', 'Download answer');
    expect(answer.faults).toEqual((await checkLoop(JSON.stringify(NOTEBOOK))).faults);
    await fault('penalty-subtracted').first().getByRole('button', { name: 'Mend it' }).click();
    await settle();
    const saved = await save<typeof NOTEBOOK>('.check .outcome', 'Download loop.ipynb');
    const mended = TEXT.replace('loss = loss - l1_penalty', 'loss = loss + l1_penalty');
    const [title, first, second] = NOTEBOOK.cells;
    expect(saved).toEqual({
      ...NOTEBOOK,
      cells: [title, first, { ...second, source: mended.split(/(?<=\n)/) }],
    });
  });

  test('says why a file or a text cannot be checked, and takes the next one', async () => {
    await lab.open('#check');
    await choose('model.py', 'a\0b');
    await lab.page().getByRole('alert').getByText('model.py: expected Python text').waitFor();
    await choose('long.py', 'x = 1\n'.repeat(200_000));
    await lab.page().getByRole('alert').getByText('long.py: expected at most 300000 characters').waitFor();
    await choose('train.py', TEXT);
    await check('answered');
    expect(await lab.page().getByRole('alert').count()).toBe(0);
    expect(await lab.page().locator('.check img').count()).toBe(0);
    const evil = '<img src=x onerror="document.title=1">';
    await choose(`${evil}.py`, TEXT.replaceAll('l1_penalty', 'img').replace('"""', `"""${evil}`));
    await settle();
    expect(await lab.page().locator('.check img').count()).toBe(0);
  });

  test('keeps text and form over a reload', async () => {
    await openExample();
    await lab.page().selectOption('#worth-dataset', 'diabetes');
    await lab.page().fill('#worth-repeats', '2');
    await lab.page().fill('#check-text', `${TEXT}# mine\n`);
    await settle();
    await lab.page().reload();
    await check('answered');
    expect(await text()).toBe(`${TEXT}# mine\n`);
    await lab.page().locator('#worth-target').waitFor();
    expect(await lab.page().inputValue('#worth-repeats')).toBe('2');
    expect(await lab.page().inputValue('#worth-dataset')).toBe('diabetes');
    await lab.press('Start afresh');
    await check('idle');
    await lab.page().waitForTimeout(500);
    await lab.page().reload();
    await check('idle');
    expect(await text()).toBe('');
    await lab.press('Try an example');
    await lab.page().locator('#worth-dataset').waitFor();
    expect(await lab.page().inputValue('#worth-repeats')).toBe('');
  });

  test('says what each fault was worth on a table, to the last digit as the library does', async () => {
    await openExample();
    const table = readFileSync(join(ROOT, 'fixtures/diabetes.csv'), 'utf8');
    await lab.page().setInputFiles('.worth input[type=file]', {
      name: 'mine.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(table),
    });
    await lab.page().locator('#worth-target').waitFor();
    await lab.page().selectOption('#worth-target', 'y');
    await lab.page().fill('#worth-folds', '3');
    await lab.page().fill('#worth-repeats', '1');
    await lab.press('Compare as written with as meant');
    await lab.page().waitForSelector('[data-worth=answered] .headline', { timeout: 60_000 });
    const answer = await save<WorthAnswer>('.worth-outcome', 'Download answer');
    const recipe = { data: { csv: table, target: 'y' }, split: { folds: 3, repeats: 1 } };
    expect(answer).toEqual(await weighLoop({ text: TEXT, recipe }, { engines: [fused] }));
    expect(await lab.page().locator('.worths > li').count()).toBe(FAULTS.length);
    await lab.page().locator('.worth-outcome figure svg').nth(1).waitFor();
    expect(await lab.page().textContent('.worth-outcome > section > section pre')).toBe(
      'absum check forum-loop.py --run mine.csv --target y --folds 3 --repeats 1',
    );
    expect(lab.visit().requests.filter((url) => url.includes('/v1/'))).toEqual([]);
    expect(await findBarriers(lab.page())).toEqual([]);
    // It is the answer to what was asked, whatever the text says by now.
    await lab.page().fill('#check-text', `${TEXT}# mine\n`);
    await lab.page().getByText('This answer is from before').waitFor();
  });

  test('stops on Escape, and says at its field what keeps it from training', async () => {
    await openExample();
    expect(await lab.page().textContent('#worth-why-not')).toContain('Choose a table');
    await lab.page().getByRole('button', { name: 'Compare as written' }).focus();
    await lab.page().keyboard.press('Enter');
    expect(await lab.page().getAttribute('.worth', 'data-worth')).toBe('idle');
    await lab.page().selectOption('#worth-dataset', 'diabetes');
    await lab.page().locator('#worth-target').waitFor();
    await lab.page().fill('#worth-repeats', 'many');
    await lab.press('Compare as written with as meant');
    await lab.page().locator('#worth-repeats-fault').waitFor();
    expect(await lab.page().getAttribute('#worth-repeats', 'aria-invalid')).toBe('true');
    await lab.page().fill('#worth-repeats', '50');
    expect(await lab.page().locator('#worth-repeats-fault').count()).toBe(0);
    // What the loop does not say is asked.
    await lab.page().fill('#check-text', TEXT.replace('l1_lambda = 0.01', 'l1_lambda = float(input())'));
    await settle();
    await lab.page().locator('#worth-lambdas').waitFor();
    await lab.press('Compare as written with as meant');
    await lab.page().locator('#worth-lambdas-fault').waitFor();
    await lab.page().fill('#worth-lambdas', '0.01');
    expect(await lab.page().locator('#worth-lambdas-fault').count()).toBe(0);
    await lab.press('Compare as written with as meant');
    await lab.page().waitForSelector('[data-worth=running]');
    await lab.page().keyboard.press('Escape');
    await lab.page().waitForSelector('[data-worth=stopped]');
    await lab.page().getByText('There is no verdict').waitFor();
  });

  test('opens the loop as meant in the comparison, and comes back', async () => {
    await openExample();
    await lab.page().selectOption('#worth-dataset', 'diabetes');
    await lab.page().locator('#worth-target').waitFor();
    await lab.page().getByRole('link', { name: 'Open as meant' }).click();
    await lab.page().getByRole('heading', { level: 1, name: 'Does an L1 penalty help?' }).waitFor();
    await lab.page().waitForSelector('#field-epochs');
    // As many steps as the overlapping batches of three epochs take.
    expect(await lab.page().inputValue('#field-epochs')).toBe('96');
    expect((await lab.page().inputValue('#field-hidden')).replaceAll(' ', '')).toBe('64,32');
    expect((await lab.page().inputValue('#field-lambdas')).replaceAll(' ', '')).toBe('0,0.01');
    expect(await lab.page().inputValue('#field-dataset')).toBe('diabetes');
    await lab.page().goBack();
    await check('answered');
    expect(await text()).toBe(TEXT);
    expect(await lab.page().isVisible('#field-epochs')).toBe(false);
    // Both are there now, and no element has the name of another.
    expect(await findBarriers(lab.page())).toEqual([]);
    await lab.page().getByRole('link', { name: 'Judge scores' }).click();
    await lab.page().getByRole('heading', { level: 1, name: 'Is the difference real?' }).waitFor();
    await lab.page().getByRole('link', { name: 'Check your loop' }).click();
    await check('answered');
  });

  test('stays usable with 20,000 lines', async () => {
    await lab.open('#check');
    const filler = Array.from({ length: 20_000 - TEXT.split('\n').length }, (_, i) => `x${i} = ${i}`);
    await choose('long.py', `${filler.join('\n')}\n${TEXT}`);
    await check('answered');
    await fault('penalty-subtracted').first().locator('.fault-head button').click();
    await lab.page().keyboard.press('End');
    await lab.page().keyboard.type('  # so it goes');
    expect(await text()).toContain('loss = loss - l1_penalty  # so it goes');
    await settle();
    expect(await fault('penalty-subtracted').first().locator('.diff').textContent()).toContain(
      '# so it goes',
    );
  });

  test.each(['light', 'dark'] as const)(
    'fits a phone, %s, and hides nothing from a screen reader',
    async (theme) => {
      await openExample({ width: 390, theme });
      await lab.page().locator('#worth-dataset').waitFor();
      expect(await lab.page().evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
      expect(await findBarriers(lab.page())).toEqual([]);
    },
  );
});
