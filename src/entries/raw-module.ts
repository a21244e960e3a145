/** What `absum-l1/absum.wasm` and `absum-l1/tfjs.wasm` are where a host imports `.wasm` files statically. */
declare const module: WebAssembly.Module;
export default module;
