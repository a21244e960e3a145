/**
 * Optimizer steps on flat parameters, as PyTorch defines them, with the L1 penalty in the same pass:
 * by subgradient, lambda sign(w) joins the gradient; by the proximal method, the new weight is
 * soft-thresholded in the optimizer's own metric (ProxGen; Yun, Lozano and Yang 2021, arXiv:2006.12098).
 * Weights in groups first take their step without a penalty, then the proximal step of their groups.
 *
 * Constants are loaded from memory: V8 rebuilds a splat of a parameter in every iteration of a loop, but
 * keeps a loaded value in a register.
 */

import { panelStride, shrinkGroups, shrinkGroupsEach } from './group-penalty';
import { countPanels } from './panels';
import { scaledSign, shrinkEach } from './penalty';
import { layerOf, Plan } from './plan';

export const SGD: u32 = 0;
export const MOMENTUM: u32 = 1;
export const ADAM: u32 = 2;

export const NO_PENALTY: u32 = 0;
export const SUBGRADIENT: u32 = 1;
export const PROXIMAL: u32 = 2;
/** For weights in groups: no penalty in adam's pass, which leaves its metric where the gradient was. */
const KEEP_METRIC: u32 = 3;

/**
 * How many bytes adam's moments run ahead of its weights: a weight waits some 20 cycles for a root and a quotient,
 * and the moments of later ones fill them.
 */
const LEAD: usize = 64;

/** The smallest normal number of f32; smaller moments are flushed to 0, since computing with them is slow. */
const SMALLEST_NORMAL: f32 = 1.1754943508222875e-38;

/** Takes one step: the penalised parameters with the plan's penalty, the others without. */
export function updateParameters(plan: Plan): void {
  if (plan.optimizer === ADAM) {
    plan.power1 *= plan.beta1;
    plan.power2 *= plan.beta2;
  }
  writeConstants(plan);
  const penalised = <usize>plan.penalised;
  const grouped = plan.groupCount > 0 ? updateGroups(plan) : 0;
  updateRange(plan, plan.penalty, grouped, penalised);
  updateRange(plan, NO_PENALTY, penalised, <usize>plan.parameterCount);
}

/** [coefficient, learning rate, threshold or metric factors ...] of this step, as f32. */
function writeConstants(plan: Plan): void {
  const at = <usize>plan.constants;
  store<f32>(at, plan.coefficient);
  store<f32>(at, SMALLEST_NORMAL, 4);
  store<f32>(at, <f32>plan.learningRate, 8);
  if (plan.optimizer === ADAM) {
    store<f32>(at, <f32>(1 - plan.beta1), 12);
    store<f32>(at, <f32>(1 - plan.beta2), 16);
    store<f32>(at, <f32>(1 / (1 - plan.power1)), 20);
    store<f32>(at, <f32>(1 / sqrt<f64>(1 - plan.power2)), 24);
    store<f32>(at, <f32>plan.epsilon, 28);
  } else {
    store<f32>(at, <f32>plan.beta1, 12);
    store<f32>(at, <f32>(<f64>plan.coefficient * metricOf(plan)), 16);
  }
}

/** Takes the step of the first layer's weights, in groups; returns their number, padding included. */
function updateGroups(plan: Plan): usize {
  const layer = layerOf(plan, 0);
  const stride = panelStride(layer);
  const end = countPanels(layer.outputs) * stride;
  // Leaves out the rows that pad a panel: they are 0 and stay so, and the next step does not overwrite all of
  // their gradient, so it would take the metric there for a gradient.
  const length: usize = 8 * <usize>layer.inputs;
  const keepsMetric = plan.optimizer === ADAM;
  for (let from: usize = 0; from < end; from += stride) {
    updateRange(plan, keepsMetric ? KEEP_METRIC : NO_PENALTY, from, from + length);
  }
  if (keepsMetric) shrinkGroupsEach(plan);
  else shrinkGroups(plan, metricOf(plan));
  return end;
}

