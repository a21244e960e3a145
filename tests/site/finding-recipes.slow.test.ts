import { describe, expect, it } from 'vitest';
import { FINDING_RECIPES } from '../../scripts/site/finding-recipes.ts';
import { compare } from '../../src/compare/compare.ts';
import { readCsv } from '../../src/data/csv/csv.ts';
import { readLink } from '../../src/page/setup/link.ts';
import { buildRecipe, putData } from '../../src/page/setup/setup.ts';
import { FINDING_CODES } from '../../src/report/findings/finding.ts';
import { fused } from '../host.ts';

describe('the comparison on the page of a finding', () => {
  it.each(FINDING_CODES)('%s has it, in the page as the link sets it up', async (code) => {
    const { link, csv } = FINDING_RECIPES[code];
    const setup = readLink(link);
    if (setup === null) throw new Error(`no setup in ${link}`);
    const recipe = buildRecipe(setup);
    const whole = csv === undefined ? recipe : putData(recipe, { kind: 'csv', text: csv, fileName: 'a.csv' });
    // The page has no other engine.
    const report = await compare(whole, { engines: [fused], readCsv });
    expect(report.findings.map((finding) => finding.code)).toContain(code);
  });
});
