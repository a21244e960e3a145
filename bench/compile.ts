import { ROOT } from './root.ts';

/**
 * Compiles an AssemblyScript file of the benchmark with the flags of the real module.
 *
 * @param entry path from the root of the project
 */
export async function compileAssembly(entry: string): Promise<WebAssembly.Module> {
  // Loaded when it is needed, since the pages of figures are made without it.
  const asc = await import('assemblyscript/asc');
  let binary: Uint8Array<ArrayBuffer> | undefined;
  const flags = '--importMemory --noExportMemory --runtime stub --noAssert -O3 --enable simd'.split(' ');
  // A configuration that does not exist; otherwise asc would take that of the real module and compile it too.
  const files = [entry, '--baseDir', ROOT, '--config', 'bench/asconfig.json', '--outFile', 'bench.wasm'];
  const { error, stderr } = await asc.main([...files, ...flags], {
    writeFile: (_name, contents) => {
      if (typeof contents !== 'string') binary = Uint8Array.from(contents);
    },
  });
  if (error || !binary) throw new Error(`asc: ${error?.message ?? 'no binary'}\n${stderr.toString()}`);
  return new WebAssembly.Module(binary);
}
