import { loadModule, loadRelaxed } from '#absum-module';
import { createFusedEngine } from '../../engines/fused/engine.ts';
import { serveEngine } from './serve-engine.ts';

/** The script of the page's Web Worker, which reads data and trains off the main thread. */

/** Fetches a module once, and once more where that failed. */
function createFetcher(load: () => Promise<WebAssembly.Module>): () => Promise<WebAssembly.Module> {
  let module: Promise<WebAssembly.Module> | null = null;
  return () => {
    module ??= load().catch((error: unknown) => {
      module = null;
      throw new Error(`the page's WebAssembly module cannot be loaded (${String(error)})`);
    });
    return module;
  };
}

const fetchModule = createFetcher(loadModule);
const take = serveEngine({
  engines: [createFusedEngine(fetchModule, createFetcher(loadRelaxed))],
  // Early, so that a comparison works with the server gone; if the module still cannot be loaded, that says so.
  prepare: () => void fetchModule().catch(() => {}),
  tell: (message) => self.postMessage(message),
});

self.onmessage = ({ data }) => void take(data);
