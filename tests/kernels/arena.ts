import { readFileSync } from 'node:fs';
import { instantiatePenaltyKernels, type PenaltyKernels } from '../../src/kernels/penalty-kernels.ts';

export const wasmPath = new URL('../../dist/absum.wasm', import.meta.url);
export const absumModule = new WebAssembly.Module(readFileSync(wasmPath));

const CANARY = 0xa5;
const CANARY_BYTES = 64;

/** A memory for one test: arrays lie at chosen misalignments, each between two canaries. */
export interface Arena {
  readonly memory: WebAssembly.Memory;
  readonly kernels: PenaltyKernels;
  /** Copies the values in, `misalignment` bytes past a multiple of 16, and returns their address. */
  place(values: Float32Array, misalignment?: number): number;
  read(ptr: number, length: number): Float32Array<ArrayBuffer>;
  /** The canary bytes beside the placed arrays that no longer hold what they held. */
  findDeadCanaries(): number[];
}

export function createArena(): Arena {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const kernels = instantiatePenaltyKernels(absumModule, memory);
  const canaries: [start: number, end: number][] = [];
  let top = 0;

  function fillCanary(start: number, end: number): void {
    new Uint8Array(memory.buffer).fill(CANARY, start, end);
    canaries.push([start, end]);
  }

  return {
    memory,
    kernels,
    place(values, misalignment = 0) {
      const ptr = top + CANARY_BYTES + misalignment;
      const end = ptr + values.byteLength;
      const next = Math.ceil((end + CANARY_BYTES) / 16) * 16;
      const lacking = Math.ceil((next - memory.buffer.byteLength) / 65_536);
      if (lacking > 0) memory.grow(lacking);
      fillCanary(top, ptr);
      fillCanary(end, next);
      new Uint8Array(memory.buffer).set(
        new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
        ptr,
      );
      top = next;
      return ptr;
    },
    read(ptr, length) {
      return new Float32Array(memory.buffer.slice(ptr, ptr + 4 * length));
    },
    findDeadCanaries() {
      const bytes = new Uint8Array(memory.buffer);
      const dead: number[] = [];
      for (const [start, end] of canaries) {
        for (let at = start; at < end; at++) if (bytes[at] !== CANARY) dead.push(at);
      }
      return dead;
    },
  };
}

/** Values in (-1, 1), the same for the same seed, by a 32-bit linear congruential generator (Numerical Recipes). */
export function createValues(length: number, seed: number): Float32Array<ArrayBuffer> {
  const values = new Float32Array(length);
  let state = seed >>> 0;
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    values[i] = (state - 2 ** 31) / 2 ** 31;
  }
  return values;
}

/** `createValues` with a +0 or -0 in every third place. */
export function createSparseValues(length: number, seed: number): Float32Array<ArrayBuffer> {
  return createValues(length, seed).map((x, i) => (i % 3 === 1 ? (x > 0 ? 0 : -0) : x));
}

/** Every length from 0 to two tiles and one, then one large length that is no multiple of anything. */
export function sweepLengths(tile: number, large: number): number[] {
  return [...Array.from({ length: 2 * tile + 2 }, (_, n) => n), large];
}

/** Bytes past a multiple of 16: aligned, aligned for f32 alone, and for nothing. */
export const MISALIGNMENTS = [0, 4, 8, 1, 7] as const;

/** Tiny, huge, signed zero and not finite, for every lane of every loop. */
export const SPECIAL_VALUES = [
  0,
  -0,
  2 ** -149,
  -(2 ** -149),
  2 ** -127,
  2 ** 127,
  -(2 ** 127),
  Infinity,
  -Infinity,
  Number.NaN,
] as const;

/** The bits of f32 values, which tell -0 from +0. */
export function toBits(values: Float32Array): Uint32Array {
  return new Uint32Array(values.buffer, values.byteOffset, values.length);
}
