import { loadModule } from '#absum-module';
import { compare, plan } from '../../compare/compare.ts';
import { BUILT_IN, loadBuiltIn } from '../../data/built-in.ts';
import type { CsvOptions } from '../../data/csv.ts';
import { profileCsv, profileTable, suggestTarget } from '../../data/profile.ts';
import { createFusedEngine } from '../../engines/fused/engine.ts';
import { errorAt } from '../../errors.ts';
import { exportOnnx } from '../../model/onnx/export-onnx.ts';
import { packFault } from '../../pool/protocol.ts';
import { putData, type Source } from '../setup/setup.ts';
import type { FromEngine, Preview, Reading, ToEngine } from './protocol.ts';

/** The Web Worker of the page: reads data and trains off the main thread, by the library itself. */

let opened: Source | null = null;
const running = new Map<number, AbortController>();

const tell = (message: FromEngine) => self.postMessage(message);

self.onmessage = async ({ data: message }: MessageEvent<ToEngine>) => {
  if (message.kind === 'open') {
    opened = message.source;
  } else if (message.kind === 'stop') {
    running.get(message.id)?.abort();
  } else {
    const { id } = message;
    try {
      tell({ kind: 'answer', id, value: await answer(message) });
    } catch (error) {
      tell({ kind: 'fault', id, fault: packFault(error) });
    } finally {
      running.delete(id);
    }
  }
};

/** Fetched once, and early: then a comparison works with the server gone. */
let module: Promise<WebAssembly.Module> | null = null;

function fetchModule(): Promise<WebAssembly.Module> {
  module ??= loadModule().catch((error: unknown) => {
    module = null;
    throw new Error(`the page's WebAssembly module cannot be loaded (${String(error)})`);
  });
  return module;
}

const engines = [createFusedEngine(fetchModule)];

type Asked = Exclude<ToEngine, { kind: 'open' | 'stop' }>;

function answer(message: Asked): unknown {
  switch (message.kind) {
    case 'datasets':
      fetchModule().catch(() => {}); // the comparison says so, if it still cannot be
      return BUILT_IN;
    case 'preview':
      return preview(requireSource(), message.reading);
    case 'plan':
      return plan(putData(message.recipe, requireSource()), { engines });
    case 'compare': {
      const { id, recipe } = message;
      const stop = new AbortController();
      running.set(id, stop);
      return compare(putData(recipe, requireSource()), {
        engines,
        signal: stop.signal,
        onProgress: (event) => tell({ kind: 'progress', id, event }),
      });
    }
    case 'onnx':
      return exportOnnx(message.model);
  }
}

function requireSource(): Source {
  if (opened === null) throw errorAt('invalid-data', 'data', 'no data set is open');
  return opened;
}

async function preview(source: Source, { delimiter, decimal }: Reading): Promise<Preview> {
  if (source.kind === 'built-in') {
    const { table, target } = await loadBuiltIn(source.name);
    return { profile: profileTable(table), target };
  }
  const profile = profileCsv(source.text, { delimiter, decimal } as CsvOptions);
  return { profile, target: suggestTarget(profile) };
}
