import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll } from 'vitest';
import { type RunningServer, startServer } from '../../../src/entries/node.ts';
import { engines } from '../../host.ts';
import { describeSweeps } from '../../sweeps/suite.ts';

/** The suite of sweeps, over a server with threads of its own and a folder. */

const folder = mkdtempSync(join(tmpdir(), 'absum-sweeps-'));
let server: RunningServer;
const open = async () => {
  server = await startServer({ port: 0, engines, workers: 1, sweeps: folder, page: false });
};
beforeAll(open);
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

describeSweeps({
  request: (path, init) => fetch(`http://127.0.0.1:${server.port}${path}`, init),
  async awaitRest() {
    // Whatever thread works, the processor time of the process shows it.
    for (;;) {
      const before = process.cpuUsage();
      await new Promise((resume) => setTimeout(resume, 100));
      const { user, system } = process.cpuUsage(before);
      if (user + system < 40_000) return;
    }
  },
  async listKept(id) {
    const isKept = (name: string) => existsSync(join(folder, id, `${name}.json`));
    return (['data', 'report'] as const).filter(isKept);
  },
  async letExpire(id) {
    await server.close();
    const ledger = new DatabaseSync(join(folder, id, 'ledger.sqlite'));
    ledger.exec('UPDATE head SET expires = 1');
    ledger.close();
    await open();
  },
});
