/**
 * The products of a layer of few outputs, one output after the other: in whole panels, as in `dense.ts`, seven eighths of
 * the work for a single output would be padding. Every sum takes its terms in the same order as there, so the bits
 * are the same.
 */
import { multiplyAdd } from './arithmetic';
import { BLOCK, PANEL_ROW, panelBytes } from './panels';

/** Up to so many outputs this is the quicker way. */
export const FEW: u32 = 2;

/** `multiplyValues` of `dense.ts` for a layer of one panel; four samples in the four lanes of a sum. */
export function multiplyFewValues(
  valuesPtr: usize,
  biasesPtr: usize,
  featuresPtr: usize,
  weightsPtr: usize,
  samples: usize,
  capacity: usize,
  inputs: usize,
  outputs: usize,
): void {
  const panel = panelBytes(capacity);
  memory.fill(valuesPtr, 0, samples * PANEL_ROW);
  for (let o: usize = 0; o < outputs << 2; o += 4) {
    const bias = v128.load32_splat(biasesPtr + o);
    const weightsEnd = weightsPtr + inputs * PANEL_ROW;
    for (let s: usize = 0; s < samples * PANEL_ROW; s += 4 * PANEL_ROW) {
      let sums = bias;
      let features = featuresPtr + s;
      for (let w = weightsPtr + o; w < weightsEnd; w += BLOCK) {
        sums = inline.always(addHalfPanel(sums, features, w));
        sums = inline.always(addHalfPanel(sums, features + 16, w + 4 * PANEL_ROW));
        features += panel;
      }
      inline.always(storeLanes(valuesPtr + s + o, sums));
    }
  }
}

/** Adds the products of four inputs to the sums of four samples; those of the padding are 0. */
function addHalfPanel(sums: v128, features: usize, w: usize): v128 {
  const r0 = v128.load(features);
  const r1 = v128.load(features, 32);
  const r2 = v128.load(features, 64);
  const r3 = v128.load(features, 96);
  const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
  const high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
  const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
  const high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
  sums = multiplyAdd(v128.shuffle<f32>(low01, low23, 0, 1, 4, 5), v128.load32_splat(w), sums);
  sums = multiplyAdd(v128.shuffle<f32>(low01, low23, 2, 3, 6, 7), v128.load32_splat(w, 32), sums);
  sums = multiplyAdd(v128.shuffle<f32>(high01, high23, 0, 1, 4, 5), v128.load32_splat(w, 64), sums);
  return multiplyAdd(v128.shuffle<f32>(high01, high23, 2, 3, 6, 7), v128.load32_splat(w, 96), sums);
}

/** `multiplyGradient` of `dense.ts` for a layer of one panel; the gradient's padding is left as it is. */
export function multiplyFewGradient(
  gradientPtr: usize,
  featuresPtr: usize,
  slopesPtr: usize,
  zerosPtr: usize,
  samples: usize,
  capacity: usize,
  inputs: usize,
  outputs: usize,
): void {
  const panel = panelBytes(capacity);
  const panels = (inputs + 7) >> 3;
  for (let o: usize = 0; o < outputs << 2; o += 4) {
    for (let i: usize = 0; i < panels; i++) {
      let low = v128.load(zerosPtr);
      let high = low;
      let features = featuresPtr + i * panel;
      let slopes = slopesPtr + o;
      for (const end = features + samples * PANEL_ROW; features < end; features += PANEL_ROW) {
        const slope = v128.load32_splat(slopes);
        low = multiplyAdd(slope, v128.load(features), low);
        high = multiplyAdd(slope, v128.load(features, 16), high);
        slopes += PANEL_ROW;
      }
      const to = gradientPtr + i * BLOCK + o;
      inline.always(storeLanes(to, low));
      inline.always(storeLanes(to + 4 * PANEL_ROW, high));
    }
  }
}

/** Stores the lanes in four rows of a panel. */
function storeLanes(to: usize, lanes: v128): void {
  v128.store32_lane(to, lanes, 0);
  v128.store32_lane(to, lanes, 1, 32);
  v128.store32_lane(to, lanes, 2, 64);
  v128.store32_lane(to, lanes, 3, 96);
}
