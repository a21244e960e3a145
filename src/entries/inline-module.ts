import packed from '#absum-bytes';

/** Compiles `absum.wasm`, whose bytes the build has put into the library, deflated. */
export async function loadModule(): Promise<WebAssembly.Module> {
  const bytes = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return WebAssembly.compile(await new Response(bytes).arrayBuffer());
}
