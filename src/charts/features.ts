import type { LambdaReport, Report } from '../report/schema.ts';
import { listSome } from '../words/lists.ts';
import { shortenLambda, wholePercent } from '../words/numbers.ts';
import { thin } from './drawing/curves.ts';
import { type Chart, type Drawing, drawNotes, makeChart, type Pen } from './drawing/frame.ts';
import { drawColourBar, drawHeat, findLabelRoom } from './drawing/heat.ts';
import { writeText } from './drawing/text.ts';
import { mix } from './drawing/theme.ts';
import { nameLambda, sortLambdas } from './read-report.ts';

/** What is drawn at most; more would neither fit nor be read. */
const MOST_FEATURES = 40;
const MOST_LAMBDAS = 24;
const ROW_HEIGHT = 20;

interface Ranked {
  readonly name: string;
  /** Its place among the features of the report. */
  readonly index: number;
  readonly from: number | null;
}

/** In which share of the pairs each lambda keeps each feature. Null where no lambda has a share. */
export function chartFeatures(report: Report): Chart | null {
  const all = sortLambdas(report);
  if (all.every(({ features }) => features.every(({ kept }) => kept === null))) return null;
  const rows = thin(all, MOST_LAMBDAS);
  const ranked = rankFeatures(report, all);
  const features = ranked.slice(0, MOST_FEATURES);
  const notes = [
    ...(features.length < ranked.length
      ? [`The ${features.length} of ${ranked.length} features that are kept longest.`]
      : []),
    ...(rows.length < all.length ? [`${rows.length} of ${all.length} lambdas are drawn.`] : []),
  ];
  const described = features.map(
    ({ name, from }) => `${name}: ${from === null ? 'kept' : `dropped from ${nameLambda(from)} on`}`,
  );
  return makeChart(
    'features',
    'How often each feature is kept, by lambda',
    `The share of the pairs in which a feature is kept, the features kept longest first. ${listSome(described, MOST_FEATURES)}.`,
    (pen) => drawFeatures(rows, features, notes, pen),
  );
}

/** From those that the largest lambdas keep to those that are dropped first; of those alike, the more often kept first. */
function rankFeatures({ path }: Report, rows: readonly LambdaReport[]): Ranked[] {
  const total = (index: number) => rows.reduce((sum, { features }) => sum + (features[index].kept ?? 0), 0);
  return path.dropped
    .map(({ name, from }, index) => ({ name, index, from, total: total(index) }))
    .toSorted((a, b) => {
      const [first, second] = [a.from ?? Number.MAX_VALUE, b.from ?? Number.MAX_VALUE];
      return first === second ? b.total - a.total : second > first ? 1 : -1;
    });
}

function drawFeatures(
  rows: readonly LambdaReport[],
  features: readonly Ranked[],
  notes: readonly string[],
  pen: Pen,
): Drawing {
  const { width, theme } = pen;
  const names = features.map(({ name }) => name);
  const left = findLabelRoom(names, width);
  const columnWidth = Math.min((width - 20 - left) / rows.length, 64);
  const frame = { left, top: 40, columnWidth, rowHeight: ROW_HEIGHT };
  const table = {
    rows: names,
    columns: rows.map(({ lambda }) => shortenLambda(lambda)),
    cell: (row: number, column: number) => {
      const { name, index } = features[row];
      const { lambda, features: shares } = rows[column];
      const { kept } = shares[index];
      const place = `${name}, ${nameLambda(lambda)}`;
      if (kept === null) return { fill: null, text: '\u2013', tip: `${place}: every trial diverged` };
      const percent = wholePercent(kept);
      return {
        fill: mix(theme.amount, kept),
        text: percent,
        tip: `${place}: kept in ${percent} % of the pairs`,
      };
    },
  };
  const bottom = frame.top + features.length * ROW_HEIGHT;
  const bar = { x: left, y: bottom + 10, width: Math.min(220, width - left - 20) };
  const below = drawNotes(notes, bottom + 40, pen);
  const body = [
    writeText(4, 14, '% of pairs that keep a feature, by lambda', {
      fill: theme.muted,
      room: width - 8,
    }),
    drawHeat(table, frame, theme),
    drawColourBar((place) => mix(theme.amount, place), ['0 %', '50 %', '100 %'], bar, theme),
    below.body,
  ];
  return { body: body.join(''), height: bottom + 42 + below.height };
}
