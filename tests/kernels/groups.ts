import { expect } from 'vitest';
import { assertClose } from '../assert-close.ts';
import { type Arena, createArena, createValues, sweepLengths, toBits } from './arena.ts';

/** Pieces, their length, and the elements from one to the next. */
export type Pieces = readonly [pieces: number, length: number, stride: number];

/** The lengths of one piece; and pieces of one weight, of odd lengths, of whole panels, one after another or apart. */
export const SHAPES: readonly Pieces[] = [
  ...sweepLengths(4, 1003).map((length): Pieces => [1, length, 0]),
  [0, 8, 8],
  [3, 0, 5],
  [2, 1, 1],
  [5, 1, 7],
  [3, 7, 7],
  [4, 5, 12],
  [8, 8, 128],
  [3, 24, 64],
];

/** Elements from the first to the last of a group. */
const spanOf = ([pieces, length, stride]: Pieces) => (pieces === 0 ? 0 : (pieces - 1) * stride + length);

/** Where in its span each element of a group stands. */
function placesOf([pieces, length, stride]: Pieces): number[] {
  return Array.from({ length: pieces * length }, (_, i) => Math.floor(i / length) * stride + (i % length));
}

/** Writes a group's elements into its span, and `between` them what no kernel may touch. */
export function spread(values: readonly number[], shape: Pieces, between: number): Float32Array {
  const span = new Float32Array(spanOf(shape)).fill(between);
  placesOf(shape).forEach((place, i) => {
    span[place] = values[i];
  });
  return span;
}

/** Metrics from e^-2 to e^2 times `middle`, rounded to f32. */
export function createMetrics(length: number, seed: number, middle = 1): number[] {
  return [...createValues(length, seed)].map((x) => Math.fround(middle * Math.exp(2 * x)));
}

/** Shrinks a group in an arena, and fails if anything but its weights changed. */
export function shrinkIn(
  arena: Arena,
  u: readonly number[],
  metric: readonly number[] | number,
  k: number,
  shape: Pieces = [1, u.length, 0],
  misalignment = 0,
): Float32Array {
  const { kernels } = arena;
  const ptr = arena.place(spread(u, shape, 77), misalignment);
  if (typeof metric === 'number') kernels.shrinkGroup(ptr, k * metric, ...shape);
  else {
    const metrics = spread(metric, shape, 99);
    const metricPtr = arena.place(metrics, (misalignment + 5) % 16);
    kernels.shrinkGroupEach(ptr, metricPtr, k, ...shape);
    expect(toBits(arena.read(metricPtr, metrics.length))).toEqual(toBits(metrics));
  }
  const span = arena.read(ptr, spanOf(shape));
  const places = placesOf(shape);
  const shrunk = Float32Array.from(places, (place) => span[place]);
  expect(toBits(span)).toEqual(toBits(spread([...shrunk], shape, 77)));
  return shrunk;
}

export const shrink = (u: readonly number[], metric: readonly number[] | number, k: number) =>
  shrinkIn(createArena(), u, metric, k);

/** Below it a shrunk weight becomes 0. */
export const SMALLEST_NORMAL = 2 ** -126;

/**
 * One rounding to f32, or all of a weight that is no normal number; 6e-9 of the weight for the root (see
 * `assembly/group.ts`); and the f64 roundings of n terms, which near r = 0 and with metrics up to 60 times
 * each other count as 60 n 2^-53 of what the weight was.
 */
export function boundOf(expected: number, u: number, n: number): number {
  return (2 ** -24 + 6e-9) * Math.abs(expected) + 60 * n * 2 ** -53 * Math.abs(u) + SMALLEST_NORMAL;
}

export function assertShrunk(shrunk: Float32Array, expected: readonly number[], u: readonly number[]): void {
  expect(shrunk).toHaveLength(expected.length);
  expected.forEach((w, i) => {
    assertClose(shrunk[i], w, boundOf(w, u[i], u.length));
    if (w === 0) expect(Object.is(shrunk[i], 0), `element ${i}`).toBe(true);
  });
}
