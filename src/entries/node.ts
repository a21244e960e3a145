/** What Node adds to the library: engines from files, a pool of threads, sweeps in a folder, and the server. */
export { createEngines } from '../node/engines.ts';
export { createPool } from '../node/pool.ts';
export { type RunningServer, type ServerOptions, startServer } from '../node/server.ts';
export { openSqliteFile, type SqliteFile } from '../node/sqlite.ts';
export { FolderInUse, type Holder } from '../node/sweeps/lock.ts';
export { type NodeSweepOptions, type NodeSweeps, openNodeSweeps } from '../node/sweeps/sweeps.ts';
