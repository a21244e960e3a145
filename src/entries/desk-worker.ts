import { parentPort, workerData } from 'node:worker_threads';
import type { Log } from '../http/log.ts';
import { buildDesk } from '../http/tasks/desk.ts';
import type { DeskSettings } from '../node/desk/protocol.ts';
import { serveDesk } from '../node/desk/serve-desk.ts';
import { openWorkshop } from '../node/workshop.ts';

/** The script of the thread that does the work of a server. */
if (parentPort === null) throw new Error('expected to run in a thread of a server, got a process of its own');
const thread = parentPort;
const { settings, options }: DeskSettings = workerData;
const log: Log = (entry) => thread.postMessage({ kind: 'log', entry });
await serveDesk(thread, async () => {
  const workshop = await openWorkshop(settings, options, log);
  return { ...workshop, fetch: buildDesk({ ...settings, ...workshop.parts }, log) };
});
