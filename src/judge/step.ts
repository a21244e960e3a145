// Scores are often written in few digits, or count hits among few rows: then they move in steps.

/** More decimals than this are as many as there are. */
const MOST_DECIMALS = 6;
/** What a multiple of a step may be beside a whole number: the rounding of doubles. */
const TOLERANCE = 1e-9;
/** Where more would have to be forgiven, any number passes. */
const MOST_TOLERANCE = 0.1;

/**
 * The step in which scores move: the last decimal in which they are written, or the share of one row, rounded or not. 0
 * where they have all their digits.
 */
export function findStep(scores: Iterable<number | null>): number {
  const values = takeDistinct(scores);
  const gap = values.slice(1).reduce((least, value, i) => Math.min(least, value - values[i]), Infinity);
  const last = findLastDecimal(values);
  if (gap === Infinity || gap <= last) return last;
  return areMultiples(values, gap, 0) || areMultiples(values, gap, last) ? gap : last;
}

/** More say nothing that these do not. */
const MOST_LOOKED_AT = 20_000;

/** Values in their order, each once. */
function takeDistinct(scores: Iterable<number | null>): number[] {
  const distinct = new Set<number>();
  let looked = 0;
  for (const score of scores) {
    if (score !== null) distinct.add(score);
    looked += 1;
    if (looked === MOST_LOOKED_AT) break;
  }
  return [...distinct].sort((a, b) => a - b);
}

function findLastDecimal(values: readonly number[]): number {
  if (values.length === 0) return 0;
  for (let decimals = 0; decimals <= MOST_DECIMALS; decimals++) {
    const step = 10 ** -decimals;
    if (areMultiples(values, step, 0)) return step;
  }
  return 0;
}

/** @param rounded to what the values were rounded */
function areMultiples(values: readonly number[], step: number, rounded: number): boolean {
  return values.every((value) => {
    const multiple = value / step;
    const tolerance = TOLERANCE + (1 + Math.abs(multiple)) * (1e-15 + rounded / step);
    return tolerance <= MOST_TOLERANCE && Math.abs(multiple - Math.round(multiple)) <= tolerance;
  });
}
