import address from '../../dist/absum.wasm?url';

/** The compiled module, which the page fetches beside its script. */
export const loadModule = (): Promise<WebAssembly.Module> => WebAssembly.compileStreaming(fetch(address));
