import type { Report } from '../report/schema.ts';
import { formatCount } from '../words/amounts.ts';
import { formatFigure, formatSigned } from '../words/numbers.ts';
import { drawLevel, drawUpright, fitUpright, type Panel } from './axes/axes.ts';
import { scaleValues, type ValueScale } from './axes/value-scale.ts';
import { thin } from './drawing/curves.ts';
import { type Chart, type Drawing, drawNotes, makeChart, type Pen } from './drawing/frame.ts';
import { drawDots } from './drawing/marks.ts';
import { rule } from './drawing/svg.ts';
import { TICK_SIZE, writeText } from './drawing/text.ts';
import { colourLambdas, type Theme } from './drawing/theme.ts';
import { nameFile, nameLambda } from './read-report.ts';

/** Points that are drawn at most, so that a file stays small. */
const MOST_POINTS = 2000;

interface Predicted {
  readonly row: number;
  readonly actual: number;
  readonly predicted: number;
}

/** Predicted against actual, and what is left over, for a lambda. Empty without predictions, or for classes. */
export function chartScatters(report: Report, lambda: number): Chart[] {
  const points = readPoints(report, lambda);
  if (points.length === 0) return [];
  const { target, rows } = report.data;
  const where = `at ${nameLambda(lambda)}`;
  const seen = `${points.length} of ${formatCount(rows, 'row')}, each predicted by a network that did not train on it`;
  const drawn = thin(points, MOST_POINTS);
  const notes = drawn.length < points.length ? [`${drawn.length} of ${points.length} rows are drawn.`] : [];
  const colour = (theme: Theme) =>
    colourLambdas(
      report.lambdas.map((each) => each.lambda),
      report.test.baseline,
      theme,
    )(lambda);
  return [
    makeChart(
      nameFile('predictions', lambda),
      `Predicted against actual ${target} ${where}`,
      `${seen}. ${describeError(points)} On the diagonal both are equal.`,
      (pen) => drawPredictions(drawn, colour(pen.theme), notes, pen),
    ),
    makeChart(
      nameFile('residuals', lambda),
      `Residuals of ${target} against its prediction ${where}`,
      `${seen}. ${describeError(points)} A residual is actual minus predicted.`,
      (pen) => drawResiduals(drawn, colour(pen.theme), notes, pen),
    ),
  ];
}

function readPoints({ predictions }: Report, lambda: number): Predicted[] {
  const found = predictions?.lambdas.find((each) => each.lambda === lambda);
  if (predictions === undefined || found === undefined) return [];
  return predictions.rows.flatMap((row, i) => {
    const [actual, predicted] = [predictions.actual[i], found.predicted[i]];
    if (typeof actual !== 'number' || typeof predicted !== 'number') return [];
    return Number.isFinite(actual - predicted) ? [{ row, actual, predicted }] : [];
  });
}

function describeError(points: readonly Predicted[]): string {
  const residuals = points.map(({ actual, predicted }) => actual - predicted);
  const mean = residuals.reduce((sum, each) => sum + each / residuals.length, 0);
  const largest = residuals.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
  return `The mean residual is ${formatSigned(mean)}, the largest in size ${formatFigure(largest)}.`;
}

function describePoint({ row, actual, predicted }: Predicted): string {
  return `row ${row}: actual ${formatFigure(actual)}, predicted ${formatFigure(predicted)}`;
}

const TOP = 30;

function drawPredictions(
  points: readonly Predicted[],
  colour: string,
  notes: readonly string[],
  pen: Pen,
): Drawing {
  // Both axes hold the same values, so that the diagonal is one.
  const all = points.flatMap(({ actual, predicted }) => [actual, predicted]);
  const span = { top: TOP, bottom: TOP + Math.min(pen.width * 0.8, 420) };
  const { scale: upright, margin } = fitUpright(all, span, { linear: true });
  const right = Math.min(pen.width - 24, margin + span.bottom - span.top);
  const panel = { left: margin, right, ...span };
  const level = scaleValues(all, { range: [margin, right], spacing: 54, linear: true });
  const diagonal = rule(panel.left, panel.bottom, panel.right, panel.top, {
    stroke: pen.theme.neutral,
    'stroke-width': 1.5,
  });
  const dots = points.map((point) => ({
    x: level.place(point.actual),
    y: upright.place(point.predicted),
    text: describePoint(point),
  }));
  return drawScatter(
    { upright, level, panel, names: ['predicted', 'actual'] },
    diagonal,
    dots,
    colour,
    notes,
    pen,
  );
}

function drawResiduals(
  points: readonly Predicted[],
  colour: string,
  notes: readonly string[],
  pen: Pen,
): Drawing {
  const residuals = points.map(({ actual, predicted }) => actual - predicted);
  const span = { top: TOP, bottom: TOP + Math.min(Math.max(pen.width * 0.5, 190), 320) };
  const { scale: upright, margin } = fitUpright([0, ...residuals], span, { linear: true });
  const panel = { left: margin, right: pen.width - 24, ...span };
  const predicted = points.map((point) => point.predicted);
  const level = scaleValues(predicted, { range: [margin, panel.right], spacing: 54, linear: true });
  const zero = rule(panel.left, upright.place(0), panel.right, upright.place(0), {
    stroke: pen.theme.neutral,
    'stroke-width': 1.5,
  });
  const dots = points.map((point, i) => ({
    x: level.place(point.predicted),
    y: upright.place(residuals[i]),
    text: `${describePoint(point)}, residual ${formatSigned(residuals[i])}`,
  }));
  const names = ['residual: actual minus predicted', 'predicted'] as const;
  return drawScatter({ upright, level, panel, names }, zero, dots, colour, notes, pen);
}

interface Axes {
  readonly upright: ValueScale;
  readonly level: ValueScale;
  readonly panel: Panel;
  /** Titles of the upright and of the level axis. */
  readonly names: readonly [string, string];
}

function drawScatter(
  { upright, level, panel, names }: Axes,
  reference: string,
  dots: Parameters<typeof drawDots>[0],
  colour: string,
  notes: readonly string[],
  pen: Pen,
): Drawing {
  const { theme } = pen;
  const below = drawNotes(notes, panel.bottom + 38, pen);
  const body = [
    writeText(4, 16, names[0], { fill: theme.muted, room: pen.width - 8 }),
    drawUpright(upright, panel, theme),
    drawLevel(level, panel, theme),
    reference,
    drawDots(dots, colour),
    writeText(panel.right, panel.bottom + 32, names[1], {
      fill: theme.muted,
      size: TICK_SIZE,
      anchor: 'end',
    }),
    below.body,
  ];
  return { body: body.join(''), height: panel.bottom + 40 + below.height };
}
