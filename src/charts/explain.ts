import type { Report } from '../report/schema.ts';
import { formatFigure } from '../words/numbers.ts';
import type { LegendEntry } from './drawing/frame.ts';
import { drawBar, drawDots, drawMean, STANDINGS, type Standing } from './drawing/marks.ts';
import { element, rule } from './drawing/svg.ts';
import type { Theme } from './drawing/theme.ts';
import { findStanding } from './read-report.ts';

/** Entries that legends share, and a note. */

/** What an error bar must not be read as. */
export function noteErrors(whose: 'lambdas' | 'candidates'): string {
  return `A bar shows the error of one mean; whether two ${whose} differ is shown by the paired differences.`;
}

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

/** The bar of a mean. */
export function explainErrors({ ink }: Theme): LegendEntry {
  const sample = (x: number, y: number) => drawBar([x + 10, y - 7], [x + 10, y + 7], ink);
  return { label: 'mean \u00b1 1 standard error', sample };
}

/** The baseline's level, and the mark of its mean. */
export function explainBaseline(name: string, theme: Theme): LegendEntry {
  const { neutral } = theme;
  const sample = (x: number, y: number) =>
    rule(x, y, x + 20, y, { stroke: neutral, 'stroke-width': 1.5 }) +
    drawMean('baseline', x + 10, y, neutral, theme);
  return { label: `baseline, ${name}`, sample };
}

/** The verdicts that some lambda got; the baseline is explained apart. */
export function explainVerdicts(report: Report, theme: Theme): LegendEntry[] {
  return explainStandings(
    report.lambdas.map((row) => findStanding(report, row)),
    theme,
  );
}

/** The same of whatever was compared. */
export function explainStandings(all: readonly Standing[], theme: Theme): LegendEntry[] {
  const found = new Set(all);
  return STANDINGS.filter((standing) => standing !== 'baseline' && found.has(standing)).map((standing) => ({
    label: standing,
    sample: (x, y) => drawMean(standing, x + 10, y, theme.ink, theme),
  }));
}
