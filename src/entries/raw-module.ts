/** What `absum/absum.wasm` and `absum/tfjs.wasm` are where a host imports `.wasm` files statically. */
declare const module: WebAssembly.Module;
export default module;
