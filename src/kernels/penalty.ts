import { describeValue, errorAt } from '../errors.ts';
import { instantiatePenaltyKernels } from './penalty-kernels.ts';

/** The L1 penalty on plain arrays: what is given is copied in and never changed, results are new arrays. */
export interface Penalty {
  /** Sum of |w|, within 1e-6 relative of the sum in f64; 0 for no weights, NaN when a weight is NaN. */
  absSum(weights: Float32Array): number;
  /** scale * sign(w) for each weight, with sign(0) = 0; NaN where the weight is NaN. `scale` may be negative. */
  signGradient(weights: Float32Array, scale: number): Float32Array<ArrayBuffer>;
  /** sign(w) * max(|w| - threshold, 0) for each weight; zeros come out as +0, NaN stays NaN. */
  softThreshold(weights: Float32Array, threshold: number): Float32Array<ArrayBuffer>;
  /** How many weights are exactly zero, +0 or -0. */
  countZeros(weights: Float32Array): number;
}

const PAGE_BYTES = 65_536;
const MAX_PAGES = 65_535; // one page short of 4 GiB: no region may end at the 4 GiB mark

/**
 * A penalty with a memory of its own, which grows to hold the longest array seen (twice that for
 * `signGradient`) and is given back when the penalty is dropped.
 *
 * @param module the compiled `absum-l1/absum.wasm`
 * @throws {AbsumError} `invalid-module` when the module lacks a kernel. Its methods throw `invalid-data`
 *   for anything but a Float32Array, for a scale that is not finite in f32, or a threshold that is not
 *   finite in f32 and >= 0; `limit-exceeded` for arrays that do not fit into 4 GiB.
 */
export function createPenalty(module: WebAssembly.Module): Penalty {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const kernels = instantiatePenaltyKernels(module, memory);

  /** Copies the weights to address 0, with room for `arrays` arrays of their length. */
  function copyIn(weights: Float32Array, arrays: number): void {
    checkWeights(weights);
    growTo(memory, arrays * weights.byteLength);
    new Float32Array(memory.buffer, 0, weights.length).set(weights);
  }

  return {
    absSum(weights) {
      copyIn(weights, 1);
      return kernels.absSum(0, weights.length);
    },
    signGradient(weights, scale) {
      checkScalar('scale', scale, Number.NEGATIVE_INFINITY, 'a finite number');
      copyIn(weights, 2);
      const gradient = new Float32Array(memory.buffer, weights.byteLength, weights.length).fill(0);
      kernels.addScaledSign(weights.byteLength, 0, scale, weights.length);
      return gradient.slice();
    },
    softThreshold(weights, threshold) {
      checkScalar('threshold', threshold, 0, 'a finite number >= 0');
      copyIn(weights, 1);
      kernels.softThreshold(0, threshold, weights.length);
      return new Float32Array(memory.buffer, 0, weights.length).slice();
    },
    countZeros(weights) {
      copyIn(weights, 1);
      return kernels.countZeros(0, weights.length);
    },
  };
}

/** Grows the memory to `bytes` at least, and by doubling, so that longer and longer arrays cost few copies. */
function growTo(memory: WebAssembly.Memory, bytes: number): void {
  const pages = memory.buffer.byteLength / PAGE_BYTES;
  const needed = Math.ceil(bytes / PAGE_BYTES);
  if (needed <= pages) return;
  if (needed > MAX_PAGES) {
    throw errorAt(
      'limit-exceeded',
      'weights',
      `expected arrays of less than 4 GiB in all, got ${bytes} bytes`,
    );
  }
  try {
    memory.grow(Math.min(Math.max(needed, 2 * pages), MAX_PAGES) - pages);
  } catch {
    throw errorAt('limit-exceeded', 'weights', `the arrays need ${bytes} bytes, more than this host gives`);
  }
}

function checkWeights(weights: unknown): void {
  // By its tag and not by `instanceof`: an array of another realm (a frame, a test runner) is as good.
  const kind = Object.prototype.toString.call(weights).slice(8, -1);
  if (kind !== 'Float32Array')
    throw errorAt('invalid-data', 'weights', `expected a Float32Array, got ${kind}`);
}

function checkScalar(place: string, value: unknown, minimum: number, expected: string): void {
  if (typeof value === 'number' && Number.isFinite(Math.fround(value)) && value >= minimum) return;
  const got = typeof value === 'number' ? String(value) : describeValue(value);
  throw errorAt('invalid-data', place, `expected ${expected} in f32, got ${got}`);
}
