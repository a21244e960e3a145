import address from '../../dist/absum.wasm?url';
import relaxed from '../../dist/absum-relaxed.wasm?url';

/** The compiled module, a file that the page fetches. */
export const loadModule = (): Promise<WebAssembly.Module> => WebAssembly.compileStreaming(fetch(address));

/** `absum-relaxed.wasm`, likewise. */
export const loadRelaxed = (): Promise<WebAssembly.Module> => WebAssembly.compileStreaming(fetch(relaxed));
