import { METRIC_KINDS, type MetricName } from '../recipe/metrics.ts';
import { formatCount } from '../words/amounts.ts';
import { listSome } from '../words/lists.ts';
import { formatFigure, shortenLambda } from '../words/numbers.ts';
import { drawLambdaAxis, drawUpright, fitUpright, nameLambdaAxis } from './axes/axes.ts';
import { scaleLambdas } from './axes/lambda-scale.ts';
import { drawCurvePanel, MOST_CURVES } from './curve-panel.ts';
import { type Point, thin } from './drawing/curves.ts';
import { type ChartOptions, type Drawing, drawFramed, drawNotes, type Pen } from './drawing/frame.ts';
import { drawDots, scatter } from './drawing/marks.ts';
import { element, rule, tip } from './drawing/svg.ts';
import { measureText, TICK_SIZE, writeText } from './drawing/text.ts';
import { colourLambdas } from './drawing/theme.ts';
import { WIDE_LOSSES } from './losses.ts';
import { nameLambda } from './read-report.ts';

/** What one epoch reported; a progress event of the kind `epoch` is such a point. */
interface EpochPoint {
  readonly lambda: number;
  /** From 1. */
  readonly epoch: number;
  readonly validationDataLoss: number | null;
}

/** What a running comparison has reported so far. */
export interface LiveResults {
  readonly metric: MetricName;
  /** Those of the recipe; empty while lambdas "auto" are being found. */
  readonly lambdas: readonly number[];
  /** The metric on the validation rows, one for each trial done. */
  readonly values: readonly { readonly lambda: number; readonly value: number }[];
  /** The recipe's epochs. */
  readonly epochs: number;
  readonly points: readonly EpochPoint[];
}

/** The baseline has its own colour once there is a verdict on it; until then it is 0. */
const BASELINE = 0;
const MOST_LISTED = 40;

/** Draws the metric of every trial done against lambda, and the mean so far. */
export function drawLiveMetric(live: LiveResults, options: ChartOptions): string {
  const { label } = METRIC_KINDS[live.metric];
  const values = live.values.filter(({ value }) => Number.isFinite(value));
  const means = averageByLambda(values);
  const described = [...means].map(([lambda, { mean, count }]) => {
    return `${nameLambda(lambda)}: mean ${formatFigure(mean)} of ${formatCount(count, 'trial')}`;
  });
  const description =
    described.length === 0 ? 'No trial is done yet.' : `${listSome(described, MOST_LISTED)}.`;
  const title = `Validation ${label} so far`;
  return drawFramed({ name: 'live-metric', title, description }, options, (pen) =>
    drawMetric({ ...live, values }, means, pen),
  );
}

interface Mean {
  readonly mean: number;
  readonly count: number;
}

/** By lambda, from the smallest up. */
function averageByLambda(values: LiveResults['values']): Map<number, Mean> {
  const means = new Map<number, Mean>();
  for (const { lambda, value } of values.toSorted((a, b) => a.lambda - b.lambda)) {
    const { mean, count } = means.get(lambda) ?? { mean: 0, count: 0 };
    means.set(lambda, { mean: mean + (value - mean) / (count + 1), count: count + 1 });
  }
  return means;
}

function drawMetric(live: LiveResults, means: ReadonlyMap<number, Mean>, pen: Pen): Drawing {
  const { width, theme } = pen;
  const known = [...new Set([...live.lambdas, ...means.keys()])];
  const span = { top: 30, bottom: 30 + Math.min(Math.max(width * 0.35, 150), 240) };
  const { scale, margin } = fitUpright(
    live.values.map(({ value }) => value),
    span,
  );
  const panel = { left: margin, right: width - 20, ...span };
  const { label } = METRIC_KINDS[live.metric];
  const heading = writeText(4, 16, `validation ${label}, every trial done`, {
    fill: theme.muted,
    room: width - 8,
  });
  if (known.length === 0) return drawWaiting(heading, span.bottom, pen);
  const level = scaleLambdas(known, panel.left, panel.right, [BASELINE]);
  const colourOf = colourLambdas(known, BASELINE, theme);
  const marks = [...means].map(([lambda, { mean, count }]) => {
    const [x, y] = [level.place(lambda), scale.place(mean)];
    const dots = live.values
      .filter((value) => value.lambda === lambda)
      .map(({ value }, i) => ({
        x: x + scatter(i) * 5,
        y: scale.place(value),
        text: `${nameLambda(lambda)}: ${formatFigure(value)}`,
      }));
    const text = `${nameLambda(lambda)}: mean ${formatFigure(mean)} of ${formatCount(count, 'trial')}`;
    const bar = rule(x - 11, y, x + 11, y, {
      stroke: colourOf(lambda),
      'stroke-width': 3,
      'stroke-linecap': 'round',
    });
    return drawDots(dots, colourOf(lambda)) + element('g', {}, tip(text), bar);
  });
  const body = [
    heading,
    // Without a value the ticks would be made up.
    means.size === 0 ? '' : drawUpright(scale, panel, theme),
    drawLambdaAxis(level, panel, theme),
    ...marks,
    writeText(panel.right, panel.bottom + 34, nameLambdaAxis(panel.right), {
      fill: theme.muted,
      size: TICK_SIZE,
      anchor: 'end',
    }),
  ];
  return { body: body.join(''), height: panel.bottom + 42 };
}

