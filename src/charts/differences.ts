import { METRIC_KINDS } from '../recipe/metrics.ts';
import type { Comparison } from '../report/comparison.ts';
import type { LambdaReport, Report } from '../report/schema.ts';
import { formatCount } from '../words/amounts.ts';
import { listSome } from '../words/lists.ts';
import { formatSigned, shortenLambda } from '../words/numbers.ts';
import { drawLevel, type Panel } from './axes/axes.ts';
import { scaleValues, type ValueScale } from './axes/value-scale.ts';
import { thin } from './drawing/curves.ts';
import {
  type Chart,
  type Drawing,
  drawLegend,
  drawNotes,
  type LegendEntry,
  makeChart,
  type Pen,
} from './drawing/frame.ts';
import { drawBar, drawDots, drawMean, scatter } from './drawing/marks.ts';
import { type Spot, tell } from './drawing/spots.ts';
import { element, groupLambda, rule, tip } from './drawing/svg.ts';
import { measureText, TICK_SIZE, writeText } from './drawing/text.ts';
import { colourLambdas, type Theme } from './drawing/theme.ts';
import { explainPairs, explainRegion, explainVerdicts } from './explain.ts';
import { makeLambdaSpot, tellVerdict } from './lambda-spots.ts';
import { findStanding, nameLambda, nameMetric, namePair, readMetric, sortLambdas } from './read-report.ts';

/** Rows that are drawn at most. */
const MOST_ROWS = 40;
const ROW_HEIGHT = 40;
/** Px from a row's middle within which its dots are scattered. */
const REACH = 11;

/** Why intervals are wider than those of one lambda alone. */
const ADJUSTED = 'Intervals and verdicts are adjusted for the number of lambdas.';

/** One lambda against the baseline. */
interface Row {
  readonly report: LambdaReport;
  readonly differences: readonly { readonly pair: number; readonly value: number }[];
}

/** The paired differences from the baseline, a row for each other lambda; null without any. */
export function chartDifferences(report: Report): Chart | null {
  const base = report.lambdas.find(({ lambda }) => lambda === report.test.baseline);
  if (base === undefined) return null;
  const all = sortLambdas(report).flatMap((row) => {
    const differences = row === base ? [] : subtractPairs(report, row, base);
    return differences.length === 0 ? [] : [{ report: row, differences }];
  });
  if (all.length === 0) return null;
  const name = `${nameMetric(report)} from ${nameLambda(base.lambda)}`;
  const rows = thin(all, MOST_ROWS);
  const notes = [
    ...(rows.length < all.length ? [`${rows.length} of ${all.length} lambdas are drawn.`] : []),
    ...(rows.length > 1 && isTested(rows) ? [ADJUSTED] : []),
  ];
  const described = listSome(
    rows.map((row) => describeRow(row)),
    MOST_ROWS,
  );
  return makeChart(
    'differences',
    `Paired differences in ${name}`,
    `Each lambda minus the baseline on the same pair, ${formatCount(report.design.pairs, 'pair')}; ${nameBetter(report)} is better. ${described}.`,
    (pen) => drawDifferences(report, rows, notes, pen),
    { hasSpots: true },
  );
}

function isTested(rows: readonly Row[]): boolean {
  return rows.some((row) => (row.report.comparison?.interval ?? null) !== null);
}

function subtractPairs(report: Report, row: LambdaReport, base: LambdaReport): Row['differences'] {
  const [own, other] = [readMetric(report, row).values, readMetric(report, base).values];
  return own.flatMap((value, pair) => {
    const against = other[pair];
    if (value === null || against === null || !Number.isFinite(value - against)) return [];
    return [{ pair, value: value - against }];
  });
}

function nameBetter({ test }: Report): string {
  return METRIC_KINDS[test.metric].higherIsBetter ? 'higher' : 'lower';
}

function describeRow({ report: { lambda, comparison } }: Row): string {
  const name = nameLambda(lambda);
  const difference = comparison?.difference ?? null;
  if (comparison === null || difference === null) return `${name}: ${comparison?.verdict ?? 'not tested'}`;
  return `${name}: mean difference ${formatSigned(difference)}${describeInterval(comparison)}, ${comparison.verdict}`;
}

function describeInterval({ interval, level }: Comparison): string {
  if (interval === null || level === null) return '';
  return `, ${Number((100 * level).toPrecision(3))} % interval ${interval.map(formatSigned).join(' to ')}`;
}

interface Stage {
  readonly report: Report;
  readonly rows: readonly Row[];
  readonly panel: Panel;
  readonly scale: ValueScale;
  readonly theme: Theme;
}

function drawDifferences(report: Report, rows: readonly Row[], notes: readonly string[], pen: Pen): Drawing {
  const { width, theme } = pen;
  const legend = drawLegend(listEntries(report, rows, theme), 2, pen);
  const top = legend.height + 30;
  const widest = rows.map(({ report: { lambda } }) => measureText(shortenLambda(lambda), 12));
  const left = Math.max(76, Math.max(...widest) + 14);
  const panel = { left, right: width - 20, top, bottom: top + rows.length * ROW_HEIGHT };
  const scale = scaleValues(listValues(report, rows), { range: [left, panel.right], spacing: 54 });
  const stage = { report, rows, panel, scale, theme };
  const placeRow = (i: number) => top + (i + 0.5) * ROW_HEIGHT;
  const below = drawNotes(notes, panel.bottom + 40, pen);
  const muted = { fill: theme.muted, size: TICK_SIZE };
  const body = [
    legend.body,
    drawDirections(stage),
    writeText(4, top - 10, 'lambda', muted),
    drawRegion(stage),
    drawLevel(scale, panel, theme),
    drawZero(stage),
    ...rows.map((row, i) => drawRow(stage, row, placeRow(i))),
    writeText(panel.right, panel.bottom + 34, `difference in ${nameMetric(report)}`, {
      ...muted,
      anchor: 'end',
      room: panel.right - 4,
    }),
    below.body,
  ];
  const spots = rows.map((row, i) => findRowSpot(stage, row, placeRow(i)));
  return { body: body.join(''), height: panel.bottom + 42 + below.height, spots };
}

