import address from '../../dist/absum.wasm?url';

/** The compiled module, a file that the page fetches. */
export const loadModule = (): Promise<WebAssembly.Module> => WebAssembly.compileStreaming(fetch(address));
