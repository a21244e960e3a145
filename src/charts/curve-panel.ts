import { shortenLambda } from '../words/numbers.ts';
import { drawLevel, drawUpright, type Panel } from './axes/axes.ts';
import { keepWhole, scaleValues, type ValueScale } from './axes/value-scale.ts';
import {
  countLabels,
  drawCurve,
  drawEnd,
  drawEndLabels,
  drawStop,
  type EndLabel,
  type Point,
  thin,
} from './drawing/curves.ts';
import { groupLambda } from './drawing/svg.ts';
import { TICK_SIZE, writeText } from './drawing/text.ts';
import type { Theme } from './drawing/theme.ts';

/** Lambdas that a panel of curves holds at most: their labels must fit, and their colours must differ visibly. */
export const MOST_CURVES = 12;

/** What a panel of curves shows. */
export interface CurvePanel {
  readonly title: string;
  readonly curves: readonly { lambda: number; points: readonly Point[]; dashes?: string }[];
  readonly ends: readonly { lambda: number; end: Point }[];
  /** Where each would have stopped best. */
  readonly stops?: readonly { lambda: number; stop: Point }[];
}

/** Where an epoch and a value lie in a panel. */
export function placeIn({ left, right }: Panel, values: ValueScale, last: number): (point: Point) => Point {
  const scale = scaleEpochs(left, right, last);
  return ([epoch, value]) => [scale.place(epoch), values.place(value)];
}

function scaleEpochs(left: number, right: number, last: number): ValueScale {
  return scaleValues([1, last], { range: [left, right], spacing: 60, linear: true });
}

/** One panel: its curves from epoch 1 to the last, and each lambda at the end of its own. */
export function drawCurvePanel(
  { title, curves, ends, stops = [] }: CurvePanel,
  panel: Panel,
  values: ValueScale,
  last: number,
  colourOf: (lambda: number) => string,
  theme: Theme,
): string {
  const { left, right, top, bottom } = panel;
  const level = keepWhole(scaleEpochs(left, right, last), 1, last);
  const place = placeIn(panel, values, last);
  const shown = thin(ends, Math.min(MOST_CURVES, countLabels(top, bottom)));
  const labels = shown.map(({ lambda, end }): EndLabel => {
    return { text: shortenLambda(lambda), lambda, colour: colourOf(lambda), y: values.place(end[1]) };
  });
  return [
    writeText(left - 4, top - 10, title + nameKind(values), { fill: theme.muted, room: right - left + 20 }),
    drawUpright(values, panel, theme),
    drawLevel(level, panel, theme),
    ...curves.map(({ lambda, points, dashes }) =>
      groupLambda(lambda, drawCurve(points.map(place), { colour: colourOf(lambda), width: 1.75, dashes })),
    ),
    ...stops.map(({ lambda, stop }) => drawStop(place(stop), colourOf(lambda), theme)),
    ...ends.map(({ lambda, end }) => drawEnd(place(end), colourOf(lambda))),
    drawEndLabels(labels, right, top, bottom),
    writeText(right, bottom + 30, 'epoch', { fill: theme.muted, size: TICK_SIZE, anchor: 'end' }),
  ].join('');
}

function nameKind({ kind }: ValueScale): string {
  if (kind === 'linear') return '';
  return kind === 'log' ? ', logarithmic' : ', symmetric logarithmic';
}
