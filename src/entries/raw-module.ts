/**
 * The type of `absum-l1/absum.wasm` and `absum-l1/tfjs.wasm` on hosts that import `.wasm` files statically.
 */
declare const module: WebAssembly.Module;
export default module;
