import * as tf from '@tensorflow/tfjs-core';
import { vi } from 'vitest';
import type { Engine, LiveTrial } from '../../src/engines/engine.ts';

/** 32-bit words that nothing but one request brings into a memory. */
export type Marks = ReadonlySet<number>;

/** A memory of WebAssembly, as far as it is looked at here. */
export interface Bytes {
  readonly buffer: ArrayBufferLike;
}

/** Numbers of a request's own: f32 values whose upper bits are `brand`, a number below 2^15, distinct in the lower ones. */
export function drawMarks(brand: number, count: number): Float32Array {
  return new Float32Array(Uint32Array.from({ length: count }, (_, i) => brand * 2 ** 16 + 7 * i + 1).buffer);
}

/** The bits of numbers; small ones left out, which anybody may have (0, or a learning rate that was added to 0). */
export function toMarks(values: Float32Array): Marks {
  const words = new Uint32Array(values.slice().buffer);
  return new Set(words.filter((_, i) => Math.abs(values[i]) > 0.02));
}

/** The marks of these that are in a memory, at any address that is a multiple of 4. */
export function findMarks({ buffer }: Bytes, marks: Marks): Marks {
  const words = new Uint32Array(buffer);
  const found = new Set<number>();
  // By position: a heap has millions of words, nearly all of them 0.
  for (let i = 0; i < words.length; i++) if (words[i] !== 0 && marks.has(words[i])) found.add(words[i]);
  return found;
}

/** Keeps every memory that is made from now on, until mocks are restored. */
export function recordMemories(): WebAssembly.Memory[] {
  const made: WebAssembly.Memory[] = [];
  const { Memory } = WebAssembly;
  vi.stubGlobal(
    'WebAssembly',
    Object.create(WebAssembly, {
      Memory: {
        value: class extends Memory {
          constructor(descriptor: WebAssembly.MemoryDescriptor) {
            super(descriptor);
            made.push(this);
          }
        },
      },
    }),
  );
  return made;
}

/** The heap of tfjs, which runs already. */
export function tfjsHeap(): Bytes {
  const { wasm } = tf.backend() as unknown as { wasm: { HEAPU8: Uint8Array } };
  return {
    get buffer() {
      return wasm.HEAPU8.buffer; // another one whenever the heap has grown
    },
  };
}

/** An engine that calls `onSteps` with the trial, and how many steps all trials took, whenever one has taken some. */
export function watchSteps(engine: Engine, onSteps: (trial: LiveTrial, steps: number) => void): Engine {
  let steps = 0;
  return {
    ...engine,
    async openPair(rows, bytes) {
      const pair = await engine.openPair(rows, bytes);
      return {
        startTrial(spec, initial) {
          const trial = pair.startTrial(spec, initial);
          const run = trial.runSteps.bind(trial);
          trial.runSteps = (...given) => {
            const objectives = run(...given);
            steps += objectives.length;
            onSteps(trial, steps);
            return objectives;
          };
          return trial;
        },
        close: () => pair.close(),
      };
    },
  };
}
