/** Importing a `.wasm` file statically gives its compiled module. */
declare module '*.wasm' {
  const module: WebAssembly.Module;
  export default module;
}

/** The bytes of `dist/absum.wasm`, deflated, which the build puts in. */
declare module '#absum-bytes' {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}

/** Those of `dist/absum-relaxed.wasm`. */
declare module '#absum-relaxed-bytes' {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}
