import type { Comparison } from '../../report/comparison.ts';
import { type Attributes, element, rule, tip, writeNumber } from './svg.ts';
import type { Theme } from './theme.ts';

/** What a mean can be: the baseline, or a verdict. Each has a shape of its own, since not everybody tells colours apart. */
export type Standing = 'baseline' | Comparison['verdict'];

/** In the order in which a legend lists them. */
export const STANDINGS: readonly Standing[] = [
  'baseline',
  'better',
  'equivalent',
  'undecided',
  'worse',
  'not tested',
];

const RADIUS = 5;

function outline(
  points: readonly (readonly [number, number])[],
  x: number,
  y: number,
  attributes: Attributes,
  ...children: readonly string[]
): string {
  const written = points.map(([dx, dy]) => `${writeNumber(x + dx)},${writeNumber(y + dy)}`).join(' ');
  return element('polygon', { points: written, ...attributes }, ...children);
}

/** The mark of a mean: filled where the verdict is settled, hollow where it is open. */
export function drawMean(standing: Standing, x: number, y: number, colour: string, theme: Theme): string {
  const filled = { fill: colour, stroke: theme.background, 'stroke-width': 1.5 };
  const hollow = { fill: theme.background, stroke: colour, 'stroke-width': 2 };
  const r = RADIUS;
  switch (standing) {
    case 'baseline':
      return element('rect', { x: x - r, y: y - r, width: 2 * r, height: 2 * r, ...filled });
    case 'better':
      return outline(
        [
          [0, -r - 2],
          [r + 2, 0],
          [0, r + 2],
          [-r - 2, 0],
        ],
        x,
        y,
        filled,
      );
    case 'worse':
      return drawCross(x, y, colour, theme);
    case 'equivalent':
      return element('circle', { cx: x, cy: y, r: r + 0.5, ...filled });
    case 'undecided':
      return element('circle', { cx: x, cy: y, r, ...hollow });
    case 'not tested':
      return outline(
        [
          [0, -r - 1],
          [r + 1, r],
          [-r - 1, r],
        ],
        x,
        y,
        hollow,
      );
  }
}

function drawCross(x: number, y: number, colour: string, theme: Theme): string {
  const r = RADIUS - 0.5;
  const [left, right, top, bottom] = [x - r, x + r, y - r, y + r].map(writeNumber);
  const strokes = (attributes: Attributes) =>
    element('path', {
      d: `M${left} ${top}L${right} ${bottom}M${left} ${bottom}L${right} ${top}`,
      fill: 'none',
      'stroke-linecap': 'round',
      ...attributes,
    });
  return (
    strokes({ stroke: theme.background, 'stroke-width': 6 }) + strokes({ stroke: colour, 'stroke-width': 3 })
  );
}

/** A triangle that points up at the axis above it. */
export function drawTriangle(x: number, y: number, attributes: Attributes, tooltip: string): string {
  const corners: readonly (readonly [number, number])[] = [
    [0, -5],
    [5, 4],
    [-5, 4],
  ];
  return outline(corners, x, y, attributes, tooltip);
}

/** A bar from one value to another, upright or level, with ends that are seen. */
export function drawBar(
  from: readonly [number, number],
  to: readonly [number, number],
  colour: string,
): string {
  const [[x1, y1], [x2, y2]] = [from, to];
  const [capX, capY] = x1 === x2 ? [4, 0] : [0, 4];
  const line = { stroke: colour, 'stroke-width': 2 };
  return (
    rule(x1, y1, x2, y2, line) +
    rule(x1 - capX, y1 - capY, x1 + capX, y1 + capY, line) +
    rule(x2 - capX, y2 - capY, x2 + capX, y2 + capY, line)
  );
}

/** Dots with a tooltip each at most: thousands of elements would hold up a page that draws them. */
const MOST_TIPS = 500;

/**
 * Dots of one colour: each with its tooltip, hollow, so that those below others are seen; or all as one path, where
 * they are too many for that.
 */
export function drawDots(
  dots: readonly { readonly x: number; readonly y: number; readonly text: string }[],
  colour: string,
): string {
  if (dots.length <= MOST_TIPS) {
    const circles = dots.map(({ x, y, text }) => element('circle', { cx: x, cy: y, r: 2.5 }, tip(text)));
    return element('g', { fill: colour, 'fill-opacity': 0.15, stroke: colour }, ...circles);
  }
  // A line without length is drawn as its two round ends.
  const d = dots.map(({ x, y }) => `M${writeNumber(x)} ${writeNumber(y)}h0`).join('');
  return element('path', { d, fill: 'none', stroke: colour, 'stroke-width': 3, 'stroke-linecap': 'round' });
}

/** A place from -1 to 1 for the i-th of many: spread evenly, and the same on every run. */
export function scatter(i: number): number {
  // The golden ratio's fraction leaves the largest gaps between neighbours.
  return 2 * ((0.5 + i * 0.618_033_988_749_895) % 1) - 1;
}
