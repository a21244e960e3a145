import { findBestEpoch, findOneSeed, findTuned } from './comparisons.ts';
import type { Found } from './found.ts';
import { findGradientFaults, findKeptGraphs, findValidationSteps } from './gradients.ts';
import { findIdleGradients, findNoisyValidation, findQuietTraining } from './modes.ts';
import { findBroadcasts, findProbabilities } from './outputs.ts';
import { findBiases, findNothing } from './penalty-parameters.ts';
import { findComputedOnce, findDetached, findUnused, findUnusedRegularisers } from './penalty-reach.ts';
import { findOverCount, findScaled } from './penalty-scale.ts';
import { findSubtracted } from './penalty-sign.ts';
import { findBatchMeans, findLastBatch, findZeros } from './reports.ts';
import { findOverlaps, findScaledBeforeSplit, findSorted } from './rows.ts';
import type { Seen } from './seen.ts';
import { findPenaltyInValidation } from './validation-penalty.ts';
import { findWeightDecay } from './weight-decay.ts';

const RULES: readonly ((seen: Seen) => Found[])[] = [
  findSubtracted,
  findDetached,
  findUnused,
  findUnusedRegularisers,
  findComputedOnce,
  findNothing,
  findGradientFaults,
  findValidationSteps,
  findNoisyValidation,
  findQuietTraining,
  findProbabilities,
  findBroadcasts,
  findBiases,
  findOverCount,
  findScaled,
  findWeightDecay,
  findPenaltyInValidation,
  findOverlaps,
  findSorted,
  findScaledBeforeSplit,
  findTuned,
  findBestEpoch,
  findLastBatch,
  findKeptGraphs,
  findZeros,
  findIdleGradients,
  findBatchMeans,
  findOneSeed,
];

/** All that the rules find, once at each place. */
export function findAllFaults(seen: Seen): Found[] {
  const found = new Map<string, Found>();
  for (const each of RULES.flatMap((rule) => rule(seen))) {
    const key = `${each.code}:${each.place.from}`;
    if (!found.has(key)) found.set(key, each);
  }
  return [...found.values()];
}