/** The metric of sgd or momentum. */
function metricOf(plan: Plan): f64 {
  return plan.learningRate / (plan.optimizer === MOMENTUM ? 1 - plan.beta1 : 1);
}

function updateRange(plan: Plan, penalty: u32, from: usize, to: usize): void {
  const w = <usize>plan.parameters + (from << 2);
  const g = <usize>plan.gradient + (from << 2);
  const m = <usize>plan.firstMoment + (from << 2);
  const v = <usize>plan.secondMoment + (from << 2);
  const end = <usize>plan.parameters + (to << 2);
  const constants = <usize>plan.constants;
  if (plan.optimizer === ADAM) {
    if (penalty === NO_PENALTY) inline.always(stepAdam(NO_PENALTY, w, g, m, v, end, constants));
    else if (penalty === SUBGRADIENT) inline.always(stepAdam(SUBGRADIENT, w, g, m, v, end, constants));
    else if (penalty === KEEP_METRIC) inline.always(stepAdam(KEEP_METRIC, w, g, m, v, end, constants));
    else inline.always(stepAdam(PROXIMAL, w, g, m, v, end, constants));
  } else if (plan.optimizer === MOMENTUM) {
    if (penalty === NO_PENALTY) inline.always(stepSgd(true, NO_PENALTY, w, g, m, end, constants));
    else if (penalty === SUBGRADIENT) inline.always(stepSgd(true, SUBGRADIENT, w, g, m, end, constants));
    else inline.always(stepSgd(true, PROXIMAL, w, g, m, end, constants));
  } else {
    if (penalty === NO_PENALTY) inline.always(stepSgd(false, NO_PENALTY, w, g, m, end, constants));
    else if (penalty === SUBGRADIENT) inline.always(stepSgd(false, SUBGRADIENT, w, g, m, end, constants));
    else inline.always(stepSgd(false, PROXIMAL, w, g, m, end, constants));
  }
}

/**
 * m = m + (1 - beta1) (g - m); v = v + (1 - beta2) (g^2 - v);
 * w = w - learningRate / (sqrt(vHat) + epsilon) * mHat (Kingma and Ba 2015, arXiv:1412.6980).
 */
function stepAdam(penalty: u32, w: usize, g: usize, m: usize, v: usize, end: usize, constants: usize): void {
  const coefficient = v128.load32_splat(constants);
  const smallest = v128.load32_splat(constants, 4);
  const learningRate = v128.load32_splat(constants, 8);
  const rate1 = v128.load32_splat(constants, 12);
  const rate2 = v128.load32_splat(constants, 16);
  const correction1 = v128.load32_splat(constants, 20);
  const correction2 = v128.load32_splat(constants, 24);
  const epsilon = v128.load32_splat(constants, 28);
  const zero = v128.load(constants, 32);
  const signBit = i32x4.shl(i32x4.eq(zero, zero), 31);
  // The regions keep their distances, so one pointer serves all four.
  const toG = g - w;
  const toM = m - w;
  const toV = v - w;
  const ahead = min(w + LEAD, end);
  let moments = w;
  for (; moments < ahead; moments += 16) {
    inline.always(
      updateMoments(penalty, moments, toG, toM, toV, coefficient, smallest, rate1, rate2, zero, signBit),
    );
  }
  for (; moments < end; moments += 16) {
    inline.always(
      updateMoments(penalty, moments, toG, toM, toV, coefficient, smallest, rate1, rate2, zero, signBit),
    );
    inline.always(
      moveWeights(
        penalty,
        w,
        toG,
        toM,
        toV,
        coefficient,
        learningRate,
        correction1,
        correction2,
        epsilon,
        signBit,
      ),
    );
    w += 16;
  }
  for (; w < end; w += 16) {
    inline.always(
      moveWeights(
        penalty,
        w,
        toG,
        toM,
        toV,
        coefficient,
        learningRate,
        correction1,
        correction2,
        epsilon,
        signBit,
      ),
    );
  }
}

