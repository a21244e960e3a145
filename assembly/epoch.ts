/**
 * Trains a whole network, or predicts by it, in one call. A step gathers its samples, goes forward, takes
 * the loss, goes backward and updates the parameters; `plan.ts` says what it reads and writes.
 */
import { activate, deactivate, drop, RELU } from './activation';
import { Constants } from './constants';
import { AS_IS, MASKED, multiplyGradient, multiplyValues, RECTIFIED, sumColumns } from './dense';
import { measureNorm } from './group-penalty';
import { differentiateLoss } from './loss';
import { FEW, multiplyFewGradient, multiplyFewValues } from './narrow';
import { NO_PENALTY, updateParameters } from './optimizer';
import { countPanels, gatherRows, PANEL_ROW, panelBytes, transposeWeights } from './panels';
import { Layer, layerOf, Plan } from './plan';
import { dropoutKey } from './random';

/**
 * Takes the steps of an epoch from `from` to just before `to`. Step s trains on the rows
 * order[s * stride] to order[s * stride + batchSize - 1], cut at the end.
 *
 * @param objectivesPtr f64 [to - from], written: the objective of each batch before its step
 * @param planPtr the plan
 * @param epochKey names the dropout masks of the epoch
 * @returns steps taken; fewer than asked for if an objective was not finite, and that objective is the last
 */
export function runSteps(objectivesPtr: usize, planPtr: usize, epochKey: u32, from: u32, to: u32): u32 {
  const plan = changetype<Plan>(planPtr);
  constantsOf(plan).fill();
  for (let step = from; step < to; step++) {
    const objective = takeStep(plan, step, dropoutKey(epochKey, step));
    store<f64>(objectivesPtr + ((<usize>(step - from)) << 3), objective);
    if (!isFinite<f64>(objective)) return step - from + 1;
  }
  return to - from;
}

/**
 * Predicts rows, without dropout.
 *
 * @param outputsPtr [rows, outputs], row-major, written
 * @param planPtr the plan
 * @param featuresPtr [rows, 8 * input panels], row-major
 */
export function predict(outputsPtr: usize, planPtr: usize, featuresPtr: usize, rows: u32): void {
  const plan = changetype<Plan>(planPtr);
  constantsOf(plan).fill();
  const last = layerOf(plan, plan.layers - 1);
  const capacity = <usize>plan.capacity;
  const inputPanels = countPanels(layerOf(plan, 0).inputs);
  const rowBytes = inputPanels * PANEL_ROW;
  const outputs = <usize>plan.outputs;
  for (let start: usize = 0; start < <usize>rows; start += capacity) {
    const count = min(capacity, <usize>rows - start);
    gatherRows(plan.batch, featuresPtr + start * rowBytes, 0, count, capacity, inputPanels);
    forward(plan, (count + 3) & ~3, 0, false);
    for (let s: usize = 0; s < count; s++) {
      const to = outputsPtr + (((start + s) * outputs) << 2);
      for (let o: usize = 0; o < outputs; o++) {
        const from = <usize>last.values + (o >> 3) * panelBytes(capacity) + s * PANEL_ROW + ((o & 7) << 2);
        store<f32>(to + (o << 2), load<f32>(from));
      }
    }
  }
}

/** Writes the transposed copies of the weights anew. Must be called after the host has written parameters. */
export function refreshTransposed(planPtr: usize): void {
  const plan = changetype<Plan>(planPtr);
  for (let l: u32 = 1; l < plan.layers; l++) {
    const layer = layerOf(plan, l);
    transposeWeights(layer.transposed, layer.weights, countPanels(layer.inputs), countPanels(layer.outputs));
  }
}

/** One step; returns the batch's objective before it. */
function takeStep(plan: Plan, step: u32, key: u32): f64 {
  const capacity = <usize>plan.capacity;
  const start = <usize>step * <usize>plan.stride;
  const count = min(<usize>plan.batchSize, <usize>plan.rows - start);
  const samples = (count + 3) & ~3;
  const rowsPtr = <usize>plan.order + (start << 2);
  const last = layerOf(plan, plan.layers - 1);
  gatherRows(plan.batch, plan.features, rowsPtr, count, capacity, countPanels(layerOf(plan, 0).inputs));
  gatherRows(plan.batchTargets, plan.targets, rowsPtr, count, capacity, countPanels(plan.outputs));
  forward(plan, samples, key, true);
  let objective = differentiateLoss(
    last.slopes,
    last.values,
    plan.batchTargets,
    plan.loss,
    plan.huberDelta,
    count,
    samples,
    capacity,
    plan.outputs,
  );
  if (plan.penalty !== NO_PENALTY) {
    objective += <f64>plan.coefficient * measureNorm(changetype<usize>(plan));
  }
  backward(plan, samples, key);
  updateParameters(plan);
  refreshTransposed(changetype<usize>(plan));
  return objective;
}

