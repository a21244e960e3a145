import type { ModuleSource } from '../../kernels/module-source.ts';

// A file of its own: the published types lead here, and must not ask an installation for tfjs.

/** The compiled modules that a host hands over: it alone knows where the bytes come from. */
export interface TfjsModules {
  /** The absum module, `absum.wasm`. */
  readonly absum: ModuleSource;
  /** `tfjs-backend-wasm-simd.wasm`, the build with SIMD and without threads; `absum-l1/tfjs.wasm` in the package. */
  readonly tfjs: ModuleSource;
}
