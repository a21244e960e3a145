import { scaleLinear, scaleSymlog } from 'd3-scale';
import { shortenLambda } from '../../words/numbers.ts';
import type { AxisScale } from '../drawing/frame.ts';
import { measureText, TICK_SIZE } from '../drawing/text.ts';

/**
 * The axis of lambdas: a symmetric logarithm as a rule, so that 0 and negative lambdas have a place beside orders of
 * magnitude. The ticks are the lambdas themselves, labelled as far as their labels fit.
 */
export interface LambdaScale {
  place(lambda: number): number;
  /** From the smallest up. */
  readonly lambdas: readonly number[];
  readonly labelled: ReadonlySet<number>;
}

/** Px between two labels. */
const GAP = 6;
/** Px between the ends of the axis and the outermost lambdas. */
const INSET = 14;
/** A lambda smaller than the largest by more than this is drawn as good as 0; it keeps the scale finite. */
const FINEST = 1e-9;

/**
 * @param from px where the axis starts; it ends at `to`
 * @param first lambdas whose labels matter most, the most important first
 */
export function scaleLambdas(
  lambdas: readonly number[],
  from: number,
  to: number,
  first: readonly number[],
  axis: AxisScale = 'log',
): LambdaScale {
  const sorted = lambdas.toSorted((a, b) => a - b);
  const sizes = sorted.map(Math.abs).filter((size) => size > 0);
  const largest = sizes.reduce((a, b) => Math.max(a, b), 0);
  const smallest = sizes.reduce((a, b) => Math.min(a, b), largest);
  const constant = largest === 0 ? 1 : Math.max(smallest, largest * FINEST);
  const [low, high] = [sorted[0], sorted[sorted.length - 1]];
  const room = low === high ? constant : 0;
  const scale = (axis === 'linear' ? scaleLinear() : scaleSymlog().constant(constant))
    .domain([low - room, high + room])
    .range([from + INSET, to - INSET]);
  return { place: scale, lambdas: sorted, labelled: chooseLabels(sorted, scale, first) };
}

/** Takes labels in the order of their importance: those asked for, the ends, 0, the others; none may touch another. */
function chooseLabels(
  sorted: readonly number[],
  place: (lambda: number) => number,
  first: readonly number[],
): Set<number> {
  const known = new Set(sorted);
  const candidates = [...first, sorted[0], sorted[sorted.length - 1], 0, ...sorted].filter((each) =>
    known.has(each),
  );
  const taken: { lambda: number; from: number; to: number }[] = [];
  for (const lambda of new Set(candidates)) {
    const half = measureText(shortenLambda(lambda), TICK_SIZE) / 2;
    const [from, to] = [place(lambda) - half, place(lambda) + half];
    if (taken.every((other) => from >= other.to + GAP || to + GAP <= other.from))
      taken.push({ lambda, from, to });
  }
  return new Set(taken.map(({ lambda }) => lambda));
}
