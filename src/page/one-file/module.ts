import plain from '../../../dist/absum.wasm?url&inline';
import relaxed from '../../../dist/absum-relaxed.wasm?url&inline';

// What the page of one file has in place of `module.ts`: both modules as texts.

/** Compiles the bytes of a `data:` address, which nothing has to fetch. */
function compile(address: string): Promise<WebAssembly.Module> {
  const text = atob(address.slice(address.indexOf(',') + 1));
  return WebAssembly.compile(Uint8Array.from(text, (character) => character.charCodeAt(0)));
}

/** The compiled module. */
export const loadModule = (): Promise<WebAssembly.Module> => compile(plain);

/** `absum-relaxed.wasm`, likewise. */
export const loadRelaxed = (): Promise<WebAssembly.Module> => compile(relaxed);
