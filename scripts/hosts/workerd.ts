import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { basename, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Host, SuiteOutcome } from './host.ts';

const SCRIPT = `import * as absum from 'absum-l1';
import golden from './golden.json';
import { runSuite } from './suite.js';

export default { fetch: async () => Response.json(await runSuite(absum, golden)) };
`;

/** The configuration of a server with one worker, in the format of workerd. */
const configure = (port: number) => `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "suite", worker = .suite)],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "suite")],
);
const suite :Workerd.Worker = (
  modules = [
    (name = "worker.js", esModule = embed "worker.js"),
    (name = "absum.wasm", wasm = embed "absum.wasm"),
    (name = "absum-relaxed.wasm", wasm = embed "absum-relaxed.wasm"),
  ],
  compatibilityDate = "2026-11-01",
);
`;

const PATIENCE_MS = 60_000;

/** Cloudflare's runtime, which does not compile bytes: the library imports its module statically there. */
export const WORKERD: Host = {
  name: 'workerd',
  engine: 'V8',
  async try({ folder }) {
    await bundle(folder);
    const port = await findPort();
    writeFileSync(join(folder, 'config.capnp'), configure(port));
    const program = fileURLToPath(new URL('../../node_modules/.bin/workerd', import.meta.url));
    const server = spawn(program, ['serve', 'config.capnp'], { cwd: folder, stdio: 'inherit' });
    try {
      const response = await fetchWhenReady(`http://127.0.0.1:${port}/`);
      if (!response.ok) throw new Error(await response.text());
      const { version } = createRequire(import.meta.url)('workerd/package.json') as { version: string };
      return { version, ...((await response.json()) as SuiteOutcome) };
    } finally {
      const ended = once(server, 'exit');
      if (server.kill()) await ended;
    }
  },
};

async function bundle(folder: string): Promise<void> {
  await build({
    stdin: { contents: SCRIPT, resolveDir: folder },
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    conditions: ['workerd', 'worker'],
    mainFields: ['browser', 'module', 'main'],
    target: 'es2023',
    outfile: join(folder, 'worker.js'),
    logLevel: 'error',
    plugins: [
      {
        name: 'keep-wasm',
        setup({ onResolve }) {
          onResolve({ filter: /absum(?:-relaxed)?\.wasm$/ }, ({ path }) => ({
            path: `./${basename(path)}`,
            external: true,
          }));
        },
      },
    ],
  });
  for (const name of ['absum.wasm', 'absum-relaxed.wasm']) {
    copyFileSync(join(folder, 'node_modules/absum-l1/dist', name), join(folder, name));
  }
}

/** A port that is free now. */
async function findPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function fetchWhenReady(url: string): Promise<Response> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await fetch(url);
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await wait(100);
    }
  }
}
