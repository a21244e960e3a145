/**
 * Matrix products of a training step, on panels (see `panels.ts`).
 *
 * In that layout all three products of a layer are one micro-kernel over tiles of 4 rows and 8 columns,
 * with two pointers that move by constants, and nothing is ever packed or transposed on the fly:
 *
 *   forward           values = features * weights            a: a sample's values, b: rows of weights
 *   weight gradient   weights' = features^T * values'        a: the same panels read down, b: samples
 *   backward          features' = values' * weights^T        as forward, with a transposed copy of the weights
 */
import { multiplyAdd } from './arithmetic';
import { BLOCK, PANEL_ROW, panelBytes } from './panels';

/** What becomes of a layer's values on their way to memory: nothing, */
export const AS_IS: u32 = 0;
/** relu: what is below 0 becomes 0; */
export const RECTIFIED: u32 = 1;
/** or relu's derivative: 0 where relu gave 0. */
export const MASKED: u32 = 2;

/**
 * values [samples, outputs] = finish(init [outputs] + features [samples, inputs] * weights [inputs, outputs]):
 * forward with the biases for init, backward with zeros and the transposed weights.
 *
 * @param valuesPtr panels of a batch, written
 * @param initPtr the 8 values that a panel starts from; those of the next panel are `initStride` bytes on
 * @param featuresPtr panels of a batch
 * @param weightsPtr panels of weights
 * @param samples multiple of 4, at most `capacity`
 * @param inputs without padding, which would add zero
 * @param finish `AS_IS`, `RECTIFIED` or `MASKED`
 * @param maskPtr for `MASKED` what relu gave, times the dropout mask: panels like `valuesPtr`
 * @param kept for `MASKED` the factor of what dropout kept
 */
export function multiplyValues(
  valuesPtr: usize,
  initPtr: usize,
  initStride: usize,
  featuresPtr: usize,
  weightsPtr: usize,
  samples: usize,
  capacity: usize,
  inputs: usize,
  outputPanels: usize,
  finish: u32,
  maskPtr: usize,
  kept: f32,
): void {
  const panel = panelBytes(capacity);
  const stride = ((inputs + 7) >> 3) * BLOCK;
  for (let j: usize = 0; j < outputPanels; j++) {
    inline.always(
      multiplyTiles(
        valuesPtr + j * panel,
        initPtr + j * initStride,
        featuresPtr,
        4 * PANEL_ROW, // the next 4 samples
        PANEL_ROW,
        4, // along a sample's row
        panel - PANEL_ROW, // after 8 inputs, the next panel
        BLOCK,
        weightsPtr + j * stride,
        inputs * PANEL_ROW,
        samples >> 2,
        finish,
        maskPtr + j * panel,
        kept,
      ),
    );
  }
}

/**
 * gradient [inputs, outputs] = features^T [inputs, samples] * slopes [samples, outputs].
 *
 * @param gradientPtr panels of weights, written
 * @param featuresPtr panels of a batch
 * @param slopesPtr panels of a batch: the gradient of the loss by the layer's outputs
 * @param zerosPtr 32 bytes of zeros
 * @param samples multiple of 4, at most `capacity`
 * @param inputs without padding; a tile of padding alone is left as it is
 */
export function multiplyGradient(
  gradientPtr: usize,
  featuresPtr: usize,
  slopesPtr: usize,
  zerosPtr: usize,
  samples: usize,
  capacity: usize,
  inputs: usize,
  outputPanels: usize,
): void {
  const panel = panelBytes(capacity);
  const inputPanels = (inputs + 7) >> 3;
  const bytes = samples * PANEL_ROW;
  for (let i: usize = 0; i < inputPanels; i++) {
    const tiles: usize = inputs - 8 * i > 4 ? 2 : 1;
    for (let j: usize = 0; j < outputPanels; j++) {
      inline.always(
        multiplyTiles(
          gradientPtr + (j * inputPanels + i) * BLOCK,
          zerosPtr,
          featuresPtr + i * panel,
          16, // the next 4 inputs
          4,
          PANEL_ROW, // down the panel, sample by sample
          0,
          bytes,
          slopesPtr + j * panel,
          bytes,
          tiles,
          AS_IS,
          0,
          1,
        ),
      );
    }
  }
}

/**
 * The micro-kernel: c [4 * tiles, 8] = finish(init [8] + a [4 * tiles, steps] * b [steps, 8]).
 *
 * Eight accumulators hold a tile of c. In each step one row of b (two vectors) meets four values of a.
 * It is inlined into its two callers, which pass the strides of a as constants. (Unrolling it by hand
 * gained nothing: V8 schedules one step well, and spills when it sees eight.)
 *
 * @param c first tile, written; tiles stand 4 rows of a panel apart
 * @param a first value; its next tile is `aTile` bytes on, its next row `aRow`, its next step `aStep`
 * @param aJump bytes that a moves on after each chunk of steps, beside its steps
 * @param chunkBytes bytes of b in a chunk
 * @param b rows of a panel, `bBytes` in all
 * @param mask as `c`, read for `MASKED`
 */
