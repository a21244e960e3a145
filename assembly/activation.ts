/**
 * Activations and dropout on the panels of a batch (see `dense.ts`), in place.
 *
 * Backward, each is expressed by what it gave: relu' = a > 0, tanh' = 1 - a^2, sigmoid' = a (1 - a).
 */
import { PANEL_ROW, panelBytes } from './dense';
import { sigmoid4, tanh4 } from './elementary';
import { dropoutMask4 } from './random';

export const LINEAR: u32 = 0;
export const RELU: u32 = 1;
export const TANH: u32 = 2;
export const SIGMOID: u32 = 3;

/**
 * values = activation(values); columns from `width` on stay 0.
 *
 * @param valuesPtr panels of a batch [samples, width]
 */
export function activate(
  valuesPtr: usize,
  activation: u32,
  samples: usize,
  capacity: usize,
  width: usize,
): void {
  const panels = (width + 7) >> 3;
  if (activation === RELU) inline.always(mapPanels(RELU, valuesPtr, samples, capacity, panels));
  else if (activation === TANH) inline.always(mapPanels(TANH, valuesPtr, samples, capacity, panels));
  else if (activation === SIGMOID) {
    inline.always(mapPanels(SIGMOID, valuesPtr, samples, capacity, panels));
    clearFilling(valuesPtr + (panels - 1) * panelBytes(capacity), samples, width - 8 * (panels - 1));
  }
}

/**
 * slopes = slopes * activation'(values): from the gradient by what an activation gave to that by what it got.
 *
 * @param slopesPtr panels of a batch [samples, width]
 * @param valuesPtr what the activation gave, times `kept` where dropout kept it
 */
export function deactivate(
  slopesPtr: usize,
  valuesPtr: usize,
  activation: u32,
  kept: f32,
  samples: usize,
  capacity: usize,
  width: usize,
): void {
  const panels = (width + 7) >> 3;
  if (activation === RELU)
    inline.always(derivePanels(RELU, slopesPtr, valuesPtr, kept, samples, capacity, panels));
  else if (activation === TANH)
    inline.always(derivePanels(TANH, slopesPtr, valuesPtr, kept, samples, capacity, panels));
  else if (activation === SIGMOID)
    inline.always(derivePanels(SIGMOID, slopesPtr, valuesPtr, kept, samples, capacity, panels));
}

/**
 * values = values * mask, the mask drawn anew from its key (see `random.ts`): forward on the activations,
 * backward, with the same key, on the slopes.
 */
export function drop(
  valuesPtr: usize,
  key: u32,
  dropBelow: u32,
  kept: f32,
  samples: usize,
  capacity: usize,
  width: usize,
): void {
  const panel = panelBytes(capacity);
  const panels = (width + 7) >> 3;
  for (let j: usize = 0; j < panels; j++) {
    let ptr = valuesPtr + j * panel;
    const end = ptr + samples * PANEL_ROW;
    for (let index = <u32>(8 * j); ptr < end; index += <u32>width) {
      v128.store(ptr, f32x4.mul(v128.load(ptr), dropoutMask4(index, key, dropBelow, kept)));
      v128.store(ptr, f32x4.mul(v128.load(ptr, 16), dropoutMask4(index + 4, key, dropBelow, kept)), 16);
      ptr += PANEL_ROW;
    }
  }
}

/** Applies one activation to whole panels; `kind` is a constant wherever this is inlined. */
function mapPanels(kind: u32, valuesPtr: usize, samples: usize, capacity: usize, panels: usize): void {
  const panel = panelBytes(capacity);
  for (let j: usize = 0; j < panels; j++) {
    let ptr = valuesPtr + j * panel;
    const end = ptr + samples * PANEL_ROW;
    const first = v128.load(ptr);
    const zero = v128.xor(first, first);
    while (ptr < end) {
      v128.store(ptr, inline.always(applyTo(kind, v128.load(ptr), zero)));
      v128.store(ptr, inline.always(applyTo(kind, v128.load(ptr, 16), zero)), 16);
      ptr += PANEL_ROW;
    }
  }
}

function applyTo(kind: u32, x: v128, zero: v128): v128 {
  if (kind === RELU) return f32x4.pmax(x, zero);
  if (kind === TANH) return tanh4(x);
  return sigmoid4(x);
}

function derivePanels(
  kind: u32,
  slopesPtr: usize,
  valuesPtr: usize,
  kept: f32,
  samples: usize,
  capacity: usize,
  panels: usize,
): void {
  const panel = panelBytes(capacity);
  const one = f32x4.splat(1);
  const unkept = f32x4.splat(1 / kept);
  for (let j: usize = 0; j < panels; j++) {
    let slope = slopesPtr + j * panel;
    let value = valuesPtr + j * panel;
    const end = slope + samples * PANEL_ROW;
    while (slope < end) {
      v128.store(slope, inline.always(deriveAt(kind, v128.load(slope), v128.load(value), one, unkept)));
      v128.store(
        slope,
        inline.always(deriveAt(kind, v128.load(slope, 16), v128.load(value, 16), one, unkept)),
        16,
      );
      slope += PANEL_ROW;
      value += PANEL_ROW;
    }
  }
}

function deriveAt(kind: u32, slope: v128, value: v128, one: v128, unkept: v128): v128 {
  if (kind === RELU) return v128.and(slope, f32x4.gt(value, v128.xor(value, value)));
  const a = f32x4.mul(value, unkept);
  if (kind === TANH) return f32x4.mul(slope, f32x4.sub(one, f32x4.mul(a, a)));
  return f32x4.mul(slope, f32x4.mul(a, f32x4.sub(one, a)));
}

/** Zeros the columns of a panel from `columns` on, which sigmoid made 1/2. */
function clearFilling(panelPtr: usize, samples: usize, columns: usize): void {
  const lanes = i32x4(0, 1, 2, 3);
  const used = i32x4.splat(<i32>columns);
  const low = i32x4.lt_s(lanes, used);
  const high = i32x4.lt_s(i32x4.add(lanes, i32x4.splat(4)), used);
  const end = panelPtr + samples * PANEL_ROW;
  for (let ptr = panelPtr; ptr < end; ptr += PANEL_ROW) {
    v128.store(ptr, v128.and(v128.load(ptr), low));
    v128.store(ptr, v128.and(v128.load(ptr, 16), high), 16);
  }
}
