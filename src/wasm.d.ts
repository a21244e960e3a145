/** A `.wasm` file imported statically is its compiled module. */
declare module '*.wasm' {
  const module: WebAssembly.Module;
  export default module;
}
