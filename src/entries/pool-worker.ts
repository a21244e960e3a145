import { parentPort } from 'node:worker_threads';
import { createEngines } from '../node/engines.ts';
import { type ServedPort, servePool } from '../pool/serve.ts';
import { workOnTexts } from '../sweeps/pair-texts.ts';

/** The script of a thread of `createPool`. */
if (parentPort === null)
  throw new Error('expected to run in a thread of createPool, got a process of its own');
const thread = parentPort;
const port: ServedPort = { onmessage: null, postMessage: (message) => thread.postMessage(message) };
servePool(port, createEngines(), workOnTexts);
thread.on('message', (data) => port.onmessage?.({ data }));
