/**
 * Data losses on the panels of a batch (see `panels.ts`): the loss, and its gradient by the predictions.
 *
 * Means are over samples and outputs; that of the cross-entropy is over samples alone. Padding is 0 in both
 * predictions and targets, so it adds nothing; softmax leaves it out.
 */

import { expOf, log4 } from './elementary';
import { PANEL_ROW, panelBytes } from './panels';
import { scaledSign, widen } from './penalty';

export const SQUARED: u32 = 0;
export const ABSOLUTE: u32 = 1;
export const HUBER: u32 = 2;
export const CROSS_ENTROPY: u32 = 3;

/**
 * Writes the slopes and returns the loss.
 *
 * @param slopesPtr panels [samples, outputs], written; 0 for the samples from `count` on
 * @param predictionsPtr panels [samples, outputs]
 * @param targetsPtr panels [samples, outputs]; one-hot for cross-entropy
 * @param count samples without padding, at least 1
 * @param samples count, padded to a multiple of 4
 */
export function differentiateLoss(
  slopesPtr: usize,
  predictionsPtr: usize,
  targetsPtr: usize,
  loss: u32,
  huberDelta: f32,
  count: usize,
  samples: usize,
  capacity: usize,
  outputs: usize,
): f64 {
  const panels = (outputs + 7) >> 3;
  const panel = panelBytes(capacity);
  for (let j: usize = 0; j < panels; j++) {
    memory.fill(slopesPtr + j * panel + count * PANEL_ROW, 0, (samples - count) * PANEL_ROW);
  }
  if (loss === CROSS_ENTROPY) {
    let sum: f64 = 0;
    for (let s: usize = 0; s < count; s++) {
      const row = s * PANEL_ROW;
      sum += differentiateSoftmax(
        slopesPtr + row,
        predictionsPtr + row,
        targetsPtr + row,
        1 / <f32>count,
        panel,
        outputs,
      );
    }
    return sum / <f64>count;
  }
  const scale: f32 = 1 / <f32>(count * outputs);
  let sums = f64x2.splat(0);
  for (let j: usize = 0; j < panels; j++) {
    const start = j * panel;
    const end = start + count * PANEL_ROW;
    for (let at = start; at < end; at += 16) {
      const d = f32x4.sub(v128.load(predictionsPtr + at), v128.load(targetsPtr + at));
      sums = f64x2.add(sums, widen(inline.always(deviationOf(loss, d, huberDelta))));
      v128.store(slopesPtr + at, inline.always(slopeOf(loss, d, huberDelta, scale)));
    }
  }
  const total = f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
  return total / <f64>(count * outputs);
}

function deviationOf(loss: u32, d: v128, delta: f32): v128 {
  if (loss === SQUARED) return f32x4.mul(d, d);
  if (loss === ABSOLUTE) return f32x4.abs(d);
  // With c = d cut to [-delta, delta]: c (d - c / 2) is d^2 / 2 inside and delta (|d| - delta / 2) outside.
  const c = inline.always(cut(d, delta));
  return f32x4.mul(c, f32x4.sub(d, f32x4.mul(c, f32x4.splat(0.5))));
}

function slopeOf(loss: u32, d: v128, delta: f32, scale: f32): v128 {
  if (loss === SQUARED) return f32x4.mul(d, f32x4.splat(2 * scale));
  if (loss === HUBER) return f32x4.mul(inline.always(cut(d, delta)), f32x4.splat(scale));
  const signBit = i32x4.splat(1 << 31);
  return scaledSign(d, f32x4.splat(scale), signBit, f32x4.splat(0));
}

/** d cut to [-delta, delta]; NaN stays NaN. */
function cut(d: v128, delta: f32): v128 {
  return f32x4.pmin(f32x4.pmax(d, f32x4.splat(-delta)), f32x4.splat(delta));
}

/**
 * One sample's softmax cross-entropy, log(sum of e^z) - z of its class, with the largest z subtracted first;
 * slopes = (softmax(z) - target) * scale.
 */
function differentiateSoftmax(
  slopePtr: usize,
  predictionPtr: usize,
  targetPtr: usize,
  scale: f32,
  panel: usize,
  outputs: usize,
): f64 {
  let largest = load<f32>(predictionPtr);
  for (let o: usize = 1; o < outputs; o++) {
    const z = load<f32>(predictionPtr + placeOf(o, panel));
    if (!(z <= largest)) largest = z; // so that NaN is kept
  }
  let sum: f64 = 0;
  let chosen: f64 = 0;
  for (let o: usize = 0; o < outputs; o += 4) {
    const at = placeOf(o, panel);
    const e = expOf(f32x4.sub(v128.load(predictionPtr + at), f32x4.splat(largest)));
    v128.store(slopePtr + at, e);
    for (let lane: usize = o; lane < min(o + 4, outputs); lane++) {
      const place = placeOf(lane, panel);
      sum += <f64>load<f32>(slopePtr + place);
      chosen += <f64>(load<f32>(targetPtr + place) * load<f32>(predictionPtr + place));
    }
  }
  const share: f32 = <f32>(1 / sum);
  const end = ((outputs + 7) >> 3) << 3;
  for (let o: usize = 0; o < end; o++) {
    const place = placeOf(o, panel);
    const slope = (load<f32>(slopePtr + place) * share - load<f32>(targetPtr + place)) * scale;
    store<f32>(slopePtr + place, o < outputs ? slope : 0);
  }
  const logSum = f32x4.extract_lane(log4(f32x4.splat(<f32>sum)), 0);
  return <f64>logSum + (<f64>largest - chosen);
}

/** Bytes from a sample's first output to its output `o`. */
function placeOf(o: usize, panel: usize): usize {
  return (o >> 3) * panel + ((o & 7) << 2);
}
