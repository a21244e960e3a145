import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import createTfjsModule, {
  type BackendWasmModule,
} from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm.js';
import * as tf from '@tensorflow/tfjs-core';
import type { Platform } from '@tensorflow/tfjs-core/dist/platforms/platform.js';
import { resolveModule } from '../../kernels/module-source.ts';
import { instantiatePenaltyKernels, type PenaltyKernels } from '../../kernels/penalty-kernels.ts';
import { registerAbsSum } from './abs-sum.ts';
import { createHeap, type Heap } from './heap.ts';
import type { TfjsModules } from './modules.ts';
import { ZeroingBackend } from './zeroing-backend.ts';

/** tfjs running on its WASM backend, and the penalty kernels at work in the same heap. */
export interface TfjsBackend {
  readonly kernels: PenaltyKernels;
  readonly heap: Heap;
  /** Address of a tensor's first element in the heap; good until the tensor is disposed. */
  addressOf(tensor: tf.TensorInfo): number;
}

/**
 * tfjs keeps one global engine with one backend of each name, so all callers in this process share it.
 * This is the engine's one mutable value at module level, and it mirrors that of tfjs.
 */
let running: Promise<TfjsBackend> | undefined;

/** Starts tfjs on its WASM backend at the first call; later calls get the same backend. */
export function startBackend(modules: TfjsModules): Promise<TfjsBackend> {
  running ??= start(modules).catch((error: unknown) => {
    running = undefined;
    throw error;
  });
  return running;
}

async function start(modules: TfjsModules): Promise<TfjsBackend> {
  if (!tf.env().platform) tf.env().setPlatform('absum', PLATFORM);
  const absum = await resolveModule(modules.absum);
  const { module, memory } = await instantiateTfjs(await resolveModule(modules.tfjs));
  const wasm = new ZeroingBackend(module);
  tf.removeBackend('wasm'); // the factory that the package registered would fetch its own bytes
  tf.registerBackend('wasm', () => wasm);
  await tf.setBackend('wasm');
  const kernels = instantiatePenaltyKernels(absum, memory);
  registerAbsSum(kernels, wasm);
  return {
    kernels,
    heap: createHeap(wasm, memory),
    addressOf: (tensor) => wasm.getMemoryOffset(tensor.dataId),
  };
}

/** What tfjs needs on a host that it does not know; the engine loads nothing through it. */
const PLATFORM: Platform = {
  fetch: (path, init) => fetch(path, init),
  now: () => performance.now(),
  encode: (text) => new TextEncoder().encode(text),
  decode: (bytes, encoding) => new TextDecoder(encoding).decode(bytes),
  isTypedArray: (value): value is Float32Array => ArrayBuffer.isView(value) && !(value instanceof DataView),
};

async function instantiateTfjs(compiled: WebAssembly.Module) {
  // On a host that looks like Node, the factory reads this global, though it then loads no file.
  (globalThis as { __dirname?: string }).__dirname ??= '/';
  let memory: WebAssembly.Memory | undefined;
  const module = await createTfjsModule({
    locateFile: (path: string) => path,
    instantiateWasm(imports: WebAssembly.Imports, receive: (instance: WebAssembly.Instance) => void) {
      const instance = new WebAssembly.Instance(compiled, imports);
      memory = Object.values(instance.exports).find((value) => value instanceof WebAssembly.Memory);
      receive(instance);
      return instance.exports;
    },
  });
  if (memory === undefined) throw new Error('the tfjs WASM backend exports no memory');
  module.tfjs = bindBackendFunctions(module);
  return { module, memory };
}

/** The C functions that `BackendWasm` calls, under the names it expects. */
function bindBackendFunctions(module: BackendWasmModule & { cwrap?: Cwrap }): BackendWasmModule['tfjs'] {
  const { cwrap } = module;
  if (cwrap === undefined) throw new Error('the tfjs WASM backend offers no cwrap');
  return {
    init: cwrap('init', null, []),
    initWithThreadsCount: cwrap('init_with_threads_count', null, ['number']),
    getThreadsCount: cwrap('get_threads_count', 'number', []),
    registerTensor: cwrap('register_tensor', null, ['number', 'number', 'number']),
    disposeData: cwrap('dispose_data', null, ['number']),
    dispose: cwrap('dispose', null, []),
  };
}

/** Binds a C function by name, result and argument types (emscripten's `cwrap`). */
type Cwrap = <Bound extends (...numbers: number[]) => unknown>(
  name: string,
  result: 'number' | null,
  parameters: 'number'[],
) => Bound;
