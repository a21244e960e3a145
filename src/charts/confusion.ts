import type { Report } from '../report/schema.ts';
import { formatCount } from '../words/amounts.ts';
import { wholePercent } from '../words/numbers.ts';
import { type Chart, type Drawing, drawNotes, makeChart, type Pen } from './drawing/frame.ts';
import { drawColourBar, drawHeat, findLabelRoom } from './drawing/heat.ts';
import { measureText, shorten, TICK_SIZE, writeText } from './drawing/text.ts';
import { mix } from './drawing/theme.ts';
import { nameFile, nameLambda } from './read-report.ts';

/** Classes that are drawn at most. */
const MOST_CLASSES = 20;

interface Counts {
  readonly classes: readonly string[];
  /** [actual][predicted]. */
  readonly counts: readonly (readonly number[])[];
  readonly rows: number;
  readonly right: number;
}

/** Actual against predicted classes for a lambda, in rows counted. Null without predictions of classes. */
export function chartConfusion(report: Report, lambda: number): Chart | null {
  const counts = report.data.task === 'classification' ? countClasses(report, lambda) : null;
  if (counts === null) return null;
  const { classes, rows, right } = counts;
  const share = wholePercent(right / rows);
  const notes =
    classes.length > MOST_CLASSES
      ? [`The first ${MOST_CLASSES} of ${classes.length} classes are drawn.`]
      : [];
  return makeChart(
    nameFile('confusion', lambda),
    `Actual against predicted ${report.data.target} at ${nameLambda(lambda)}`,
    `${formatCount(rows, 'row')}, each predicted by a network that did not train on it; ${right} of them, ${share} %, correctly. ${describeClasses(counts)}`,
    (pen) => drawConfusion(counts, notes, pen),
  );
}

function countClasses({ predictions, data }: Report, lambda: number): Counts | null {
  const found = predictions?.lambdas.find((each) => each.lambda === lambda);
  const classes = data.classes ?? [];
  const place = new Map(classes.map((name, i) => [name, i]));
  const counts = classes.map(() => classes.map(() => 0));
  let [rows, right] = [0, 0];
  for (const [i, value] of (predictions?.actual ?? []).entries()) {
    const predicted = found?.predicted[i] ?? null;
    const [from, to] = [place.get(String(value)), place.get(String(predicted))];
    if (predicted === null || from === undefined || to === undefined) continue;
    counts[from][to] += 1;
    rows += 1;
    right += from === to ? 1 : 0;
  }
  return rows === 0 ? null : { classes, counts, rows, right };
}

function describeClasses({ classes, counts }: Counts): string {
  return classes
    .slice(0, MOST_CLASSES)
    .map((name, i) => `${name}: ${counts[i][i]} of ${sum(counts[i])} correctly.`)
    .join(' ');
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function drawConfusion({ classes, counts }: Counts, notes: readonly string[], pen: Pen): Drawing {
  const { width, theme } = pen;
  const shown = classes.slice(0, MOST_CLASSES);
  const left = Math.max(findLabelRoom(shown, width), Math.ceil(measureText('actual', TICK_SIZE)) + 10);
  const columnWidth = Math.min((width - 20 - left) / shown.length, 90);
  const frame = { left, top: 44, columnWidth, rowHeight: shown.length > 8 ? 22 : 34 };
  const table = {
    rows: shown,
    columns: shown.map((name) => shorten(name, columnWidth - 6, TICK_SIZE)),
    cell: (row: number, column: number) => {
      const count = counts[row][column];
      const total = sum(counts[row]);
      const tip = `actual ${shown[row]}, predicted ${shown[column]}: ${formatCount(count, 'row')}`;
      return { fill: mix(theme.amount, total === 0 ? 0 : count / total), text: String(count), tip };
    },
  };
  const bottom = frame.top + shown.length * frame.rowHeight;
  const muted = { fill: theme.muted, size: TICK_SIZE };
  const bar = { x: left, y: bottom + 10, width: Math.min(180, width - left - 20) };
  const below = drawNotes(notes, bottom + 58, pen);
  const body = [
    writeText(left, 14, 'predicted', muted),
    writeText(left - 6, frame.top - 6, 'actual', { ...muted, anchor: 'end' }),
    drawHeat(table, frame, theme),
    drawColourBar((place) => mix(theme.amount, place), ['0 %', '', '100 %'], bar, theme),
    writeText(left, bottom + 48, 'share of the actual class', { ...muted, room: width - left - 4 }),
    below.body,
  ];
  return { body: body.join(''), height: bottom + 60 + below.height };
}