/** The moments of four parameters at `w`. */
function updateMoments(
  penalty: u32,
  w: usize,
  toG: usize,
  toM: usize,
  toV: usize,
  coefficient: v128,
  smallest: v128,
  rate1: v128,
  rate2: v128,
  zero: v128,
  signBit: v128,
): void {
  let slope = v128.load(w + toG);
  if (penalty === SUBGRADIENT)
    slope = f32x4.add(slope, inline.always(signOf(v128.load(w), coefficient, signBit, zero)));
  let first = v128.load(w + toM);
  first = f32x4.add(first, f32x4.mul(rate1, f32x4.sub(slope, first)));
  v128.store(w + toM, inline.always(flush(first, smallest, signBit)));
  let second = v128.load(w + toV);
  second = f32x4.add(second, f32x4.mul(rate2, f32x4.sub(f32x4.mul(slope, slope), second)));
  v128.store(w + toV, v128.andnot(second, f32x4.lt(second, smallest))); // never below 0
}

/** Moves four parameters at `w` by their moments. */
function moveWeights(
  penalty: u32,
  w: usize,
  toG: usize,
  toM: usize,
  toV: usize,
  coefficient: v128,
  learningRate: v128,
  correction1: v128,
  correction2: v128,
  epsilon: v128,
  signBit: v128,
): void {
  const deviation = f32x4.mul(f32x4.sqrt(v128.load(w + toV)), correction2);
  const metric = f32x4.div(learningRate, f32x4.add(deviation, epsilon));
  let next = f32x4.sub(v128.load(w), f32x4.mul(metric, f32x4.mul(v128.load(w + toM), correction1)));
  if (penalty === PROXIMAL) next = shrinkEach(next, f32x4.mul(metric, coefficient), signBit);
  if (penalty === KEEP_METRIC) v128.store(w + toG, metric);
  v128.store(w, next);
}

/** m = momentum m + g, w = w - learningRate m; without momentum, w = w - learningRate g. */
function stepSgd(
  hasMomentum: bool,
  penalty: u32,
  w: usize,
  g: usize,
  m: usize,
  end: usize,
  constants: usize,
): void {
  const coefficient = v128.load32_splat(constants);
  const smallest = v128.load32_splat(constants, 4);
  const learningRate = v128.load32_splat(constants, 8);
  const momentum = v128.load32_splat(constants, 12);
  const threshold = v128.load32_splat(constants, 16);
  const zero = v128.load(constants, 32);
  const signBit = i32x4.shl(i32x4.eq(zero, zero), 31);
  while (w < end) {
    const weight = v128.load(w);
    let slope = v128.load(g);
    if (penalty === SUBGRADIENT) slope = f32x4.add(slope, scaledSign(weight, coefficient, signBit, zero));
    if (hasMomentum) {
      slope = f32x4.add(f32x4.mul(momentum, v128.load(m)), slope);
      slope = inline.always(flush(slope, smallest, signBit));
      v128.store(m, slope);
      m += 16;
    }
    let next = f32x4.sub(weight, f32x4.mul(learningRate, slope));
    if (penalty === PROXIMAL) next = shrinkEach(next, threshold, signBit);
    v128.store(w, next);
    w += 16;
    g += 16;
  }
}

/** coefficient * sign(w), but for w = NaN, which spoils its weight by itself. */
function signOf(w: v128, coefficient: v128, signBit: v128, zero: v128): v128 {
  return v128.and(v128.xor(v128.and(w, signBit), coefficient), f32x4.ne(w, zero));
}

/** 0 where |x| is below the smallest normal number; NaN stays NaN. */
function flush(x: v128, smallest: v128, signBit: v128): v128 {
  return v128.andnot(x, f32x4.lt(v128.andnot(x, signBit), smallest));
}
