import address from '../../dist/absum.wasm?url';
import relaxed from '../../dist/absum-relaxed.wasm?url';

/** Compiles a file of the page, while it comes in where the host names its type, as not all hosts of files do. */
async function fetchModule(file: string): Promise<WebAssembly.Module> {
  const answer = await fetch(file);
  const isNamed = answer.headers.get('content-type') === 'application/wasm';
  return isNamed ? WebAssembly.compileStreaming(answer) : WebAssembly.compile(await answer.arrayBuffer());
}

/** The compiled module, a file that the page fetches. */
export const loadModule = (): Promise<WebAssembly.Module> => fetchModule(address);

/** `absum-relaxed.wasm`, likewise. */
export const loadRelaxed = (): Promise<WebAssembly.Module> => fetchModule(relaxed);
