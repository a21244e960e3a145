import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Line } from '../../src/charts/drawing/spots.ts';
import { findPlace } from '../../src/page/answer/charts/find-place.ts';

const upright = (x: number): Line => [
  [x, 20],
  [x, 280],
];
const level = (y: number): Line => [
  [80, y],
  [580, y],
];
const SIZE = [200, 100] as const;
const ROOM = [600, 300] as const;

describe('the box beside the crosshair', () => {
  it('is right of an upright line, and left of it where there is no room', () => {
    expect(findPlace([upright(100)], [103, 150], SIZE, ROOM)).toEqual([116, 100]);
    expect(findPlace([upright(500)], [503, 150], SIZE, ROOM)).toEqual([284, 100]);
    // By the keyboard half way up.
    expect(findPlace([upright(100)], null, SIZE, ROOM)).toEqual([116, 100]);
  });

  it('is by the line of the panel that the pointer is in', () => {
    expect(findPlace([upright(100), upright(380)], [385, 150], SIZE, ROOM)).toEqual([396, 100]);
  });

  it('is above or below the pointer where neither side has room', () => {
    const room = [320, 300] as const;
    expect(findPlace([upright(160)], [160, 200], SIZE, room)).toEqual([60, 84]);
    expect(findPlace([upright(160)], [160, 40], SIZE, room)).toEqual([60, 56]);
  });

  it('is below a level line, and above the last ones', () => {
    expect(findPlace([level(100)], [300, 104], SIZE, ROOM)).toEqual([300, 116]);
    expect(findPlace([level(250)], [300, 254], SIZE, ROOM)).toEqual([300, 134]);
  });

  it('never leaves the drawing where it fits into it', () => {
    const within = (most: number) => fc.integer({ min: 0, max: most });
    fc.assert(
      fc.property(within(600), within(300), fc.boolean(), (x, y, isLevel) => {
        const [left, top] = findPlace([isLevel ? level(y) : upright(x)], [x, y], SIZE, ROOM);
        expect(left >= 0 && left <= 400).toBe(true);
        expect(top >= 0 && top <= 200).toBe(true);
      }),
    );
  });
});
