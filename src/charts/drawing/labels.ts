import type { Point } from './curves.ts';
import { measureText, TICK_SIZE, writeText } from './text.ts';

/** Labels beside points. */

interface PointLabel {
  readonly text: string;
  readonly at: Point;
  readonly colour: string;
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Px from a point to the label beside it. */
const GAP = 12;

/** Labels the points, each right, left, above or below its own, inside a panel and apart; what finds no room has none. */
export function drawLabels(labels: readonly PointLabel[], panel: Box): string {
  const points = labels.map(({ at: [x, y] }): Box => {
    return { left: x - 7, right: x + 7, top: y - 7, bottom: y + 7 };
  });
  const taken = [...points];
  return labels
    .map(({ text, at: [x, y], colour }) => {
      const width = measureText(text, TICK_SIZE);
      const found = listPlaces(x, y, width).find(
        (box) => isWithin(box, panel) && taken.every((other) => isApart(box, other)),
      );
      if (found === undefined) return '';
      taken.push(found);
      return writeText(found.left, found.bottom - 3, text, { fill: colour, size: TICK_SIZE });
    })
    .join('');
}

function listPlaces(x: number, y: number, width: number): Box[] {
  const beside = { top: y - 7, bottom: y + 7 };
  const middle = { left: x - width / 2, right: x + width / 2 };
  return [
    { ...beside, left: x + GAP, right: x + GAP + width },
    { ...beside, left: x - GAP - width, right: x - GAP },
    { ...middle, top: y - GAP - 12, bottom: y - GAP + 2 },
    { ...middle, top: y + GAP - 2, bottom: y + GAP + 12 },
  ];
}

function isWithin(box: Box, outer: Box): boolean {
  return (
    box.left >= outer.left && box.right <= outer.right && box.top >= outer.top && box.bottom <= outer.bottom
  );
}

function isApart(a: Box, b: Box): boolean {
  return a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
}
