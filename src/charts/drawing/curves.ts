import { element, groupLambda, rule, writeNumber } from './svg.ts';
import { TICK_SIZE, writeText } from './text.ts';
import type { Theme } from './theme.ts';

export type Point = readonly [number, number];

/** Points of a curve that are drawn at most; more would make files large and look the same. */
const MOST_POINTS = 240;

/** Evenly chosen of many, the first and the last among them. */
export function thin<Item>(items: readonly Item[], most: number): Item[] {
  if (items.length <= most) return [...items];
  const step = (items.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, i) => items[Math.round(i * step)]);
}

interface Stroke {
  readonly colour: string;
  readonly width?: number;
  readonly dashes?: string | undefined;
}

/** A curve through points in px; where a point is null the curve breaks off. */
export function drawCurve(points: readonly (Point | null)[], { colour, width = 2, dashes }: Stroke): string {
  const path = writePath(thin(points, MOST_POINTS));
  if (path === '') return '';
  return element('path', {
    d: path,
    fill: 'none',
    stroke: colour,
    'stroke-width': width,
    'stroke-dasharray': dashes,
    'stroke-linejoin': 'round',
    'stroke-linecap': 'round',
  });
}

/** Straight lines from point to point; one that stands alone is closed, so that its round cap shows. */
function writePath(points: readonly (Point | null)[]): string {
  const isThere = (i: number) => (points[i] ?? null) !== null;
  return points
    .flatMap((point, i) => {
      if (point === null) return [];
      const [x, y] = point.map(writeNumber);
      const end = isThere(i - 1) || isThere(i + 1) ? '' : 'Z';
      return `${isThere(i - 1) ? 'L' : 'M'}${x},${y}${end}`;
    })
    .join('');
}

/** A label at the end of a curve. */
export interface EndLabel {
  readonly text: string;
  readonly colour: string;
  /** The lambda whose curve it is, if it is that of one. */
  readonly lambda?: number;
  /** Where the curve ends. */
  readonly y: number;
}

const LINE_HEIGHT = 14;

/** How many labels have room between top and bottom. */
export function countLabels(top: number, bottom: number): number {
  return Math.floor((bottom - top) / LINE_HEIGHT) + 1;
}

/**
 * Labels right of a panel's edge at `x`, moved apart as far as they need, each tied to the end of its curve.
 *
 * @param room px that a label may take
 */
export function drawEndLabels(
  labels: readonly EndLabel[],
  x: number,
  top: number,
  bottom: number,
  room?: number,
): string {
  const sorted = labels.toSorted((a, b) => a.y - b.y);
  const places = spread(
    sorted.map(({ y }) => y),
    top,
    bottom,
  );
  return sorted
    .map(({ text, colour, lambda, y }, i) => {
      const tie = rule(x + 2, y, x + 10, places[i], { stroke: colour });
      const label =
        tie +
        writeText(x + 13, places[i] + 4, text, {
          ...{ fill: colour, size: TICK_SIZE },
          ...(room !== undefined && { room }),
        });
      return lambda === undefined ? label : groupLambda(lambda, label);
    })
    .join('');
}

/** Moves sorted places apart, down as far as needed and then up again from the bottom. */
function spread(sorted: readonly number[], top: number, bottom: number): number[] {
  const places = [...sorted];
  for (let i = 0; i < places.length; i++) {
    const least = i === 0 ? top : places[i - 1] + LINE_HEIGHT;
    places[i] = Math.max(places[i], least);
  }
  for (let i = places.length - 1; i >= 0; i--) {
    const most = i === places.length - 1 ? bottom : places[i + 1] - LINE_HEIGHT;
    places[i] = Math.min(places[i], most);
  }
  return places;
}

/** A small mark at a point, so that a curve of one point is seen. */
export function drawEnd([x, y]: Point, colour: string): string {
  return element('circle', { cx: x, cy: y, r: 2.5, fill: colour });
}

/** A ring on a curve where it would have stopped best. */
export function drawStop([x, y]: Point, colour: string, theme: Theme): string {
  return element('circle', { cx: x, cy: y, r: 4, fill: theme.background, stroke: colour, 'stroke-width': 2 });
}
