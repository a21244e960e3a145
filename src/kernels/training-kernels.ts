import { bindExports } from './bind.ts';
import type { PenaltyKernels } from './penalty-kernels.ts';

/** The kernels that train a whole network; `assembly/epoch.ts` documents their preconditions. */
export interface TrainingKernels extends Pick<PenaltyKernels, 'absSum' | 'countZeros'> {
  /** Takes steps of an epoch and writes their objectives, f64; returns how many were taken. */
  runSteps(objectivesPtr: number, planPtr: number, epochKey: number, from: number, to: number): number;
  /** Writes the predictions [rows, outputs] for features [rows, 8 * input panels]. */
  predict(outputsPtr: number, planPtr: number, featuresPtr: number, rows: number): void;
  /** What the penalty's coefficient multiplies, for the present parameters. */
  measureNorm(planPtr: number): number;
  /** Must be called after the host has written parameters. */
  refreshTransposed(planPtr: number): void;
  /** Whether products are rounded once, when they have been added, and not twice: 1 or 0. */
  fusesProducts(): number;
}

const KERNEL_NAMES: readonly (keyof TrainingKernels)[] = [
  'runSteps',
  'predict',
  'measureNorm',
  'refreshTransposed',
  'fusesProducts',
  'absSum',
  'countZeros',
];

/**
 * Binds the training kernels of the compiled absum module to a memory, which the caller keeps.
 *
 * @throws AbsumError `invalid-module` when the module lacks a kernel
 */
export function instantiateTrainingKernels(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
): TrainingKernels {
  return bindExports<TrainingKernels>(module, memory, KERNEL_NAMES);
}
