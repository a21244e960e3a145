import { findConstantFeatures, findConstantTarget, findUnscaledData } from './data-findings.ts';
import { compareFindings, type Finding } from './finding.ts';
import type { FindInTable, Observed } from './observed.ts';
import {
  findInertPenalty,
  findNegativeLambda,
  findNoExactZeros,
  findOvershootingStep,
  findPenalisedBiases,
} from './penalty-findings.ts';
import { findNoBetterThanLinear, findNotBetterThanMean, findWorseThanMean } from './reference-findings.ts';
import { findOvertrainedBaseline, findStillImproving } from './stopping-findings.ts';
import {
  findCollapsed,
  findDeadUnits,
  findDiverged,
  findExploded,
  findOverlappingBatches,
} from './training-findings.ts';
import {
  findBestAtEdge,
  findDetectableLimit,
  findOptimisticBest,
  findSingleRun,
  findWithinNoise,
} from './verdict-findings.ts';

const FINDERS: readonly ((observed: Observed) => Finding | null)[] = [
  findConstantTarget,
  findConstantFeatures,
  findUnscaledData,
  findNegativeLambda,
  findInertPenalty,
  findNoExactZeros,
  findOvershootingStep,
  findPenalisedBiases,
  findDiverged,
  findExploded,
  findCollapsed,
  findOverlappingBatches,
  findDeadUnits,
  findStillImproving,
  findOvertrainedBaseline,
  findSingleRun,
  findWithinNoise,
  findDetectableLimit,
  findOptimisticBest,
  findBestAtEdge,
  findWorseThanMean,
  findNotBetterThanMean,
  findNoBetterThanLinear,
];

/**
 * Everything that there is to say about a comparison, the most pressing first.
 *
 * @param findInTable what there is to say about the table; loaded where there is something
 */
export function findAll(observed: Observed, findInTable: FindInTable): Finding[] {
  const found = FINDERS.map((find) => find(observed)).filter((finding) => finding !== null);
  return [...found, ...findInTable(observed)].toSorted(compareFindings);
}
