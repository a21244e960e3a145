import { decomposing, solve } from '../../src/math/cholesky.ts';
import type { Counts, Term } from '../../src/plan/cost/counts.ts';
import { finish } from '../../src/sliced.ts';

/** A comparison whose terms are counted, and what it took. */
export interface Sample {
  readonly engine: string;
  readonly counts: Counts;
  readonly seconds: number;
}

/** The seconds of each term, by the name of its table and its own: `fused.step`. */
export type Prices = ReadonlyMap<string, number>;

/** How far, on the logarithm, an estimate may be off, and a price from where it started. */
const NOISE = 0.15;
const FREEDOM = 0.7;
/** Beyond this many times `NOISE` a sample counts less and less: it has something that the model has not. */
const ROBUST = 2.5;
/** What is shorter than this is not worth an exact estimate. */
const UNNOTICED_SECONDS = 0.02;
const ITERATIONS = 60;

/**
 * Fits prices, which stay positive: the logarithms that minimise the squares of log(estimated / measured) plus those of
 * log(price / price at the start), each in units of what is expected of it; so terms of which the samples say nothing
 * keep their price. By Levenberg and Marquardt's method, reweighted by Huber's function.
 *
 * @param nameOf the name of a term's price for an engine
 */
export function fitPrices(
  samples: readonly Sample[],
  start: Prices,
  nameOf: (engine: string, term: Term) => string,
): Map<string, number> {
  const names = [...start.keys()];
  const position = new Map(names.map((name, i) => [name, i]));
  const origin = names.map((name) => Math.log(start.get(name) as number));
  const rows = samples.map(({ engine, counts, seconds }) => ({
    target: Math.log(seconds + UNNOTICED_SECONDS),
    terms: (Object.entries(counts) as [Term, number][]).map(([term, count]) => ({
      at: position.get(nameOf(engine, term)) as number,
      count,
    })),
  }));
  let logs = [...origin];
  let damping = 1;
  let current = linearise(rows, logs, origin);
  for (let iteration = 0; iteration < ITERATIONS; iteration++) {
    const step = solveStep(current, damping);
    const next = logs.map((value, i) => value + Math.max(-1, Math.min(1, step[i])));
    const tried = linearise(rows, next, origin);
    if (tried.objective < current.objective) {
      logs = next;
      current = tried;
      damping = Math.max(1e-3, damping / 3);
    } else damping *= 4;
  }
  return new Map(names.map((name, i) => [name, Math.exp(logs[i])]));
}

interface Row {
  readonly target: number;
  readonly terms: readonly { readonly at: number; readonly count: number }[];
}

interface Linear {
  readonly objective: number;
  readonly gradient: Float64Array;
  /** [prices, prices] */
  readonly curvature: Float64Array;
}

/** The objective with its gradient and Gauss and Newton's curvature. */
function linearise(rows: readonly Row[], logs: readonly number[], origin: readonly number[]): Linear {
  const n = logs.length;
  const gradient = new Float64Array(n);
  const curvature = new Float64Array(n * n);
  let objective = 0;
  for (let i = 0; i < n; i++) {
    const off = (logs[i] - origin[i]) / FREEDOM;
    objective += off * off;
    gradient[i] += off / FREEDOM;
    curvature[i * n + i] += 1 / (FREEDOM * FREEDOM);
  }
  for (const { target, terms } of rows) {
    const parts = terms.map(({ at, count }) => ({ at, part: count * Math.exp(logs[at]) }));
    const total = parts.reduce((sum, { part }) => sum + part, UNNOTICED_SECONDS);
    const off = (Math.log(total) - target) / NOISE;
    const size = Math.abs(off);
    const weight = size <= ROBUST ? 1 : ROBUST / size;
    objective += size <= ROBUST ? off * off : ROBUST * (2 * size - ROBUST);
    for (const a of parts) {
      const slope = a.part / total / NOISE;
      gradient[a.at] += weight * off * slope;
      for (const b of parts) curvature[a.at * n + b.at] += (weight * slope * b.part) / total / NOISE;
    }
  }
  return { objective, gradient, curvature };
}

function solveStep({ gradient, curvature }: Linear, damping: number): Float64Array {
  const n = gradient.length;
  const matrix = curvature.slice();
  for (let i = 0; i < n; i++) matrix[i * n + i] *= 1 + damping;
  const step = gradient.map((value) => -value);
  finish(decomposing(matrix, n));
  solve(matrix, n, step);
  return step;
}
