import type { Point } from './curves.ts';

/**
 * What a pointer and the keyboard find on a chart: places, such as an epoch or a lambda, and what stands at each. A
 * chart works them out by the scales that it draws with, so that both cannot differ.
 */

/** One thing that stands at a spot. */
export interface SpotRow {
  /** What it is: `0.01`, `mean`. */
  readonly label: string;
  /** Its figures, one below each of the spot's columns. */
  readonly cells: readonly string[];
  /** The colour in which the chart draws it; null where it is not drawn in one. */
  readonly colour: string | null;
  /** The lambda that it belongs to; null for what belongs to none. */
  readonly lambda: number | null;
  /** Where it is drawn. */
  readonly points: readonly Point[];
}

/** A straight line on a chart, from one end to the other. */
export type Line = readonly [Point, Point];

/** A place on a chart. */
export interface Spot {
  /** `epoch 12`, `lambda = 0.01`. */
  readonly name: string;
  /** The lambda that the whole spot is about; null where each row is about its own, or none is. */
  readonly lambda: number | null;
  /** Whether its rows belong together: those of one lambda, or of one candidate. By default as it has a lambda. */
  readonly isWhole?: boolean;
  /** Where the crosshair lies: a line in each panel. */
  readonly lines: readonly Line[];
  /** Where the pointer must come near, if that is not the lines. */
  readonly near?: readonly Point[];
  /** What the cells of the rows are; empty where the labels say it. */
  readonly columns: readonly string[];
  /** Reads the rows: only of a spot that is shown, since there may be thousands. */
  readonly read: () => readonly SpotRow[];
}

/** Whether a spot is about one thing, so that no single row of it is meant. */
export function isWhole({ lambda, isWhole: whole }: Spot): boolean {
  return whole ?? lambda !== null;
}

/** Px beyond the lines of a chart's spots at which the pointer has left them. */
const MARGIN = 24;
/** Px from a mark within which a press means it. */
const REACH = 14;

/** The spot that the pointer is at; null away from all panels. */
export function findSpot(spots: readonly Spot[], at: Point): number | null {
  if (!spots.some(({ lines }) => lines.length > 0) || !isWithin(spots, at)) return null;
  let [found, least] = [0, Number.POSITIVE_INFINITY];
  for (const [i, { lines, near }] of spots.entries()) {
    const distances =
      near === undefined
        ? lines.map((line) => measureDistance(line, at))
        : near.map(([x, y]) => Math.hypot(x - at[0], y - at[1]));
    const distance = Math.min(...distances);
    if (distance < least) [found, least] = [i, distance];
  }
  return found;
}

function isWithin(spots: readonly Spot[], [x, y]: Point): boolean {
  const ends = spots.flatMap(({ lines }) => lines.flat());
  const isBetween = (value: number, axis: 0 | 1) => {
    const [low, high] = ends.reduce(
      ([least, most], end) => [Math.min(least, end[axis]), Math.max(most, end[axis])],
      [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
    );
    return value >= low - MARGIN && value <= high + MARGIN;
  };
  return isBetween(x, 0) && isBetween(y, 1);
}

/** How far a point lies from an upright or level line. */
export function measureDistance([[x1, y1], [x2, y2]]: Line, [x, y]: Point): number {
  const beyond = (value: number, a: number, b: number) =>
    Math.max(Math.min(a, b) - value, value - Math.max(a, b), 0);
  return Math.hypot(beyond(x, x1, x2), beyond(y, y1, y2));
}

/** The row whose mark is nearest to the pointer; null where none is within reach. */
export function findRow(rows: readonly SpotRow[], [x, y]: Point): number | null {
  let [found, least]: [number | null, number] = [null, REACH];
  for (const [i, { points }] of rows.entries()) {
    for (const point of points) {
      const distance = Math.hypot(point[0] - x, point[1] - y);
      if (distance <= least) [found, least] = [i, distance];
    }
  }
  return found;
}

/** Rows that a spot says at most. */
const MOST_SAID = 8;

/**
 * A spot in words.
 *
 * @param row the one row to say; null says all
 */
export function saySpot({ name, columns, read }: Spot, row: number | null): string {
  const rows = read();
  const said = row === null ? rows.slice(0, MOST_SAID) : rows.slice(row, row + 1);
  const parts = said.map(({ label, cells }) => {
    const figures = cells.map((cell, i) => (columns[i] === undefined ? cell : `${columns[i]} ${cell}`));
    return `${label}: ${figures.join(', ')}`;
  });
  const more = row === null && rows.length > MOST_SAID ? [`and ${rows.length - MOST_SAID} more`] : [];
  return [name, ...parts, ...more].join('; ');
}

/** A row of one figure. */
export function tell(label: string, text: string, rest: Partial<SpotRow> = {}): SpotRow {
  return { label, cells: [text], colour: null, lambda: null, points: [], ...rest };
}
