import { describe, expect, test } from 'vitest';
import { HAS_CHROMIUM } from '../chromium.ts';
import { LONG, SHORT, useLabPage } from './open-lab.ts';

/** How a comparison ends: stopped, left, or with the server gone. */

const explain = HAS_CHROMIUM ? '' : ' (skipped: no Chromium, scripts/install-hosts.sh)';

describe.skipIf(!HAS_CHROMIUM)(`the end of a comparison on the page${explain}`, () => {
  const lab = useLabPage();
  const { press, state, fill, compare, headline, ready } = lab;
  const underWay = (trials = 1) =>
    lab.page().waitForFunction((least) => Number(document.querySelector('progress')?.value) >= least, trials);

  test('Stop, and Escape, show what was done, and the answer before', async () => {
    await lab.open(`#${SHORT}`);
    await compare();
    const answer = await headline();
    await fill('epochs', '20000');
    await ready();
    await press('Compare');
    await underWay();
    expect(await lab.page().locator('.answer').count()).toBe(0);
    await press('Stop');
    await state('stopped');
    await lab
      .page()
      .getByText(/^Stopped after \d+ of/)
      .first()
      .waitFor();
    expect(await headline()).toBe(answer);
    expect(await lab.page().textContent('.mark')).toContain('The answer before.');

    await press('Compare');
    await underWay();
    // What Escape closes otherwise comes first.
    await lab.page().evaluate(() => {
      const dialog = document.createElement('dialog');
      document.body.append(dialog);
      dialog.showModal();
    });
    await lab.page().keyboard.press('Escape');
    expect(await lab.page().locator('dialog[open]').count()).toBe(0);
    expect(await lab.page().getAttribute('main', 'data-state')).toBe('running');
    await lab.page().keyboard.press('Escape');
    await state('stopped');
    expect(await headline()).toBe(answer);
  });

  test('leaving asks while a comparison runs, and only then', async () => {
    await lab.open(`#${LONG}`);
    const asked: string[] = [];
    lab.page().on('dialog', (dialog) => {
      asked.push(dialog.type());
      void dialog.dismiss();
    });
    await ready();
    await press('Compare');
    await underWay();
    await lab.page().evaluate(() => location.reload());
    await expect.poll(() => asked).toEqual(['beforeunload']);
    await underWay(2);
    await press('Stop');
    await state('stopped');
    await lab.page().reload();
    await ready();
    expect(asked).toEqual(['beforeunload']);
  });

  test('the answer comes, is opened and taken away with the server gone since the start', async () => {
    await lab.open(`#${SHORT.replace('epochs=3', 'epochs=2000')}`);
    await ready();
    await press('Compare');
    await underWay();
    await lab.page().context().setOffline(true);
    await lab
      .page()
      .context()
      .route('**/*', (route) => route.abort());
    await state('answered');
    await press('Open lambda 0.01');
    await lab.page().locator('.view svg').first().waitFor();
    const [saved] = await Promise.all([lab.page().waitForEvent('download'), press('Model as ONNX')]);
    expect(saved.suggestedFilename()).toBe('absum-model.onnx');
    // Equal rows and the like: findings with buttons.
    expect(await lab.page().locator('.fault').count()).toBe(0);
  });

  test('what was typed last is kept by who leaves at once', async () => {
    await lab.open();
    await ready();
    await lab.page().fill('#field-epochs', '77');
    await lab.page().reload();
    await ready();
    expect(await lab.page().inputValue('#field-epochs')).toBe('77');
  });

  test("a sweep's address gives way to the next comparison, and to a run that is shown again", async () => {
    await lab.open(`#${SHORT}`);
    await compare();
    await lab.page().getByLabel('on the server, as a sweep').check();
    await press('Compare');
    await lab.page().waitForFunction(() => location.hash.includes('sweep='));
    const swept = lab.page().url();
    await state('answered');
    await lab.page().getByLabel('in this browser').check();
    await fill('epochs', '4');
    await compare();
    expect(new URL(lab.page().url()).hash).not.toContain('sweep=');
    await lab.page().goto('about:blank');
    await lab.page().goto(swept);
    await state('answered');
    // Escape does not end a sweep, and there is no question when it is left.
    await lab.page().getByText('Earlier runs').click();
    await lab.page().locator('.runs li').last().getByRole('button', { name: /^Show/ }).click();
    await lab.page().waitForFunction(() => !location.hash.includes('sweep='));
  });
});
