import module from '../../dist/absum.wasm';
import relaxed from '../../dist/absum-relaxed.wasm';

/** `absum.wasm` for hosts that forbid compiling bytes: imported statically. */
export function loadModule(): WebAssembly.Module {
  return module;
}

/** `absum-relaxed.wasm`, likewise. */
export function loadRelaxed(): WebAssembly.Module {
  return relaxed;
}
