import { parentPort } from 'node:worker_threads';
import { createEngines } from '../node/engines.ts';
import { type ServedPort, servePool } from '../pool/serve.ts';

/** The script of a thread of `createPool`. */
servePool(parentPort as unknown as ServedPort, createEngines());
