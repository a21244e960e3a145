import module from '../../dist/absum.wasm';

/** `absum.wasm` as hosts that forbid to compile bytes have it: imported statically. */
export function loadModule(): WebAssembly.Module {
  return module;
}
