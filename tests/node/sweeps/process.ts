import { readFileSync } from 'node:fs';
import { createFusedEngine } from '../../../src/engines/fused/engine.ts';
import { openNodeSweeps } from '../../../src/node/sweeps/sweeps.ts';

/**
 * A process that works in a folder until it is killed: on the sweep in its second argument, if there is one. Run
 * by Node itself, so it has the fused engine alone.
 */

const [, , folder, id, input] = process.argv;
const module = readFileSync(new URL('../../../dist/absum.wasm', import.meta.url));
const engines = [createFusedEngine(new WebAssembly.Module(module))];
const sweeps = await openNodeSweeps(folder, {
  engines,
  onFault(fault) {
    throw fault;
  },
});
sweeps.tellUrl('http://127.0.0.1:4321');
if (id !== undefined) await sweeps.start(id, JSON.parse(input));
process.stdout.write('open\n');
setInterval(() => {}, 1000);
