import type { Report } from '../report/schema.ts';
import { formatFigure } from '../words/numbers.ts';
import type { LegendEntry } from './drawing/frame.ts';
import { drawDots, drawMean, STANDINGS } from './drawing/marks.ts';
import { element } from './drawing/svg.ts';
import type { Theme } from './drawing/theme.ts';
import { findStanding } from './read-report.ts';

/** Entries that legends share. */

export function explainPairs({ ink }: Theme): LegendEntry {
  return { label: 'one pair', sample: (x, y) => drawDots([{ x: x + 10, y, text: 'one pair' }], ink) };
}

/** The region of practical equivalence; none where it is unknown or empty. */
export function explainRegion(region: number | null, { band, neutral }: Theme): LegendEntry[] {
  if (region === null || region === 0) return [];
  const style = { width: 20, height: 12, fill: band, stroke: neutral, 'stroke-width': 0.5 };
  return [
    {
      label: `no practical difference (\u00b1${formatFigure(region)})`,
      sample: (x, y) => element('rect', { x, y: y - 6, ...style }),
    },
  ];
}

/** The verdicts that some lambda got; the baseline is explained apart. */
export function explainVerdicts(report: Report, theme: Theme): LegendEntry[] {
  const found = new Set(report.lambdas.map((row) => findStanding(report, row)));
  return STANDINGS.filter((standing) => standing !== 'baseline' && found.has(standing)).map((standing) => ({
    label: standing,
    sample: (x, y) => drawMean(standing, x + 10, y, theme.ink, theme),
  }));
}
