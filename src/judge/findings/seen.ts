import type { Metric } from '../../recipe/metrics.ts';
import type { TestOn } from '../../report/comparison.ts';
import type { JudgedCandidate } from '../answer.ts';
import type { Settled } from '../settle.ts';

/** What the findings look at. */
export interface Seen {
  readonly settled: Settled;
  readonly test: TestOn<Metric>;
  readonly candidates: readonly JudgedCandidate[];
}
