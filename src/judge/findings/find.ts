import type { Metric } from '../../recipe/metrics.ts';
import type { Judgement, TestOn } from '../../report/comparison.ts';
import type { JudgedCandidate } from '../answer.ts';
import type { Settled } from '../settle.ts';
import { compareJudgeFindings, type JudgeFinding } from './finding.ts';
import { findFoldsUsedAgain, findOneRunEach, findSizesUnknown, findUnpaired } from './pair-findings.ts';
import { findBestOfMany, findImpossibleValues, findMissingCells, findTies } from './score-findings.ts';
import { findOnlyTheSeed } from './seed-findings.ts';

/** What the findings look at. */
export interface Seen {
  readonly settled: Settled;
  /** One for each candidate but the baseline. */
  readonly judgements: readonly Judgement[];
  readonly test: TestOn<Metric>;
  readonly candidates: readonly JudgedCandidate[];
}

const FINDERS: readonly ((seen: Seen) => JudgeFinding | null)[] = [
  findUnpaired,
  findImpossibleValues,
  findOneRunEach,
  findOnlyTheSeed,
  findFoldsUsedAgain,
  findMissingCells,
  findBestOfMany,
  findTies,
  findSizesUnknown,
];

/** Everything that there is to say about somebody's scores, the most pressing first. */
export function findAllInScores(seen: Seen): JudgeFinding[] {
  return FINDERS.map((find) => find(seen))
    .filter((finding) => finding !== null)
    .toSorted(compareJudgeFindings);
}
