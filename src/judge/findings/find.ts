import { compareJudgeFindings, type JudgeFinding } from './finding.ts';
import { findFoldsUsedAgain, findOneRunEach, findSizesUnknown, findUnpaired } from './pair-findings.ts';
import { findBestOfMany, findImpossibleValues, findMissingCells, findTies } from './score-findings.ts';
import { findOnlyTheSeed } from './seed-findings.ts';
import type { Seen } from './seen.ts';

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
