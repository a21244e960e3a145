import { beforeAll, describe, expect, it } from 'vitest';
import { drawReferenceTable, explainReferences } from '../../../src/cli/terminal/reference-table.ts';
import type { Report } from '../../../src/report/schema.ts';
import { run } from '../../compare/samples.ts';
import { measureWidest, PLAIN } from '../screen.ts';

let report: Report;
beforeAll(async () => {
  report = await run({ split: { folds: 3, repeats: 3 } });
});

const draw = (width: number, given: Partial<Report> = {}) =>
  drawReferenceTable({ ...report, ...given }, width, PLAIN);

describe('the table of references', () => {
  it('has a row for each, with its mean, its difference from the chosen network, and its verdict', () => {
    const [head, rule, ...rows] = draw(100, { choice: { ...report.choice, lambda: 0.012345678 } });
    expect(head).toMatch(/^against lambda = 0\.01235 +RMSE ± se +difference \(interval\) +verdict$/);
    expect(rule).toMatch(/^─+$/);
    expect(rows.map((row) => row.split('  ')[0])).toEqual(['mean of the target', 'linear model']);
    report.references.forEach(({ validation, comparison }, i) => {
      const { difference, relative, interval, verdict } = comparison ?? {};
      const decimals = /\.(\d+) ±/.exec(rows[i])?.[1].length ?? 0;
      expect(rows[i]).toContain(` ${validation.rmse.mean?.toFixed(decimals)} ± `);
      const percent = (share: number) => `${share > 0 ? '+' : ''}${Number((100 * share).toPrecision(2))}`;
      const [from, to] = (interval ?? []).map((end) => percent((end * (relative ?? 0)) / (difference ?? 0)));
      expect(rows[i].endsWith(`  ${verdict}`)).toBe(true);
      expect(rows[i]).toContain(` ${percent(relative ?? 0)} % (${from} to ${to} %) `);
    });
    expect(explainReferences(report)).toBe(
      'differences and verdicts are those of the reference, lower is better.',
    );
  });

  it('becomes a block for each where the terminal is narrow', () => {
    const lines = draw(40);
    expect(lines[0]).toMatch(/^against lambda = /);
    expect(lines.join('\n')).toMatch(
      /\nmean of the target\n {2}RMSE ± se .*\n {2}difference .*\n {2}verdict/,
    );
    expect(measureWidest(lines.join('\n'))).toBeLessThanOrEqual(40);
  });

  it('shows amounts for a score, of which a higher one is better', async () => {
    const scored = await run({ compare: { metric: 'r2' } });
    const { difference = null } = scored.references[1].comparison ?? {};
    expect(drawReferenceTable(scored, 100, PLAIN).join('\n')).toMatch(
      new RegExp(`linear model .* \\+?${Number(difference?.toPrecision(2))} \\(`),
    );
    expect(explainReferences(scored)).toContain('higher is better');
  });

  it('names class shares, and says why nothing was tested', async () => {
    const rows = Array.from({ length: 30 }, (_, i) => ({ a: (i * 7) % 11, kind: ['x', 'y', 'z'][i % 3] }));
    const data = { rows, target: 'kind' };
    const single = await run({ data, loss: 'cross-entropy', split: { holdout: 0.3, repeats: 1 } });
    const lines = drawReferenceTable(single, 100, PLAIN);
    expect(lines[2]).toMatch(/^class shares +1\.\d+ +not tested$/);
    expect(explainReferences(single)).toBe('not tested: a single run is a coin flip.');
  });

  it('gives each reason once, and the reference that is left out', () => {
    const [mean, linear] = report.references;
    const none = { mean: null, sd: null, se: null, values: [] };
    const left = { ...linear, validation: { rmse: none }, comparison: null, reason: 'left out' };
    const given = { references: [mean, left], choice: { ...report.choice, lambda: null } };
    const lines = draw(100, given);
    expect(lines[0]).toMatch(/^reference /);
    expect(lines[3]).toMatch(/^linear model +none +not tested$/);
    expect(explainReferences({ ...report, ...given })).toMatch(/ better; not tested: left out\.$/);
  });
});
