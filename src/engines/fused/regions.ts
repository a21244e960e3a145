import { align } from '../../kernels/arena.ts';
import { layoutPadded, measureBatchPanels, type PaddedLayout } from '../../kernels/panels.ts';
import { measurePlan } from '../../kernels/plan-record.ts';
import type { TrialShape } from '../engine.ts';
import { listWidths } from '../layout.ts';

/** Lays a region of `bytes` and returns its address. */
type Allocate = (bytes: number) => number;

/** How many samples a prediction takes at once, unless a batch is larger. */
export const MIN_CAPACITY = 32;
/** The constants of a step, zeros, and the constants of the activations. */
const CONSTANT_BYTES = 384;

/** The regions that last as long as a trial. */
export interface TrialRegions {
  readonly plan: number;
  readonly constants: number;
  readonly parameters: number;
  readonly gradient: number;
  readonly firstMoment: number;
  readonly secondMoment: number;
  /** The transposed weights of each layer; the first layer needs none, and has 0. */
  readonly transposed: readonly number[];
  /** 0 without groups. */
  readonly groups: number;
}

/** Lays the regions that last as long as a trial, whose penalty has `groups` groups. */
export function layTrial(
  allocate: Allocate,
  { layers, parameterCount }: PaddedLayout,
  groups: number,
): TrialRegions {
  const allocateParameters = () => allocate(4 * parameterCount);
  return {
    plan: allocate(measurePlan(layers.length)),
    constants: allocate(CONSTANT_BYTES),
    parameters: allocateParameters(),
    gradient: allocateParameters(),
    firstMoment: allocateParameters(),
    secondMoment: allocateParameters(),
    transposed: layers.map(({ inputPanels, outputPanels }, l) =>
      l === 0 ? 0 : allocate(256 * inputPanels * outputPanels),
    ),
    groups: groups === 0 ? 0 : allocate(4 * groups),
  };
}

/** The panels of a batch. */
export interface BatchRegions {
  /** How many samples the panels have room for, a multiple of 4. */
  readonly capacity: number;
  readonly batch: number;
  readonly batchTargets: number;
  readonly layers: readonly { readonly values: number; readonly slopes: number }[];
}

/** Lays the panels of a batch of `samples`. */
export function layBatch(allocate: Allocate, { layers }: PaddedLayout, samples: number): BatchRegions {
  const capacity = 4 * Math.ceil(samples / 4);
  const allocatePanels = (columns: number) => allocate(measureBatchPanels(capacity, columns));
  return {
    capacity,
    batch: allocatePanels(layers[0].inputs),
    batchTargets: allocatePanels(layers[layers.length - 1].outputs),
    layers: layers.map(({ outputs }) => ({
      values: allocatePanels(outputs),
      slopes: allocatePanels(outputs),
    })),
  };
}

/** The most bytes that a trial takes up, without the rows of its pair. */
export function measureTrialBytes({
  network,
  batchSize,
  trainingRows,
  heldRows,
  groups = 0,
}: TrialShape): number {
  const layout = layoutPadded(listWidths(network));
  const rows = Math.max(trainingRows, ...heldRows);
  let end = 0;
  const allocate = (bytes: number) => {
    const address = end;
    end += align(bytes);
    return address;
  };
  layTrial(allocate, layout, groups);
  layBatch(allocate, layout, Math.max(Math.min(batchSize, trainingRows), Math.min(MIN_CAPACITY, rows)));
  // During a call: the order of an epoch and its objectives, or the outputs of a prediction.
  return end + Math.max(align(4 * rows) + align(8 * rows), align(4 * rows * network.outputs));
}
