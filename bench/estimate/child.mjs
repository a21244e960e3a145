// A program that runs one comparison by the built package and prints what it took: what `measure.ts` starts, with
// `--expose-gc`. The recipe comes by standard input.
import { text } from 'node:stream/consumers';
import { compare } from '../../dist/index.js';
import { createEngines } from '../../dist/node.js';

/** Moments at which what is alive is counted, after a collection whose time does not count. */
const MOST_SAMPLES = 12;

/** The memories of WebAssembly that somebody holds. */
const memories = new Set();
const watch = (kind, note) =>
  new Proxy(kind, {
    construct(target, given) {
      const made = Reflect.construct(target, given);
      note(made);
      return made;
    },
  });
const keep = (memory) => memories.add(new WeakRef(memory));
WebAssembly.Memory = watch(WebAssembly.Memory, keep);
// tfjs exports a memory of its own.
WebAssembly.Instance = watch(WebAssembly.Instance, ({ exports }) => {
  for (const value of Object.values(exports)) if (value instanceof WebAssembly.Memory) keep(value);
});

const engines = createEngines();
const recipe = JSON.parse(await text(process.stdin));
const limits = Object.fromEntries(
  ['cells', 'trials', 'assignments', 'included', 'bytes', 'seconds'].map((name) => [
    name,
    Number.POSITIVE_INFINITY,
  ]),
);
// As on a host that has served others: the code is loaded, and V8 has seen it.
collect();
const idle = countBytes();
const small = { data: { dataset: 'friedman1', rows: 60 }, split: { folds: 2 }, training: { epochs: 3 } };
const both = { ...small, penalty: { lambdas: [0, 0.01] }, engine: recipe.engine };
for (let i = 0; i < 3; i++) await compare(both, { engines, limits });

let peak = 0;
let spentOnSamples = 0;
let events = 0;
let next = 1;
let samples = 0;
collect();
const started = process.cpuUsage();
const report = await compare(recipe, {
  engines,
  limits,
  onProgress() {
    events += 1;
    if (events < next || samples >= MOST_SAMPLES) return;
    next = Math.ceil(events * 1.7);
    samples += 1;
    const before = process.cpuUsage();
    collect();
    peak = Math.max(peak, countBytes() - idle);
    spentOnSamples += add(process.cpuUsage(before));
  },
});
const seconds = (add(process.cpuUsage(started)) - spentOnSamples) / 1e6;
collect();
peak = Math.max(peak, countBytes() - idle);
console.log(
  JSON.stringify({ seconds, bytes: peak, steps: report.cost.steps, searched: report.grid?.trials ?? 0 }),
);
process.exit();

/** Twice: what a buffer held is freed while V8 sweeps, which the second one awaits. */
function collect() {
  gc();
  gc();
}

function add({ user, system }) {
  return user + system;
}

/** Bytes of buffers, and of the memories of WebAssembly. */
function countBytes() {
  let bytes = process.memoryUsage().arrayBuffers;
  for (const memory of memories) bytes += memory.deref()?.buffer.byteLength ?? 0;
  return bytes;
}
