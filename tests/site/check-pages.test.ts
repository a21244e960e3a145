import { describe, expect, it } from 'vitest';
import { readCase, writeCheckPage } from '../../scripts/site/check-pages.ts';
import { listPages } from '../../scripts/site/pages.ts';
import { checkLoop } from '../../src/check/check.ts';
import { FAULT_CODES } from '../../src/check/faults/codes.ts';

describe('the page of a fault of a training loop', () => {
  it.each(FAULT_CODES)('%s has a loop that shows it, without the marks of the tests', async (code) => {
    const loop = readCase(code);
    expect(loop).not.toContain('# fault:');
    expect(loop.length).toBeGreaterThan(100);
    const { faults } = await checkLoop(loop);
    expect(faults.map((fault) => fault.code)).toContain(code);
    expect(writeCheckPage(code)).toContain(loop.trimEnd());
  });

  it('says how it is found, why it matters, how to mend it and where to see it', () => {
    const page = writeCheckPage('penalty-subtracted');
    expect(page).toContain('# penalty-subtracted\n\nThe penalty is subtracted. An error: ');
    expect(page).toContain('`absum check` finds it where a penalty on the weights goes with a minus');
    for (const head of ['How it is found', 'Why it matters', 'How to mend it', 'See it']) {
      expect(page).toContain(`## ${head}\n`);
    }
  });
});

describe('the pages of the site', () => {
  it('have one for each fault, to which the table of check.md and the index lead', async () => {
    const pages = new Map((await listPages()).map(({ name, markdown }) => [name, markdown]));
    for (const code of FAULT_CODES) {
      expect(pages.get(`check/${code}`)).toContain(`# ${code}\n`);
      expect(pages.get('check')).toContain(`| [\`${code}\`](check/${code}.md) |`);
      expect(pages.get('index')).toContain(`[${code}](check/${code}.md)`);
    }
  });
});
