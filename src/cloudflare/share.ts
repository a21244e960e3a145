import type { PlanFigures } from '../plan/schema.ts';
import type { SweepSpec } from '../sweeps/sweep.ts';

// How the pairs of a sweep are divided among lanes, and those of a lane among batches: the steps of its
// workflow.

/** Less work than this gains nothing from a lane of its own. */
const SECONDS_A_LANE = 5;
/** A lane has at most this many batches: a workflow may take 1,024 steps on any plan. */
const MOST_BATCHES = 500;
/** Estimated work of a batch, if there is that much: a step for less would cost more than it saves. */
const SECONDS_A_BATCH = 10;

/** The parts of a sweep that decide which pairs each lane has. */
type Shared = Pick<SweepSpec, 'lanes'> & { readonly plan: Pick<PlanFigures, 'pairs' | 'seconds'> };

/** How many lanes a sweep has. */
export function chooseLanes({ pairs, seconds }: Shared['plan'], most: number): number {
  return Math.max(1, Math.min(most, pairs, Math.ceil(seconds / SECONDS_A_LANE)));
}

export function countBatches(sweep: Shared, lane: number): number {
  return Math.ceil(countShare(sweep, lane) / measureBatch(sweep));
}

/** The pairs of one batch of a lane. */
export function listPairs(sweep: Shared, lane: number, batch: number): number[] {
  const size = measureBatch(sweep);
  const from = batch * size;
  const length = Math.min(size, countShare(sweep, lane) - from);
  return Array.from({ length }, (_, k) => lane + (from + k) * sweep.lanes);
}

/** A lane has every `lanes`-th pair, beginning with the pair whose number is its own. */
function countShare({ plan, lanes }: Shared, lane: number): number {
  return Math.ceil((plan.pairs - lane) / lanes);
}

function measureBatch({ plan: { pairs, seconds }, lanes }: Shared): number {
  const share = Math.ceil(pairs / lanes);
  const worthwhile = Math.floor((SECONDS_A_BATCH * pairs) / seconds);
  return Math.min(share, Math.max(1, Math.ceil(share / MOST_BATCHES), worthwhile));
}
