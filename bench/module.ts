import { readFileSync } from 'node:fs';
import { atMost, median, type Verdict } from './goals.ts';

const INSTANCES = 21;

export interface ModuleResult {
  readonly kibibytes: number;
  readonly compileMs: number;
  readonly instantiateMs: number;
  readonly verdicts: readonly Verdict[];
}

/** Size and start of the module; must run first, since V8 caches what it has compiled. */
export function runModuleBench(): ModuleResult {
  const bytes = readFileSync(new URL('../dist/absum.wasm', import.meta.url));
  const started = performance.now();
  const module = new WebAssembly.Module(bytes);
  const compileMs = performance.now() - started;
  const times = Array.from({ length: INSTANCES }, () => {
    const memory = new WebAssembly.Memory({ initial: 1 });
    const from = performance.now();
    new WebAssembly.Instance(module, { env: { memory } });
    return performance.now() - from;
  });
  const kibibytes = bytes.length / 1024;
  const instantiateMs = median(times);
  console.log(
    `\nThe module: ${kibibytes.toFixed(1)} KiB, compiled for the first time in ${compileMs.toFixed(2)} ms,` +
      ` instantiated in ${instantiateMs.toFixed(2)} ms (first ${times[0].toFixed(2)} ms)`,
  );
  const verdicts = [
    atMost('goal', 'size of the module', kibibytes, 64, ' KiB'),
    atMost(
      'goal',
      'compiling and instantiating the module for the first time',
      compileMs + times[0],
      2,
      ' ms',
    ),
  ];
  return { kibibytes, compileMs, instantiateMs, verdicts };
}
