/** What Node adds to the library: engines from files, a pool of threads, sweeps in a folder, and the server. */
import type { RunningServer, ServerOptions } from '../node/server.ts';
import type { NodeSweepOptions, NodeSweeps } from '../node/sweeps/sweeps.ts';

export { createEngines } from '../node/engines.ts';
export { createPool } from '../node/pool.ts';
export { openSqliteFile, type SqliteFile } from '../node/sqlite.ts';
export { FolderInUse, type Holder } from '../node/sweeps/lock.ts';
export type { NodeSweepOptions, NodeSweeps, RunningServer, ServerOptions };

/**
 * Serves the app on Node, and the page; resolves once it listens. Its code is loaded at the first call. Sweeps that an
 * earlier process left running in the folder are resumed.
 *
 * @throws Node's error for a port that is not available; AbsumError `misconfigured` for settings that cannot
 *   be read, and for a folder of sweeps that is in use or cannot be written to
 */
export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
  const { startServer: start } = await import('../node/server.ts');
  return start(options);
}

/**
 * Opens the sweeps of a folder and makes the folder if it is not there. What is on record is kept however the
 * process ends. Its code is loaded at the first call.
 *
 * @throws FolderInUse; AbsumError `misconfigured` for a folder that cannot be written to
 */
export async function openNodeSweeps(path: string, options: NodeSweepOptions): Promise<NodeSweeps> {
  const { openNodeSweeps: open } = await import('../node/sweeps/sweeps.ts');
  return open(path, options);
}
