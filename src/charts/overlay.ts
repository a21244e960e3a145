import { takeMedianEpoch } from '../report/median-epoch.ts';
import type { LambdaReport, Report } from '../report/schema.ts';
import { formatFigure, shortenLambda } from '../words/numbers.ts';
import { drawLevel, drawUpright, fitUpright } from './axes/axes.ts';
import { keepWhole, scaleValues } from './axes/value-scale.ts';
import { drawCurve, drawEnd, drawEndLabels, drawStop, type Point } from './drawing/curves.ts';
import { type Chart, type Drawing, drawLegend, drawNotes, makeChart, type Pen } from './drawing/frame.ts';
import { measureText, shorten, TICK_SIZE, writeText } from './drawing/text.ts';
import type { Theme } from './drawing/theme.ts';
import { WIDE_LOSSES } from './losses.ts';
import { nameLambda } from './read-report.ts';

/** A report, and what it is called beside another. */
export interface NamedReport {
  readonly name: string;
  readonly report: Report;
}

/** The validation curve of what one report says to take. */
interface Curve {
  readonly name: string;
  readonly lambda: number;
  /** By epoch; at least one. */
  readonly points: readonly Point[];
  readonly stop: Point | undefined;
  readonly dashes?: string;
}

/** The second is dashed, so that colour is not the only thing that tells it from the first. */
const DASHES = '7 4';
/** The room that a name has right of a curve, in px. */
const MOST_LABEL = 90;

/**
 * The validation loss of the choices of two reports in one chart. Null where one of them has none.
 */
export function chartOverlay(a: NamedReport, b: NamedReport): Chart | null {
  const [first, second] = [readCurve(a), readCurve(b)];
  if (first === null || second === null) return null;
  const curves = [first, { ...second, dashes: DASHES }];
  const notes = haveOneScale(a.report, b.report)
    ? []
    : ['The losses are on different scales: compare where the curves turn, not how high they lie.'];
  const description = `Means over the pairs that reached the epoch. After the last epoch: ${curves.map(describeEnd).join('; ')}.`;
  return makeChart('overlay', 'Validation data loss of both choices', description, (pen) =>
    drawOverlay(curves, notes, pen),
  );
}

function readCurve({ name, report: { lambdas, choice } }: NamedReport): Curve | null {
  const chosen = lambdas.find(({ lambda }) => lambda === choice.lambda);
  if (chosen === undefined) return null;
  const points = readPoints(chosen);
  const best = takeMedianEpoch(chosen.bestEpochs ?? []);
  const stop = points.find(([epoch]) => epoch === best);
  return points.length === 0 ? null : { name, lambda: chosen.lambda, points, stop };
}

function readPoints({ curves: { epoch, validationDataLoss } }: LambdaReport): Point[] {
  return epoch.flatMap((each, i): Point[] =>
    Number.isFinite(validationDataLoss[i]) ? [[each, validationDataLoss[i]]] : [],
  );
}

/** Whether both networks learn by the same loss of a target on the same scale. */
function haveOneScale(a: Report, b: Report): boolean {
  const read = ({ recipe: { loss, huberDelta, standardize }, data }: Report) => {
    const { target } = { ...(standardize as Record<string, unknown> | undefined) };
    return JSON.stringify([loss, huberDelta, target, data.target]);
  };
  return read(a) === read(b);
}

function describeEnd({ name, lambda, points, stop }: Curve): string {
  const [epoch, loss] = points[points.length - 1];
  const best = stop === undefined ? '' : `, best epoch ${stop[0]}`;
  return `${name}, ${nameLambda(lambda)}: ${formatFigure(loss)} at epoch ${epoch}${best}`;
}

function drawOverlay(curves: readonly Curve[], notes: readonly string[], pen: Pen): Drawing {
  const { width, theme } = pen;
  const colours = [theme.cool[1], theme.warm[0]];
  const legend = drawLegend(listEntries(curves, colours, theme), 2, pen);
  const top = legend.height + 30;
  const span = { top, bottom: top + Math.min(Math.max(width * 0.4, 150), 280) };
  const losses = curves.flatMap(({ points }) => points.map(([, loss]) => loss));
  const upright = fitUpright(losses, span, { wide: WIDE_LOSSES });
  const labels = curves.map(({ name }) => shorten(name, MOST_LABEL, TICK_SIZE));
  const room = 20 + Math.max(...labels.map((label) => measureText(label, TICK_SIZE)));
  const panel = { left: upright.margin, right: width - room, ...span };
  const last = curves.reduce((most, { points }) => Math.max(most, points[points.length - 1][0]), 1);
  const range = [panel.left, panel.right] as const;
  const level = keepWhole(scaleValues([1, last], { range, spacing: 60, linear: true }), 1, last);
  const place = ([epoch, loss]: Point): Point => [level.place(epoch), upright.scale.place(loss)];
  const ends = curves.map(({ points }) => place(points[points.length - 1]));
  const below = drawNotes(notes, span.bottom + 40, pen);
  const kind = upright.scale.kind === 'linear' ? '' : ', logarithmic';
  return {
    body: [
      legend.body,
      writeText(4, top - 10, `validation data loss${kind}`, { fill: theme.muted }),
      drawUpright(upright.scale, panel, theme),
      drawLevel(level, panel, theme),
      ...curves.map(({ points, dashes }, i) => drawCurve(points.map(place), { colour: colours[i], dashes })),
      ...curves.map(({ stop }, i) => (stop === undefined ? '' : drawStop(place(stop), colours[i], theme))),
      ...ends.map((end, i) => drawEnd(end, colours[i])),
      drawEndLabels(
        labels.map((text, i) => ({ text, colour: colours[i], y: ends[i][1] })),
        panel.right,
        span.top,
        span.bottom,
      ),
      writeText(panel.right, span.bottom + 30, 'epoch', {
        fill: theme.muted,
        size: TICK_SIZE,
        anchor: 'end',
      }),
      below.body,
    ].join(''),
    height: span.bottom + 42 + below.height,
  };
}

function listEntries(curves: readonly Curve[], colours: readonly string[], theme: Theme) {
  return [
    ...curves.map(({ name, lambda, dashes }, i) => ({
      label: `${name}: lambda = ${shortenLambda(lambda)}`,
      sample: (x: number, y: number) =>
        drawCurve(
          [
            [x, y],
            [x + 20, y],
          ],
          { colour: colours[i], dashes },
        ),
    })),
    ...(curves.some(({ stop }) => stop !== undefined)
      ? [{ label: 'best epoch', sample: (x: number, y: number) => drawStop([x + 10, y], theme.ink, theme) }]
      : []),
  ];
}