function drawWaiting(heading: string, bottom: number, { theme, width }: Pen): Drawing {
  const text = writeText(width / 2, bottom / 2 + 20, 'waiting for the first results', {
    fill: theme.muted,
    anchor: 'middle',
  });
  return { body: heading + text, height: bottom + 42 };
}

/** Draws the validation loss by epoch for each lambda, each point the mean over the pairs that have reached it so far. */
export function drawLiveCurves(live: LiveResults, options: ChartOptions): string {
  const all = averageCurves(live.points);
  const curves = thin(all, MOST_CURVES);
  const described = curves.map(({ lambda, points }) => {
    const [epoch, loss] = points[points.length - 1];
    return `${nameLambda(lambda)}: ${formatFigure(loss)} at epoch ${epoch}`;
  });
  const description = described.length === 0 ? 'No epoch is done yet.' : `${described.join('; ')}.`;
  const notes = curves.length < all.length ? [`${curves.length} of ${all.length} lambdas are drawn.`] : [];
  const texts = { name: 'live-curves', title: 'Validation data loss so far', description };
  return drawFramed(texts, options, (pen) => drawCurves(live, curves, notes, pen));
}

interface LiveCurve {
  readonly lambda: number;
  /** By epoch; at least one. */
  readonly points: readonly Point[];
}

/** The points that pairs tell are thinned: a curve goes through those there are. */
function averageCurves(points: readonly EpochPoint[]): LiveCurve[] {
  const sums = new Map<number, Map<number, { sum: number; count: number }>>();
  for (const { lambda, epoch, validationDataLoss: loss } of points) {
    if (loss === null || !Number.isFinite(loss)) continue;
    const byEpoch = sums.get(lambda) ?? new Map<number, { sum: number; count: number }>();
    const { sum, count } = byEpoch.get(epoch) ?? { sum: 0, count: 0 };
    sums.set(lambda, byEpoch.set(epoch, { sum: sum + loss, count: count + 1 }));
  }
  return [...sums]
    .toSorted(([a], [b]) => a - b)
    .map(([lambda, byEpoch]) => {
      const averaged = [...byEpoch].map(([epoch, { sum, count }]): Point => [epoch, sum / count]);
      return { lambda, points: averaged.toSorted(([a], [b]) => a - b) };
    });
}

function drawCurves(
  { lambdas, epochs }: LiveResults,
  curves: readonly LiveCurve[],
  notes: readonly string[],
  pen: Pen,
): Drawing {
  const { width, theme } = pen;
  const span = { top: 30, bottom: 30 + Math.min(Math.max(width * 0.35, 150), 240) };
  const heading = writeText(4, 16, 'validation data loss', { fill: theme.muted });
  if (curves.length === 0) return drawWaiting(heading, span.bottom, pen);
  const losses = curves.flatMap(({ points }) => points.map(([, loss]) => loss));
  const { scale, margin } = fitUpright(losses, span, { wide: WIDE_LOSSES });
  const labels = curves.map(({ lambda }) => measureText(shortenLambda(lambda), TICK_SIZE));
  const panel = { left: margin, right: width - 20 - Math.max(...labels), ...span };
  const known = [...new Set([...lambdas, ...curves.map(({ lambda }) => lambda)])];
  const content = {
    title: 'validation data loss',
    curves,
    ends: curves.map(({ lambda, points }) => ({ lambda, end: points[points.length - 1] })),
  };
  const last = curves.reduce((most, { points }) => Math.max(most, points[points.length - 1][0]), epochs);
  const below = drawNotes(notes, span.bottom + 40, pen);
  return {
    body:
      drawCurvePanel(content, panel, scale, last, colourLambdas(known, BASELINE, theme), theme) + below.body,
    height: span.bottom + 42 + below.height,
  };
}