/**
 * Whether a layer has so few outputs that they are computed one by one. The first layer never: a metric may lie in
 * the padding of its gradient (see `optimizer.ts`), which only whole panels write over.
 */
function hasFewOutputs(plan: Plan, l: u32): bool {
  return l > 0 && l === plan.layers - 1 && layerOf(plan, l).outputs <= FEW;
}

/** Computes the values of all layers from the batch's features. */
function forward(plan: Plan, samples: usize, key: u32, training: bool): void {
  const capacity = <usize>plan.capacity;
  const rectifies = plan.activation === RELU;
  let features = <usize>plan.batch;
  for (let l: u32 = 0; l < plan.layers; l++) {
    const layer = layerOf(plan, l);
    if (hasFewOutputs(plan, l)) {
      multiplyFewValues(
        layer.values,
        layer.biases,
        features,
        layer.weights,
        samples,
        capacity,
        layer.inputs,
        layer.outputs,
      );
      break;
    }
    const isLast = l === plan.layers - 1;
    multiplyValues(
      layer.values,
      layer.biases,
      PANEL_ROW,
      features,
      layer.weights,
      samples,
      capacity,
      layer.inputs,
      countPanels(layer.outputs),
      rectifies && !isLast ? RECTIFIED : AS_IS,
      0,
      1,
    );
    if (isLast) break;
    features = layer.values;
    if (!rectifies)
      activate(layer.values, plan.activation, samples, capacity, layer.outputs, constantsOf(plan));
    if (training && plan.dropBelow > 0) dropUnits(layer.values, plan, layer, dropoutKey(key, l), samples);
  }
}

/** Computes the gradient, and the slopes of all layers from those of the last one. */
function backward(plan: Plan, samples: usize, key: u32): void {
  const capacity = <usize>plan.capacity;
  const zeros = <usize>plan.constants + 32;
  const rectifies = plan.activation === RELU;
  for (let l = <i32>plan.layers - 1; l >= 0; l--) {
    const layer = layerOf(plan, l);
    differentiateWeights(plan, l, samples);
    if (l === 0) break;
    const below = layerOf(plan, l - 1);
    multiplyValues(
      below.slopes,
      zeros,
      0,
      layer.slopes,
      layer.transposed,
      samples,
      capacity,
      layer.outputs,
      countPanels(layer.inputs),
      rectifies ? MASKED : AS_IS,
      below.values,
      plan.kept,
    );
    // What dropout dropped is 0 in relu's values, so that the mask above is both.
    if (rectifies) continue;
    if (plan.dropBelow > 0) dropUnits(below.slopes, plan, below, dropoutKey(key, l - 1), samples);
    deactivate(below.slopes, below.values, plan.activation, plan.kept, samples, capacity, below.outputs);
  }
}

/** Computes the gradient by a layer's weights and biases, from its slopes. */
function differentiateWeights(plan: Plan, l: u32, samples: usize): void {
  const layer = layerOf(plan, l);
  const capacity = <usize>plan.capacity;
  const zeros = <usize>plan.constants + 32;
  const toGradient = <usize>plan.gradient - <usize>plan.parameters;
  const features = l === 0 ? <usize>plan.batch : <usize>layerOf(plan, l - 1).values;
  const gradient = <usize>layer.weights + toGradient;
  const panels = countPanels(layer.outputs);
  if (hasFewOutputs(plan, l)) {
    multiplyFewGradient(
      gradient,
      features,
      layer.slopes,
      zeros,
      samples,
      capacity,
      layer.inputs,
      layer.outputs,
    );
  } else {
    multiplyGradient(gradient, features, layer.slopes, zeros, samples, capacity, layer.inputs, panels);
  }
  sumColumns(<usize>layer.biases + toGradient, layer.slopes, samples, capacity, panels);
}

/** The constants of the activations, behind those of a step. */
function constantsOf(plan: Plan): Constants {
  return changetype<Constants>(<usize>plan.constants + 64);
}

function dropUnits(ptr: usize, plan: Plan, layer: Layer, key: u32, samples: usize): void {
  drop(ptr, key, plan.dropBelow, plan.kept, samples, plan.capacity, layer.outputs);
}
