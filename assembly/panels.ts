/**
 * Panels: how matrices lie in memory, and what lays them so.
 *
 * A matrix [rows, columns] is stored as panels of 8 columns. A panel holds its columns row after row:
 *
 *   matrix [3, 16]      panel 0: row 0 columns 0..7 | row 1 columns 0..7 | row 2 columns 0..7
 *                       panel 1: row 0 columns 8..15 | row 1 columns 8..15 | row 2 columns 8..15
 *
 * so row r of a panel is 32 bytes at r * 32: two vectors. Columns are padded with zeros to whole panels.
 * Two kinds of matrices are stored so:
 *
 * - values of a batch (features, activations, and the gradients of the loss by them): a row is a sample;
 *   there is room for `capacity` samples, a multiple of 4, and 64 bytes more, so that the panels of wide
 *   layers do not fall on the same lines of the cache;
 * - weights [inputs, outputs]: a row is an input; inputs are padded to a multiple of 8; no bytes lie between panels.
 */

/** Bytes of one row of a panel: 8 f32. */
export const PANEL_ROW: usize = 32;
/** Bytes of the 8 x 8 block that a panel of weights holds for one panel of inputs. */
export const BLOCK: usize = 8 * PANEL_ROW;

/** Counts the panels of a matrix. */
export function countPanels(columns: usize): usize {
  return (columns + 7) >> 3;
}

/** Bytes from one panel of batch values to the next. */
export function panelBytes(capacity: usize): usize {
  return capacity * PANEL_ROW + 64;
}

/** transposed [outputs, inputs] = weights [inputs, outputs]^T, both panels of weights; block by block. */
export function transposeWeights(
  transposedPtr: usize,
  weightsPtr: usize,
  inputPanels: usize,
  outputPanels: usize,
): void {
  for (let j: usize = 0; j < outputPanels; j++) {
    for (let i: usize = 0; i < inputPanels; i++) {
      const from = weightsPtr + (j * inputPanels + i) * BLOCK;
      const to = transposedPtr + (i * outputPanels + j) * BLOCK;
      inline.always(transposeQuarter(to, from));
      inline.always(transposeQuarter(to + 16, from + 4 * PANEL_ROW));
      inline.always(transposeQuarter(to + 4 * PANEL_ROW, from + 16));
      inline.always(transposeQuarter(to + 4 * PANEL_ROW + 16, from + 4 * PANEL_ROW + 16));
    }
  }
}

/** Transposes 4 x 4 values of a block. */
function transposeQuarter(to: usize, from: usize): void {
  const r0 = v128.load(from);
  const r1 = v128.load(from, 32);
  const r2 = v128.load(from, 64);
  const r3 = v128.load(from, 96);
  const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
  const high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
  const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
  const high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f32>(low01, low23, 0, 1, 4, 5));
  v128.store(to, v128.shuffle<f32>(low01, low23, 2, 3, 6, 7), 32);
  v128.store(to, v128.shuffle<f32>(high01, high23, 0, 1, 4, 5), 64);
  v128.store(to, v128.shuffle<f32>(high01, high23, 2, 3, 6, 7), 96);
}

/**
 * Gathers samples into panels: row s of the batch becomes row rows[s] of features, zeros after `count`.
 *
 * @param panelsPtr panels of a batch, written up to the next multiple of 4 samples
 * @param featuresPtr [rows, 8 * inputPanels], row-major
 * @param rowsPtr u32 [count], positions in features; 0 for the rows 0, 1, 2, ...
 */
export function gatherRows(
  panelsPtr: usize,
  featuresPtr: usize,
  rowsPtr: usize,
  count: usize,
  capacity: usize,
  inputPanels: usize,
): void {
  const panel = panelBytes(capacity);
  const rowBytes = inputPanels * PANEL_ROW;
  for (let s: usize = 0; s < count; s++) {
    const row = rowsPtr === 0 ? s : <usize>load<u32>(rowsPtr + (s << 2));
    let from = featuresPtr + row * rowBytes;
    const end = from + rowBytes;
    for (let to = panelsPtr + s * PANEL_ROW; from < end; to += panel) {
      v128.store(to, v128.load(from));
      v128.store(to, v128.load(from, 16), 16);
      from += PANEL_ROW;
    }
  }
  const padded = (count + 3) & ~3;
  for (let i: usize = 0; i < inputPanels; i++) {
    memory.fill(panelsPtr + i * panel + count * PANEL_ROW, 0, (padded - count) * PANEL_ROW);
  }
}
