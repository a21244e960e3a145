import packed from '#absum-bytes';

/** Compiles `absum.wasm`, whose bytes the build has put into the library, deflated. */
export function loadModule(): Promise<WebAssembly.Module> {
  return compile(packed);
}

/** Compiles `absum-relaxed.wasm`, whose bytes are a file of their own. */
export async function loadRelaxed(): Promise<WebAssembly.Module> {
  const { default: bytes } = await import('#absum-relaxed-bytes');
  return compile(bytes);
}

async function compile(packed: Uint8Array<ArrayBuffer>): Promise<WebAssembly.Module> {
  const bytes = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return WebAssembly.compile(await new Response(bytes).arrayBuffer());
}
