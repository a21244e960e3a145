/** What Node adds to the library: engines from files, a pool of threads, and the server. */
export { createEngines } from '../node/engines.ts';
export { createPool } from '../node/pool.ts';
export { type RunningServer, type ServerOptions, startServer } from '../node/server.ts';
