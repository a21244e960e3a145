import { FUSED_COSTS } from '../../costs.ts';
import { Arena, MAX_ARENA_BYTES } from '../../kernels/arena.ts';
import { hasRelaxedSimd, type ModuleSource, resolveModule } from '../../kernels/module-source.ts';
import { instantiateTrainingKernels, type TrainingKernels } from '../../kernels/training-kernels.ts';
import type { Engine, EnginePair, PairRows } from '../engine.ts';
import { findUnsupported } from './encode-spec.ts';
import { measureTrialBytes } from './regions.ts';
import { measurePair, storePair } from './stored-rows.ts';
import { FusedTrial } from './trial.ts';

/**
 * The engine that runs on the absum module alone and takes all steps of an epoch in one call. Each pair has a
 * memory of its own.
 *
 * @param source the compiled `absum.wasm`, or a function that compiles it when the first pair opens
 * @param relaxed the same for `absum-relaxed.wasm`, which recipes with `arithmetic: "relaxed"` train on; without it
 *   they train on the other
 */
export function createFusedEngine(source: ModuleSource, relaxed?: ModuleSource): Engine {
  const engine = openEngine(source);
  if (relaxed === undefined) return engine;
  let loaded: ReturnType<typeof loadRelaxed> | undefined;
  return {
    ...engine,
    relax: async () => {
      if (!hasRelaxedSimd()) return null;
      loaded ??= loadRelaxed(relaxed);
      return loaded;
    },
  };
}

async function loadRelaxed(source: ModuleSource) {
  const module = await resolveModule(source);
  const { kernels } = openWorkshop(module);
  return { engine: openEngine(module), fusesProducts: kernels.fusesProducts() === 1 };
}

function openEngine(source: ModuleSource): Engine {
  const pool: Workshop[] = [];
  let module: WebAssembly.Module | undefined;
  return {
    name: 'fused',
    findUnsupported: ({ activation, optimizer }) => findUnsupported(activation, optimizer),
    costs: FUSED_COSTS,
    // Not an estimate: the arena holds so many bytes at its fullest.
    measureBytes: (shape) => measurePair(shape) + measureTrialBytes(shape),
    async openPair(rows: PairRows, bytes = 0): Promise<EnginePair> {
      module ??= await resolveModule(source);
      const workshop = pool.pop() ?? openWorkshop(module);
      const { arena, kernels } = workshop;
      const start = arena.end;
      // What was planned is what others were refused for.
      arena.limit = bytes === 0 ? MAX_ARENA_BYTES : start + bytes;
      arena.reserve(bytes);
      const stored = storePair(arena, rows);
      return {
        startTrial: (spec, initial) => new FusedTrial(arena, kernels, stored, spec, initial),
        close() {
          arena.release(start);
          const small = arena.memory.buffer.byteLength <= MAX_POOLED_BYTES;
          if (small && pool.length < MAX_POOLED) pool.push(workshop);
        },
      };
    },
  };
}

/**
 * How many memories wait, zeroed, for the next pair, and the largest of them. A host reserves gigabytes of
 * address space for each memory and frees a dropped one only when its collector runs, so a comparison of many
 * pairs must not drop a memory with every pair.
 */
const MAX_POOLED = 2;
const MAX_POOLED_BYTES = 16 * 2 ** 20;

interface Workshop {
  readonly arena: Arena;
  readonly kernels: TrainingKernels;
}

function openWorkshop(module: WebAssembly.Module): Workshop {
  const memory = new WebAssembly.Memory({ initial: 1 });
  return { arena: new Arena(memory), kernels: instantiateTrainingKernels(module, memory) };
}
