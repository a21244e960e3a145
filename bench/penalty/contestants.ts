import { readFileSync } from 'node:fs';
import { instantiatePenaltyKernels, type PenaltyKernels } from '../../src/kernels/penalty-kernels.ts';
import type { Tf } from '../peers/tfjs.ts';
import { urlOfBuilt } from '../root.ts';
import type { Contestant } from './measure.ts';

export const SCALE = 0.001;

/** A contestant and the error of its result, measured on one run. */
export interface Checked extends Contestant {
  /** Sum: error over the f64 sum of |w|. Sign gradient: largest error over SCALE, from a gradient of zeros. */
  readonly error: () => number;
  /** Above this error the contestant did not do the job. */
  readonly bound: number;
}

export interface Field {
  readonly absSum: readonly Checked[];
  readonly signGradient: readonly Checked[];
  readonly dispose: () => void;
}

interface Baseline {
  plainSimdSum(ptr: number, length: number): number;
  plainSimdAbsSum(ptr: number, length: number): number;
  plainSimdAdd(gradientPtr: number, weightsPtr: number, length: number): void;
  scalarAbsSum(ptr: number, length: number): number;
  scalarAddScaledSign(gradientPtr: number, weightsPtr: number, scale: number, length: number): void;
}

/** Plain JavaScript, as people usually write it. */
function plainAbsSum(w: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < w.length; i++) sum += Math.abs(w[i] as number);
  return sum;
}

function plainAddScaledSign(g: Float32Array, w: Float32Array, lambda: number): void {
  for (let i = 0; i < w.length; i++) (g[i] as number) += lambda * Math.sign(w[i] as number);
}

/** The weights that all contestants work on: in a common memory, and in the heap of tfjs. */
interface Ring {
  readonly length: number;
  readonly weightsPtr: number;
  readonly gradientPtr: number;
  readonly w: Float32Array;
  readonly g: Float32Array;
  readonly ours: PenaltyKernels;
  readonly baseline: Baseline;
  readonly tf: Tf;
  readonly tensor: ReturnType<Tf['tensor1d']>;
}

/** All contestants on the same weights, in the same memory except for tfjs, which has a heap of its own. */
export function createField(length: number, baselineModule: WebAssembly.Module, tf: Tf): Field {
  const bytes = 4 * length;
  const weightsPtr = 1024;
  const gradientPtr = weightsPtr + bytes + 1088; // not a multiple of 4 KiB away, or loads wait for stores
  const memory = new WebAssembly.Memory({ initial: Math.ceil((gradientPtr + bytes) / 65_536) });
  const absumModule = new WebAssembly.Module(readFileSync(urlOfBuilt('absum.wasm')));
  const w = new Float32Array(memory.buffer, weightsPtr, length);
  fillRandomSigned(w);
  const tensor = tf.tensor1d(w.slice());
  const zeros = tf.zeros([length]);
  const ring: Ring = {
    length,
    weightsPtr,
    gradientPtr,
    w,
    g: new Float32Array(memory.buffer, gradientPtr, length),
    ours: instantiatePenaltyKernels(absumModule, memory),
    baseline: new WebAssembly.Instance(baselineModule, { env: { memory } }).exports as unknown as Baseline,
    tf,
    tensor,
  };
  const tfGradient = () => tf.add(zeros, tf.mul(tf.sign(tensor), SCALE));
  return {
    absSum: enterSums(ring),
    signGradient: enterGradients(ring, tfGradient),
    dispose: () => {
      tensor.dispose();
      zeros.dispose();
    },
  };
}

function enterSums({ length, weightsPtr, w, ours, baseline, tf, tensor }: Ring): Checked[] {
  let absolute = 0;
  let signed = 0;
  for (const x of w) {
    absolute += Math.abs(x);
    signed += x;
  }
  const sum = (name: string, run: () => number, bound: number, expected = absolute): Checked => ({
    name,
    run,
    bound,
    error: () => Math.abs(run() - expected) / absolute,
  });
  return [
    sum('absum absSum', () => ours.absSum(weightsPtr, length), 1e-6),
    sum('plain SIMD sum', () => baseline.plainSimdSum(weightsPtr, length), 1e-4, signed),
    sum('plain SIMD abs sum', () => baseline.plainSimdAbsSum(weightsPtr, length), 1e-4),
    sum('scalar wasm', () => baseline.scalarAbsSum(weightsPtr, length), 1e-9),
    sum('plain JS', () => plainAbsSum(w), 1e-9),
    sum('tfjs wasm', () => tf.tidy(() => tf.sum(tf.abs(tensor)).dataSync()[0] as number), 0.1),
  ];
}

function enterGradients(ring: Ring, tfGradient: () => ReturnType<Tf['add']>): Checked[] {
  const { length, weightsPtr, gradientPtr, w, g, ours, baseline, tf } = ring;
  const signs = (x: number) => SCALE * Math.sign(x);
  const gradient = (name: string, run: () => void, expected = signs): Checked => ({
    name,
    run,
    bound: 1e-6,
    error: () => {
      g.fill(0);
      run();
      return largestDifference(g, w.map(expected)) / SCALE;
    },
  });
  return [
    gradient('absum addScaledSign', () => ours.addScaledSign(gradientPtr, weightsPtr, SCALE, length)),
    gradient(
      'plain SIMD add',
      () => baseline.plainSimdAdd(gradientPtr, weightsPtr, length),
      (x) => x,
    ),
    gradient('scalar wasm', () => baseline.scalarAddScaledSign(gradientPtr, weightsPtr, SCALE, length)),
    gradient('plain JS', () => plainAddScaledSign(g, w, SCALE)),
    {
      name: 'tfjs wasm',
      run: () => tf.tidy(() => void tfGradient()),
      bound: 1.001, // tf.sign takes weights of about 1e-7 and less for zeros
      error: () => tf.tidy(() => largestDifference(tfGradient().dataSync(), w.map(signs)) / SCALE),
    },
  ];
}

/** Uniform in (-1, 1) from a seeded 32-bit generator, so that no branch predictor learns the signs. */
function fillRandomSigned(values: Float32Array): void {
  let state = 1;
  for (let i = 0; i < values.length; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    values[i] = (state - 2 ** 31) / 2 ** 31;
  }
}

function largestDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  let largest = 0;
  for (let i = 0; i < expected.length; i++) {
    const difference = Math.abs((actual[i] as number) - (expected[i] as number));
    if (!(difference <= largest)) largest = difference;
  }
  return largest;
}
