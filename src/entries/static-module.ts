import module from '../../dist/absum.wasm';

/** `absum.wasm` for hosts that forbid compiling bytes: imported statically. */
export function loadModule(): WebAssembly.Module {
  return module;
}