/** What the chart says of one row. */
function findRowSpot({ report, panel, scale, theme }: Stage, row: Row, y: number): Spot {
  const { lambda, comparison } = row.report;
  const { difference = null, interval = null } = comparison ?? {};
  const [low, high] = interval ?? [];
  const line = [
    [panel.left, y],
    [panel.right, y],
  ] as const;
  return makeLambdaSpot(lambda, [line], () => [
    tell('difference', difference === null ? 'none' : formatSigned(difference), {
      lambda,
      colour: colourRow(report, lambda, theme),
      points: difference === null ? [] : [[scale.place(difference), y]],
    }),
    ...(low === undefined || high === undefined
      ? []
      : [tell('interval', `${formatSigned(low)} to ${formatSigned(high)}`)]),
    tell(formatCount(row.differences.length, 'pair'), countBelow(row.differences)),
    tellVerdict(report, row.report),
  ]);
}

/** In how many pairs the metric is lower, and in how many higher. */
function countBelow(differences: Row['differences']): string {
  const lower = differences.filter(({ value }) => value < 0).length;
  const higher = differences.filter(({ value }) => value > 0).length;
  return `${lower} lower, ${higher} higher`;
}

function colourRow({ lambdas, test }: Report, lambda: number, theme: Theme): string {
  return colourLambdas(
    lambdas.map((each) => each.lambda),
    test.baseline,
    theme,
  )(lambda);
}

function listEntries(report: Report, rows: readonly Row[], theme: Theme): LegendEntry[] {
  const sample = (x: number, y: number) => drawBar([x + 1, y], [x + 19, y], theme.ink);
  return [
    explainPairs(theme),
    ...(isTested(rows) ? [{ label: 'difference, interval', sample }] : []),
    ...explainRegion(report.test.region, theme),
    ...explainVerdicts(report, theme),
  ];
}

/** All that the axis must hold; 0 among it. */
function listValues({ test }: Report, rows: readonly Row[]): number[] {
  const region = test.region ?? 0;
  const values = rows.flatMap(({ report: { comparison }, differences }) => [
    ...differences.map(({ value }) => value),
    ...(comparison?.interval ?? []),
  ]);
  return [0, ...values, ...(Number.isFinite(region) ? [-region, region] : [])];
}

/** Which side is better. */
function drawDirections({ report: { test }, panel, theme }: Stage): string {
  const right = METRIC_KINDS[test.metric].higherIsBetter ? 'better' : 'worse';
  const left = right === 'better' ? 'worse' : 'better';
  const style = { fill: theme.muted, size: TICK_SIZE };
  return (
    writeText(panel.left, panel.top - 10, `\u2190 ${left}`, style) +
    writeText(panel.right, panel.top - 10, `${right} \u2192`, { ...style, anchor: 'end' })
  );
}

function drawRegion({ report: { test }, panel: { top, bottom }, scale, theme }: Stage): string {
  const { region } = test;
  if (region === null) return '';
  const [low, high] = [scale.place(-region), scale.place(region)];
  const edge = { stroke: theme.neutral, 'stroke-width': 0.5 };
  return (
    element('rect', { x: low, y: top, width: high - low, height: bottom - top, fill: theme.band }) +
    rule(low, top, low, bottom, edge) +
    rule(high, top, high, bottom, edge)
  );
}

function drawZero({ panel: { top, bottom }, scale, theme }: Stage): string {
  const x = scale.place(0);
  return rule(x, top, x, bottom, { stroke: theme.neutral, 'stroke-width': 1.5 });
}

function drawRow({ report, scale, theme }: Stage, row: Row, y: number): string {
  const { lambda, comparison } = row.report;
  const colour = colourRow(report, lambda, theme);
  const dots = row.differences.map(({ pair, value }) => ({
    x: scale.place(value),
    y: y + scatter(pair) * REACH,
    text: `${nameLambda(lambda)}, ${namePair(report, pair)}: ${formatSigned(value)}`,
  }));
  const standing = findStanding(report, row.report);
  const difference = comparison?.difference ?? null;
  const interval = comparison?.interval ?? null;
  const bar =
    interval === null ? '' : drawBar([scale.place(interval[0]), y], [scale.place(interval[1]), y], colour);
  const mean = difference === null ? '' : drawMean(standing, scale.place(difference), y, colour, theme);
  return groupLambda(
    lambda,
    writeText(4, y, shortenLambda(lambda), { fill: theme.ink, weight: 600 }),
    writeText(4, y + 14, standing, { fill: theme.muted, size: TICK_SIZE }),
    drawDots(dots, colour),
    element('g', {}, tip(describeRow(row)), bar, mean),
  );
}
