import { readFileSync } from 'node:fs';
import { atMost } from '../goals.ts';
import type { Part } from '../part.ts';
import { urlOfBuilt } from '../root.ts';
import { median } from '../statistics.ts';

const INSTANCES = 21;

interface ModuleFigures {
  readonly kibibytes: number;
  readonly compileMs: number;
  readonly firstInstanceMs: number;
  readonly instantiateMs: number;
}

/** Size and start of the module; must run first, since V8 caches what it has compiled. */
export const module: Part<ModuleFigures> = {
  name: 'module',

  measure() {
    const bytes = readFileSync(urlOfBuilt('absum.wasm'));
    const started = performance.now();
    const compiled = new WebAssembly.Module(bytes);
    const compileMs = performance.now() - started;
    const times = Array.from({ length: INSTANCES }, () => {
      const memory = new WebAssembly.Memory({ initial: 1 });
      const from = performance.now();
      new WebAssembly.Instance(compiled, { env: { memory } });
      return performance.now() - from;
    });
    return {
      kibibytes: bytes.length / 1024,
      compileMs,
      firstInstanceMs: times[0],
      instantiateMs: median(times),
    };
  },

  judge({ kibibytes, compileMs, firstInstanceMs }) {
    const start = 'compiling and instantiating the module for the first time';
    return [
      atMost('goal', 'size of the module', kibibytes, 64, ' KiB'),
      atMost('goal', start, compileMs + firstInstanceMs, 2, ' ms'),
    ];
  },

  show({ kibibytes, compileMs, firstInstanceMs, instantiateMs }) {
    return (
      `The module: ${kibibytes.toFixed(1)} KiB, compiled for the first time in ${compileMs.toFixed(2)} ms, ` +
      `instantiated in ${instantiateMs.toFixed(2)} ms (first ${firstInstanceMs.toFixed(2)} ms)`
    );
  },
};
