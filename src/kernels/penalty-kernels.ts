import { bindExports } from './bind.ts';

/**
 * The penalty kernels on one memory. Pointers are byte addresses of f32 values, with no alignment asked
 * for; lengths count elements. Preconditions, formulas and edge cases stand in `assembly/penalty.ts`; none
 * is checked. A memory that grows keeps its addresses, so the kernels stay valid; views do not.
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
}

const KERNEL_NAMES: readonly (keyof PenaltyKernels)[] = [
  'absSum',
  'addScaledSign',
  'softThreshold',
  'softThresholdEach',
  'countZeros',
];

/**
 * Binds the penalty kernels of the compiled absum module to a memory, which the caller keeps. Instances
 * share no state, so any number may work on one memory.
 *
 * @throws {AbsumError} `invalid-module` when the module lacks a kernel.
 */
export function instantiatePenaltyKernels(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
): PenaltyKernels {
  return bindExports<PenaltyKernels>(module, memory, KERNEL_NAMES);
}
