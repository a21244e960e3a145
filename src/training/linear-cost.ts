import type { Dataset } from '../data/dataset.ts';
import { countOutputs } from './network.ts';

// What linear models cost beside the networks. A file of its own, since plans need nothing else of them.

/** Passes of a logistic regression at most; without noise it then stops short of its minimum. */
export const PASSES = 40;

/** What linear models may take of a comparison's estimated time, and what nobody waits for, in seconds. */
export const LARGEST_SHARE = 0.02;
const UNNOTICED = 0.02;

/** What JavaScript does of these loops; an engine does thirty times as much. */
const FLOPS_PER_SECOND = 1e9;

/** Whether linear models are worth their time: the plan decides, so all pairs and hosts decide alike. */
export async function isAffordable({
  dataset,
  figures,
}: {
  readonly dataset: Pick<Dataset, 'rows' | 'target'>;
  /** From the plan. */
  readonly figures: { readonly inputs: number; readonly pairs: number; readonly seconds: number };
}): Promise<boolean> {
  const shape = { ...figures, rows: dataset.rows, outputs: countOutputs(dataset.target) };
  return (await countLinearFlops(shape)) > 0;
}

/** What the linear models of a comparison depend on. */
interface LinearShape {
  readonly rows: number;
  readonly inputs: number;
  /** More than one is classes. */
  readonly outputs: number;
  readonly pairs: number;
  /** What the comparison takes by estimate, with or without them. */
  readonly seconds: number;
}

/** The floating-point operations of the linear models of all pairs; 0 where they are left out. */
export async function countLinearFlops({
  rows,
  inputs,
  outputs,
  pairs,
  seconds,
}: LinearShape): Promise<number> {
  const flops =
    pairs *
    (outputs === 1
      ? countRidgeFlops(rows, inputs)
      : (await import('../math/logistic.ts')).countLogisticFlops(rows, inputs, outputs, PASSES));
  return flops / FLOPS_PER_SECOND <= Math.max(LARGEST_SHARE * seconds, UNNOTICED) ? flops : 0;
}

/** The floating-point operations of a fit: standardising, the Gram matrix, its decomposition. */
export function countRidgeFlops(rows: number, columns: number): number {
  const order = Math.min(rows, columns);
  return 20 * rows * columns + rows * columns * order + (order * order * order) / 3;
}
