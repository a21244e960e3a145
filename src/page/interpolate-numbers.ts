// Stands for d3-interpolate in the page: the scales of its charts map numbers to numbers, and need nothing for colours,
// dates and texts.

/** The number a share `t` of the way from `a` to `b`. */
export function interpolateNumber(a: number, b: number): (t: number) => number {
  return (t) => a * (1 - t) + b * t;
}

/** The same, rounded. */
export function interpolateRound(a: number, b: number): (t: number) => number {
  return (t) => Math.round(a * (1 - t) + b * t);
}

export { interpolateNumber as interpolate };

/** Named by scales that the page has not. */
export function piecewise(): never {
  throw new Error('no scale of the page is piecewise');
}
