import { drawLevel, type Panel } from '../axes/axes.ts';
import { scaleValues, type ValueScale } from '../axes/value-scale.ts';
import { type Drawing, drawLegend, drawNotes, type LegendEntry, type Pen } from '../drawing/frame.ts';
import { drawBar, drawDots, drawMean, type Standing, scatter } from '../drawing/marks.ts';
import type { Spot, SpotRow } from '../drawing/spots.ts';
import { element, groupLambda, rule, tip } from '../drawing/svg.ts';
import { measureText, TICK_SIZE, writeText } from '../drawing/text.ts';
import type { Theme } from '../drawing/theme.ts';

/** A chart of rows: one for each of those that are compared with a baseline, its dots and its mean along a level axis. */

/** Rows that are drawn at most. */
export const MOST_ROWS = 40;
const ROW_HEIGHT = 40;
/** Px from a row's middle within which its dots are scattered. */
const REACH = 11;
/** The share of the width that labels may take. */
const MOST_LABEL = 0.38;

/** Who a row is about: a lambda of a report, or a candidate of somebody else. */
export interface Contender {
  /** What a sentence calls it: `lambda = 0.01`, or a candidate's name. */
  readonly name: string;
  /** What stands beside its row. */
  readonly label: string;
  /** What a press on it opens; null for a candidate, which has no view of its own. */
  readonly lambda: number | null;
  readonly standing: Standing;
  readonly colour: (theme: Theme) => string;
}

export interface ChartRow extends Contender {
  /** Its pairs that have a value. */
  readonly pairs: readonly { readonly pair: number; readonly value: number }[];
  readonly mean: number | null;
  /** The ends of the bar about the mean; null without one. */
  readonly ends: readonly [number, number] | null;
  /** The row in words. */
  readonly said: string;
  /** What the crosshair says of it; `drawn` is where its mean lies. */
  readonly tell: (drawn: Partial<SpotRow>) => readonly SpotRow[];
}

export interface RowsOfChart {
  readonly rows: readonly ChartRow[];
  /** What stands above the labels. */
  readonly head: string;
  /** What the level axis measures. */
  readonly axis: string;
  readonly higherIsBetter: boolean;
  /** The baseline's level, a line across all rows; null without one. */
  readonly level: number | null;
  /** What makes no practical difference from the level, in either direction; null where it is unknown. */
  readonly region: number | null;
  readonly namePair: (pair: number) => string;
  readonly formatValue: (value: number) => string;
  readonly legend: (theme: Theme) => readonly LegendEntry[];
  readonly notes: readonly string[];
}

interface Stage {
  readonly chart: RowsOfChart;
  readonly panel: Panel;
  readonly scale: ValueScale;
  readonly theme: Theme;
}

export function drawRows(chart: RowsOfChart, pen: Pen): Drawing {
  const { width, theme } = pen;
  const { rows } = chart;
  const legend = drawLegend(chart.legend(theme), 2, pen);
  const top = legend.height + 30;
  const left = findLabelWidth(rows, width);
  const panel = { left, right: width - 20, top, bottom: top + rows.length * ROW_HEIGHT };
  const scale = scaleValues(listValues(chart), { range: [left, panel.right], spacing: 54 });
  const stage = { chart, panel, scale, theme };
  const placeRow = (i: number) => top + (i + 0.5) * ROW_HEIGHT;
  const below = drawNotes(chart.notes, panel.bottom + 40, pen);
  const muted = { fill: theme.muted, size: TICK_SIZE };
  const body = [
    legend.body,
    drawDirections(stage),
    writeText(4, top - 10, chart.head, muted),
    drawRegion(stage),
    drawLevel(scale, panel, theme),
    drawBaseline(stage),
    ...rows.map((row, i) => drawRow(stage, row, placeRow(i))),
    writeText(panel.right, panel.bottom + 34, chart.axis, { ...muted, anchor: 'end', room: panel.right - 4 }),
    below.body,
  ];
  const spots = rows.map((row, i) => findRowSpot(stage, row, placeRow(i)));
  return { body: body.join(''), height: panel.bottom + 42 + below.height, spots };
}

function findLabelWidth(rows: readonly ChartRow[], width: number): number {
  const widest = rows.map(({ label }) => measureText(label, 12));
  return Math.max(76, Math.min(Math.max(...widest) + 14, width * MOST_LABEL));
}

/** What the chart says of one row. */
function findRowSpot({ panel, scale, theme }: Stage, row: ChartRow, y: number): Spot {
  const { name, lambda, mean } = row;
  const line = [
    [panel.left, y],
    [panel.right, y],
  ] as const;
  const points = mean === null ? [] : [[scale.place(mean), y] as const];
  return {
    ...{ name, lambda, isWhole: true, lines: [line], columns: [] },
    read: () => row.tell({ lambda, colour: row.colour(theme), points }),
  };
}

/** All that the axis must hold, the level among it. */
function listValues({ rows, level, region }: RowsOfChart): number[] {
  const values = rows.flatMap(({ pairs, ends }) => [...pairs.map(({ value }) => value), ...(ends ?? [])]);
  const edges = level === null ? [] : [level - (region ?? 0), level + (region ?? 0), level];
  return [...edges, ...values].filter(Number.isFinite);
}

/** Which side is better. */
function drawDirections({ chart, panel, theme }: Stage): string {
  const [left, right] = chart.higherIsBetter ? ['worse', 'better'] : ['better', 'worse'];
  const style = { fill: theme.muted, size: TICK_SIZE };
  return (
    writeText(panel.left, panel.top - 10, `\u2190 ${left}`, style) +
    writeText(panel.right, panel.top - 10, `${right} \u2192`, { ...style, anchor: 'end' })
  );
}

function drawRegion({ chart: { level, region }, panel: { top, bottom }, scale, theme }: Stage): string {
  if (level === null || region === null) return '';
  const [low, high] = [scale.place(level - region), scale.place(level + region)];
  const edge = { stroke: theme.neutral, 'stroke-width': 0.5 };
  return (
    element('rect', { x: low, y: top, width: high - low, height: bottom - top, fill: theme.band }) +
    rule(low, top, low, bottom, edge) +
    rule(high, top, high, bottom, edge)
  );
}

function drawBaseline({ chart: { level }, panel: { top, bottom }, scale, theme }: Stage): string {
  if (level === null) return '';
  const x = scale.place(level);
  return rule(x, top, x, bottom, { stroke: theme.neutral, 'stroke-width': 1.5 });
}

function drawRow({ chart, panel, scale, theme }: Stage, row: ChartRow, y: number): string {
  const { name, label, lambda, standing, mean, ends } = row;
  const colour = row.colour(theme);
  const dots = row.pairs.map(({ pair, value }) => ({
    x: scale.place(value),
    y: y + scatter(pair) * REACH,
    text: `${name}, ${chart.namePair(pair)}: ${chart.formatValue(value)}`,
  }));
  const bar = ends === null ? '' : drawBar([scale.place(ends[0]), y], [scale.place(ends[1]), y], colour);
  const mark = mean === null ? '' : drawMean(standing, scale.place(mean), y, colour, theme);
  return groupLambda(
    lambda,
    writeText(4, y, label, { fill: theme.ink, weight: 600, room: panel.left - 10 }),
    writeText(4, y + 14, standing, { fill: theme.muted, size: TICK_SIZE }),
    drawDots(dots, colour),
    element('g', {}, tip(row.said), bar, mark),
  );
}
