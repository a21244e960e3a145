import { bindExports } from './bind.ts';

/**
 * The penalty kernels on one memory. Pointers are byte addresses of f32 values and need no alignment;
 * lengths count elements. `assembly/penalty.ts` documents preconditions, formulas and edge cases, and
 * `assembly/group.ts` those of groups; the kernels check nothing. When the memory grows, addresses stay valid,
 * and so do the kernels; views do not.
 */
export interface PenaltyKernels {
  /** Sum of |w| over weights [length], in f64, within 1e-6 relative. */
  absSum(weightsPtr: number, length: number): number;
  /** gradient += scale * sign(w), with sign(0) = 0; NaN in w becomes NaN in the gradient. */
  addScaledSign(gradientPtr: number, weightsPtr: number, scale: number, length: number): void;
  /** w = sign(w) * max(|w| - threshold, 0) in place, zeros as +0; threshold >= 0. */
  softThreshold(weightsPtr: number, threshold: number, length: number): void;
  /** `softThreshold` with thresholds [length], one for each weight. */
  softThresholdEach(weightsPtr: number, thresholdsPtr: number, length: number): void;
  /** How many weights are exactly zero, +0 or -0. */
  countZeros(weightsPtr: number, length: number): number;
  /** sqrt(sum of w^2) of a group, in f64; its pieces of `pieceLength` weights begin `pieceStride` elements apart. */
  groupNorm(weightsPtr: number, pieces: number, pieceLength: number, pieceStride: number): number;
  /** w = w * max(1 - threshold / ||w||, 0) in place on a group, zeros as +0; threshold >= 0. */
  shrinkGroup(
    weightsPtr: number,
    threshold: number,
    pieces: number,
    pieceLength: number,
    pieceStride: number,
  ): void;
  /** `shrinkGroup` in the metrics of the weights, laid out like them: the proximal operator of coefficient * ||w||. */
  shrinkGroupEach(
    weightsPtr: number,
    metricPtr: number,
    coefficient: number,
    pieces: number,
    pieceLength: number,
    pieceStride: number,
  ): void;
}

const KERNEL_NAMES: readonly (keyof PenaltyKernels)[] = [
  'absSum',
  'addScaledSign',
  'softThreshold',
  'softThresholdEach',
  'countZeros',
  'groupNorm',
  'shrinkGroup',
  'shrinkGroupEach',
];

/**
 * Binds the penalty kernels of the compiled absum module to a memory, which the caller keeps. Instances
 * share no state, so several may work on one memory.
 *
 * @throws {AbsumError} `invalid-module` when the module lacks a kernel.
 */
export function instantiatePenaltyKernels(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
): PenaltyKernels {
  return bindExports<PenaltyKernels>(module, memory, KERNEL_NAMES);
}
