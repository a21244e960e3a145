/**
 * The group penalty of a plan. Its groups are runs of inputs, and a group's weights are all weights from
 * these inputs into the first layer: consecutive rows in each panel of the layer's weights.
 */

import { groupNorm, shrinkGroup, shrinkGroupEach } from './group';
import { BLOCK, countPanels, PANEL_ROW } from './panels';
import { absSum } from './penalty';
import { Layer, layerOf, Plan } from './plan';

/**
 * What the coefficient multiplies: the sum of |w| over the penalised parameters, or with groups
 * the sum of sqrt(size) ||W|| over the groups and of |w| over the other penalised parameters.
 */
export function measureNorm(planPtr: usize): f64 {
  const plan = changetype<Plan>(planPtr);
  if (plan.groupCount === 0) return absSum(plan.parameters, plan.penalised);
  const layer = layerOf(plan, 0);
  const panels = countPanels(layer.outputs);
  let norm: f64 = 0;
  let row = <usize>layer.weights;
  for (let g: u32 = 0; g < plan.groupCount; g++) {
    const width = widthOf(plan, g);
    norm += rootOfSize(layer, width) * groupNorm(row, panels, 8 * width, panelStride(layer));
    row += width * PANEL_ROW;
  }
  const grouped = panels * panelStride(layer);
  return norm + absSum(<usize>plan.parameters + (grouped << 2), <usize>plan.penalised - grouped);
}

/** Takes the proximal step of every group, in one metric for all weights. */
export function shrinkGroups(plan: Plan, metric: f64): void {
  const layer = layerOf(plan, 0);
  let row = <usize>layer.weights;
  for (let g: u32 = 0; g < plan.groupCount; g++) {
    const width = widthOf(plan, g);
    const threshold = <f64>plan.coefficient * metric * rootOfSize(layer, width);
    shrinkGroup(row, threshold, countPanels(layer.outputs), 8 * width, panelStride(layer));
    row += width * PANEL_ROW;
  }
}

/** Takes the proximal step of every group, in the metric of each weight, which stands where its gradient stood. */
export function shrinkGroupsEach(plan: Plan): void {
  const layer = layerOf(plan, 0);
  const toGradient = <usize>plan.gradient - <usize>plan.parameters;
  let row = <usize>layer.weights;
  for (let g: u32 = 0; g < plan.groupCount; g++) {
    const width = widthOf(plan, g);
    const coefficient = <f64>plan.coefficient * rootOfSize(layer, width);
    const panels = countPanels(layer.outputs);
    shrinkGroupEach(row, row + toGradient, coefficient, panels, 8 * width, panelStride(layer));
    row += width * PANEL_ROW;
  }
}

/** Inputs of group `g`. */
function widthOf(plan: Plan, g: u32): usize {
  return <usize>load<u32>(<usize>plan.groups + ((<usize>g) << 2));
}

/** sqrt of a group's number of weights, without padding. */
function rootOfSize(layer: Layer, width: usize): f64 {
  return sqrt<f64>(<f64>(width * <usize>layer.outputs));
}

/** Elements from one panel of a layer's weights to the next. */
export function panelStride(layer: Layer): usize {
  return countPanels(layer.inputs) * (BLOCK >> 2);
}
