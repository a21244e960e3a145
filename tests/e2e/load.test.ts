import { afterAll, beforeAll, expect, test } from 'vitest';
import { findFreePort, type Inspector, openInspector } from '../../scripts/load/inspector.ts';
import { judgeLoad } from '../../scripts/load/judge.ts';
import { measureMemory } from '../../scripts/load/memory.ts';
import { runLoad } from '../../scripts/load/run-load.ts';
import { prepareWork } from '../../scripts/load/work.ts';
import { type RunningWorker, startWorker } from '../../scripts/start-worker.ts';

let worker: RunningWorker;
let inspector: Inspector;
beforeAll(async () => {
  const inspectorPort = await findFreePort();
  worker = await startWorker(undefined, {}, { inspectorPort });
  inspector = await openInspector(inspectorPort);
});
afterAll(async () => {
  inspector?.close();
  await worker?.stop();
});

// `npm run load` measures how fast it answers and how much memory it takes: both depend on the machine.
test('a worker under load gives every answer right, and fails for nobody', async () => {
  const work = await prepareWork();
  const measure = () => measureMemory(worker.processGroup, inspector);
  const figures = await runLoad(worker, measure, work, { clients: 8, seconds: 5 });
  expect(figures.faults).toEqual([]);
  const [answers, healthy, memory] = judgeLoad(figures, 0);
  expect(answers).toMatchObject({ isMet: true });
  expect(answers.line).toMatch(/\d+ reports/);
  expect(healthy.line).toMatch(/^[1-9]\d* x \/healthz/);
  expect(memory.line).toMatch(/memory: [1-9]\d* MiB idle/);
});