function multiplyTiles(
  c: usize,
  init: usize,
  a: usize,
  aTile: usize,
  aRow: usize,
  aStep: usize,
  aJump: usize,
  chunkBytes: usize,
  b: usize,
  bBytes: usize,
  tiles: usize,
  finish: u32,
  mask: usize,
  kept: f32,
): void {
  const init0 = v128.load(init);
  const init1 = v128.load(init, 16);
  const bEnd = b + bBytes;
  let tile = a;
  for (let t: usize = 0; t < tiles; t++) {
    let c00 = init0;
    let c01 = init1;
    let c10 = init0;
    let c11 = init1;
    let c20 = init0;
    let c21 = init1;
    let c30 = init0;
    let c31 = init1;
    let ap = tile;
    let bp = b;
    do {
      const chunkEnd = min(bp + chunkBytes, bEnd);
      do {
        const b0 = v128.load(bp);
        const b1 = v128.load(bp, 16);
        let x = v128.load32_splat(ap);
        c00 = multiplyAdd(x, b0, c00);
        c01 = multiplyAdd(x, b1, c01);
        x = v128.load32_splat(ap + aRow);
        c10 = multiplyAdd(x, b0, c10);
        c11 = multiplyAdd(x, b1, c11);
        x = v128.load32_splat(ap + 2 * aRow);
        c20 = multiplyAdd(x, b0, c20);
        c21 = multiplyAdd(x, b1, c21);
        x = v128.load32_splat(ap + 3 * aRow);
        c30 = multiplyAdd(x, b0, c30);
        c31 = multiplyAdd(x, b1, c31);
        ap += aStep;
        bp += PANEL_ROW;
      } while (bp < chunkEnd);
      ap += aJump;
    } while (bp < bEnd);
    if (finish === RECTIFIED) {
      const zero = v128.xor(init0, init0);
      c00 = f32x4.pmax(c00, zero);
      c01 = f32x4.pmax(c01, zero);
      c10 = f32x4.pmax(c10, zero);
      c11 = f32x4.pmax(c11, zero);
      c20 = f32x4.pmax(c20, zero);
      c21 = f32x4.pmax(c21, zero);
      c30 = f32x4.pmax(c30, zero);
      c31 = f32x4.pmax(c31, zero);
    } else if (finish === MASKED) {
      const zero = v128.xor(init0, init0);
      const factor = f32x4.splat(kept);
      c00 = maskBy(v128.load(mask), f32x4.mul(c00, factor), zero);
      c01 = maskBy(v128.load(mask, 16), f32x4.mul(c01, factor), zero);
      c10 = maskBy(v128.load(mask, 32), f32x4.mul(c10, factor), zero);
      c11 = maskBy(v128.load(mask, 48), f32x4.mul(c11, factor), zero);
      c20 = maskBy(v128.load(mask, 64), f32x4.mul(c20, factor), zero);
      c21 = maskBy(v128.load(mask, 80), f32x4.mul(c21, factor), zero);
      c30 = maskBy(v128.load(mask, 96), f32x4.mul(c30, factor), zero);
      c31 = maskBy(v128.load(mask, 112), f32x4.mul(c31, factor), zero);
      mask += 4 * PANEL_ROW;
    }
    v128.store(c, c00);
    v128.store(c, c01, 16);
    v128.store(c, c10, 32);
    v128.store(c, c11, 48);
    v128.store(c, c20, 64);
    v128.store(c, c21, 80);
    v128.store(c, c30, 96);
    v128.store(c, c31, 112);
    c += 4 * PANEL_ROW;
    tile += aTile;
  }
}

/** Slopes where relu gave more than 0, 0 elsewhere. */
function maskBy(values: v128, slopes: v128, zero: v128): v128 {
  return v128.and(slopes, f32x4.gt(values, zero));
}

/** sums [8 * panels] = column sums of slopes [samples, 8 * panels]: the gradient by the biases. */
export function sumColumns(
  sumsPtr: usize,
  slopesPtr: usize,
  samples: usize,
  capacity: usize,
  panels: usize,
): void {
  const panel = panelBytes(capacity);
  for (let j: usize = 0; j < panels; j++) {
    let ptr = slopesPtr + j * panel;
    const end = ptr + samples * PANEL_ROW;
    let a0 = v128.load(ptr);
    let a1 = v128.load(ptr, 16);
    let b0 = v128.load(ptr, 32);
    let b1 = v128.load(ptr, 48);
    for (ptr += 2 * PANEL_ROW; ptr < end; ptr += 2 * PANEL_ROW) {
      a0 = f32x4.add(a0, v128.load(ptr));
      a1 = f32x4.add(a1, v128.load(ptr, 16));
      b0 = f32x4.add(b0, v128.load(ptr, 32));
      b1 = f32x4.add(b1, v128.load(ptr, 48));
    }
    v128.store(sumsPtr + j * PANEL_ROW, f32x4.add(a0, b0));
    v128.store(sumsPtr + j * PANEL_ROW, f32x4.add(a1, b1), 16);
  }
}
