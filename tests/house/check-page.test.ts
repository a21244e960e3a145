import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { writeCheckDocs } from '../../scripts/faults.ts';
import { FAULT_CODES, FAULT_SEVERITIES } from '../../src/check/faults/codes.ts';
import { SEEN, TITLES, WHY } from '../../src/check/faults/texts.ts';

const page = readFileSync(new URL('../../docs/check.md', import.meta.url), 'utf8');

describe('docs/check.md', () => {
  it('says of each fault what npm run faults writes', () => {
    expect(page).toBe(writeCheckDocs(page));
  });

  it('lists every code with its severity, in order, and has a section for each', () => {
    const rows = [...page.matchAll(/^\| \[`([\w-]+)`\]\(#([\w-]+)\) \| (\w+) \|/gm)];
    expect(rows.map(([, code, anchor, severity]) => [code, anchor, severity])).toEqual(
      FAULT_CODES.map((code) => [code, code, FAULT_SEVERITIES[code]]),
    );
    expect([...page.matchAll(/^### (.*)$/gm)].map(([, code]) => code)).toEqual(FAULT_CODES);
  });

  it('shows a command for each', () => {
    const commands = page.match(/^npm run --silent absum -- check fixtures\/loops\/wrong\/.*\.py$/gm) ?? [];
    for (const code of FAULT_CODES) {
      expect(commands).toContain(`npm run --silent absum -- check fixtures/loops/wrong/${code}.py`);
    }
  });
});

describe('the texts of an answer', () => {
  it.each(FAULT_CODES)('%s: why it matters is one sentence, and where it was seen is said', (code) => {
    expect(WHY[code]).toMatch(/^[A-Z][^.]*(?:\.\w[^.]*)*\.$/);
    expect(WHY[code].length).toBeLessThan(160);
    expect(SEEN[code]).toMatch(/^[\w'].*\.$/);
    expect(TITLES[code]).toMatch(/^[A-Z].*[^.]$/);
  });
});
