import type { FirstLayer } from '../report/included.ts';
import type { Report } from '../report/schema.ts';
import { formatCount } from '../words/amounts.ts';
import { formatFigure, formatSigned, wholePercent } from '../words/numbers.ts';
import { type Chart, type Drawing, drawNotes, makeChart, type Pen } from './drawing/frame.ts';
import { drawColourBar, drawHeat, findLabelRoom } from './drawing/heat.ts';
import { element, tip } from './drawing/svg.ts';
import { TICK_SIZE, writeText } from './drawing/text.ts';
import { mix, type Theme } from './drawing/theme.ts';
import { nameFile, nameLambda } from './read-report.ts';

/** What is drawn at most: inputs, and cells in all, so that a file stays small; a cell is as wide as this at least. */
const MOST_INPUTS = 40;
const MOST_CELLS = 1600;
const LEAST_WIDTH = 3.5;
const ROW_HEIGHT = 18;

/** The first layer's weights for a lambda, inputs by units. Null without them. */
export function chartWeights({ weights }: Report, lambda: number): Chart | null {
  const values = weights?.lambdas.find((each) => each.lambda === lambda)?.values ?? null;
  if (weights === undefined || values === null || weights.units === 0 || values.length === 0) return null;
  const all = values.flat();
  const largest = all.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const zeros = all.filter((value) => value === 0).length;
  const share = `${zeros} of ${formatCount(all.length, 'weight')} (${wholePercent(zeros / all.length)} %)`;
  return makeChart(
    nameFile('weights', lambda),
    `First-layer weights at ${nameLambda(lambda)}`,
    `Repeat ${weights.repeat}, fold ${weights.fold}: ${formatCount(values.length, 'input')} to ${formatCount(weights.units, 'unit')}. ` +
      `Exactly zero: ${share}. The largest in size is ${formatFigure(largest)}.`,
    (pen) => drawWeights(weights, values, largest, pen),
  );
}

/** An input of the network: a feature, or a category of one. */
export function nameColumn({ feature, category }: FirstLayer['columns'][number]): string {
  return category === null ? feature : `${feature} = ${category}`;
}

/** The colour of a weight: its size as a share of the largest; null for an exact zero. */
function colourWeight(value: number, largest: number, theme: Theme): string | null {
  if (value === 0) return null;
  return mix(value < 0 ? theme.below : theme.above, Math.abs(value) / largest);
}

function drawWeights(
  { columns, units }: FirstLayer,
  values: readonly (readonly number[])[],
  largest: number,
  pen: Pen,
): Drawing {
  const { width, theme } = pen;
  const names = columns.slice(0, MOST_INPUTS).map(nameColumn);
  const left = findLabelRoom(names, width);
  const room = width - 20 - left;
  const shown = Math.min(units, Math.floor(MOST_CELLS / names.length), Math.floor(room / LEAST_WIDTH));
  const columnWidth = Math.min(room / shown, 36);
  const frame = { left, top: 40, columnWidth, rowHeight: ROW_HEIGHT };
  const stride = [1, 2, 5, 10, 20, 50].find((step) => step * columnWidth >= 26) ?? 100;
  const table = {
    rows: names,
    columns: Array.from({ length: shown }, (_, unit) => (unit % stride === 0 ? String(unit) : '')),
    cell: (row: number, unit: number) => {
      const value = values[row][unit];
      const tooltip = `${names[row]}, unit ${unit}: ${value === 0 ? 'exactly 0' : formatSigned(value)}`;
      return { fill: colourWeight(value, largest, theme), text: '', tip: tooltip, dot: value === 0 };
    },
  };
  const bottom = frame.top + names.length * ROW_HEIGHT;
  const notes = [
    ...(names.length < columns.length
      ? [`The first ${names.length} of ${columns.length} inputs are drawn.`]
      : []),
    ...(shown < units ? [`The first ${shown} of ${units} units are drawn.`] : []),
  ];
  const below = drawNotes(notes, bottom + 42, pen);
  const body = [
    writeText(4, 14, 'weights, inputs by first-layer units', {
      fill: theme.muted,
      room: width - 8,
    }),
    drawHeat(table, frame, theme),
    drawKey(values, largest, left, bottom + 10, pen),
    below.body,
  ];
  return { body: body.join(''), height: bottom + 44 + below.height };
}

/** What colours and dots mean. */
function drawKey(
  values: readonly (readonly number[])[],
  largest: number,
  left: number,
  y: number,
  { width, theme }: Pen,
): string {
  const zero = values.some((row) => row.includes(0));
  // The dot and its word stand right of the bar.
  const length = Math.min(220, width - left - (zero ? 90 : 20));
  const end = formatFigure(largest);
  const colour = (place: number) => colourWeight(2 * place - 1, 1, theme) ?? theme.background;
  const labels = [formatFigure(-largest), '0', end] as const;
  const bar = largest === 0 ? '' : drawColourBar(colour, labels, { x: left, y, width: length }, theme);
  if (!zero) return bar;
  const x = largest === 0 ? left : left + length + 14;
  const dot = element('circle', { cx: x + 3, cy: y + 4.5, r: 1.6, fill: theme.muted }, tip('exactly zero'));
  return bar + dot + writeText(x + 10, y + 9, 'exactly 0', { fill: theme.muted, size: TICK_SIZE });
}
