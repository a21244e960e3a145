import { describeValue, errorAt } from '../errors.ts';
import { Arena, MAX_ARENA_BYTES } from './arena.ts';
import { instantiatePenaltyKernels } from './penalty-kernels.ts';

/** The L1 penalty on plain arrays. It copies its arguments and never changes them; results are new arrays. */
export interface L1Penalty {
  /** Sum of |w|, within 1e-6 relative of the sum in f64; 0 for no weights, NaN when a weight is NaN. */
  absSum(weights: Float32Array): number;
  /** scale * sign(w) for each weight, with sign(0) = 0; NaN where the weight is NaN. `scale` may be negative. */
  signGradient(weights: Float32Array, scale: number): Float32Array<ArrayBuffer>;
  /** sign(w) * max(|w| - threshold, 0) for each weight; zeros come out as +0, NaN stays NaN. */
  softThreshold(weights: Float32Array, threshold: number): Float32Array<ArrayBuffer>;
  /** How many weights are exactly zero, +0 or -0. */
  countZeros(weights: Float32Array): number;
}

/**
 * Creates a penalty with a memory of its own, which grows to hold the longest array seen (twice that for
 * `signGradient`) and is freed with the penalty.
 *
 * @param module the compiled `absum-l1/absum.wasm`
 * @throws {AbsumError} `invalid-module` when the module lacks a kernel. Its methods throw `invalid-data`
 *   for anything but a Float32Array, for a scale that is not finite in f32, or a threshold that is not
 *   finite in f32 and >= 0; `limit-exceeded` for arrays that do not fit into 4 GiB.
 */
export function createPenalty(module: WebAssembly.Module): L1Penalty {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const arena = new Arena(memory, { doubles: true, place: 'weights', need: 'the arrays need' });
  const kernels = instantiatePenaltyKernels(module, memory);

  /** Copies the weights to address 0, with room for `arrays` arrays of their length. */
  function copyIn(weights: Float32Array, arrays: number): void {
    checkWeights(weights);
    const bytes = arrays * weights.byteLength;
    if (bytes > MAX_ARENA_BYTES) {
      const message = `expected arrays of less than 4 GiB in all, got ${bytes} bytes`;
      throw errorAt('limit-exceeded', 'weights', message);
    }
    arena.reserve(bytes);
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

function checkWeights(weights: unknown): void {
  // By its tag and not by `instanceof`: an array from another realm (a frame, a test runner) works as well.
  const kind = Object.prototype.toString.call(weights).slice(8, -1);
  if (kind !== 'Float32Array')
    throw errorAt('invalid-data', 'weights', `expected a Float32Array, got ${kind}`);
}

function checkScalar(place: string, value: unknown, minimum: number, expected: string): void {
  if (typeof value === 'number' && Number.isFinite(Math.fround(value)) && value >= minimum) return;
  const got = typeof value === 'number' ? String(value) : describeValue(value);
  throw errorAt('invalid-data', place, `expected ${expected} in f32, got ${got}`);
}
