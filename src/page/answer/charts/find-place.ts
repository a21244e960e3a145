import type { Point } from '../../../charts/drawing/curves.ts';
import { type Line, measureDistance } from '../../../charts/drawing/spots.ts';

/** Px between the crosshair and the box beside it. */
const GAP = 16;

/**
 * Where a box goes, so that it hides as little as it can of what it speaks of: beside an upright line, right of it where
 * there is room, else left, else above or below the pointer; below a level line, else above it.
 *
 * @param lines those of the crosshair
 * @param pointer where the pointer is; null for the keyboard
 * @param size width and height of the box
 * @param room width and height of what it lies over
 */
export function findPlace(
  lines: readonly Line[],
  pointer: Point | null,
  [width, height]: Point,
  [roomX, roomY]: Point,
): Point {
  const within = (value: number, most: number) => Math.max(0, Math.min(value, most));
  const line = findNearest(lines, pointer);
  const [[x1, y1], [x2, y2]] = line;
  const [px, py] = pointer ?? [x1, (y1 + y2) / 2];
  const [left, right] = [x1 - GAP - width, x1 + GAP];
  const isLevel = y1 === y2 && x1 !== x2;
  if (!isLevel && right + width <= roomX) return [right, within(py - height / 2, roomY - height)];
  if (!isLevel && left >= 0) return [left, within(py - height / 2, roomY - height)];
  const [above, below] = [(isLevel ? y1 : py) - GAP - height, (isLevel ? y1 : py) + GAP];
  const first = isLevel ? below : above;
  const second = isLevel ? above : below;
  const fits = first >= 0 && first + height <= roomY;
  return [
    within(px - (isLevel ? 0 : width / 2), roomX - width),
    fits ? first : within(second, roomY - height),
  ];
}

/** The line of the panel that the pointer is in; the first for the keyboard. */
function findNearest(lines: readonly Line[], pointer: Point | null): Line {
  if (pointer === null) return lines[0];
  const measure = (line: Line) => measureDistance(line, pointer);
  return lines.reduce((nearest, line) => (measure(line) < measure(nearest) ? line : nearest));
}
