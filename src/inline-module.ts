import bytes from '#absum-bytes';

/** Compiles `absum.wasm` from the bytes that the build has put into the library. */
export function loadModule(): Promise<WebAssembly.Module> {
  return WebAssembly.compile(bytes);
}
