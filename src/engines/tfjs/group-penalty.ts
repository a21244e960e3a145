import type { PenaltyKernels } from '../../kernels/penalty-kernels.ts';

/** Where the weights of one group (see `engine.ts`) lie, side by side in the flat parameters; in elements. */
export interface Group {
  readonly start: number;
  readonly size: number;
}

/**
 * Locates the groups of the penalty.
 *
 * @param inputs how many inputs each group has
 * @param units how many units the first layer has
 */
export function locateGroups(inputs: readonly number[], units: number): Group[] {
  let start = 0;
  return inputs.map((count) => {
    const group = { start, size: count * units };
    start += group.size;
    return group;
  });
}

/** Counts the weights in all groups: those of the first layer. */
export function countGrouped(groups: readonly Group[]): number {
  return groups.reduce((sum, { size }) => sum + size, 0);
}

/**
 * Measures what the penalty's coefficient multiplies.
 *
 * @param address of the flat parameters, of which the first `penalised` are penalised
 */
export function measureNorm(
  kernels: PenaltyKernels,
  address: number,
  groups: readonly Group[],
  penalised: number,
): number {
  let norm = 0;
  for (const { start, size } of groups) {
    norm += Math.sqrt(size) * kernels.groupNorm(address + 4 * start, 1, size, 0);
  }
  const grouped = countGrouped(groups);
  return norm + kernels.absSum(address + 4 * grouped, penalised - grouped);
}

/**
 * Takes the proximal step of coefficient * sqrt(size) * ||W|| for every group, in place.
 *
 * @param address of the flat parameters
 * @param metric one for all parameters, or the address of one for each
 */
export function shrinkGroups(
  kernels: PenaltyKernels,
  address: number,
  groups: readonly Group[],
  coefficient: number,
  metric: number | { readonly address: number },
): void {
  for (const { start, size } of groups) {
    const weights = address + 4 * start;
    const strength = coefficient * Math.sqrt(size);
    if (typeof metric === 'number') kernels.shrinkGroup(weights, strength * metric, 1, size, 0);
    else kernels.shrinkGroupEach(weights, metric.address + 4 * start, strength, 1, size, 0);
  }
}
