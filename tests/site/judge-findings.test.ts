import { describe, expect, it } from 'vitest';
import { writeJudgeFindingPage } from '../../scripts/site/finding-pages.ts';
import { JUDGE_EXAMPLES } from '../../scripts/site/judge-findings.ts';
import { JUDGE_FINDING_CODES } from '../../src/judge/findings/finding.ts';
import { judgeNow } from '../judge/samples.ts';

describe('the page of a finding of a judge', () => {
  it.each(JUDGE_FINDING_CODES)('%s has a table that shows it', (code) => {
    const { csv, options } = JUDGE_EXAMPLES[code];
    const named = Object.fromEntries(options.map((option) => option.slice(2).split(' ')));
    const answer = judgeNow({ data: { csv }, ...named });
    expect(answer.findings.map((finding) => finding.code)).toContain(code);
  });

  it('says how it is detected, why it matters and what to do, with the command', () => {
    const page = writeJudgeFindingPage('ties');
    expect(page).toContain('`absum judge` reports it in this case: a candidate has exactly');
    expect(page).toContain('`absum judge scores.csv --metric accuracy`');
    for (const head of ['How it is detected', 'Why it matters', 'What to do', 'See it']) {
      expect(page).toContain(`## ${head}\n`);
    }
  });
});
