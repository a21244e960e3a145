// A thread that answers as a desk does, until a request for /end comes.
import { parentPort } from 'node:worker_threads';

parentPort.on('message', ({ kind, id, url }) => {
  if (kind === 'end') process.exit();
  if (kind === 'pull') parentPort.postMessage({ kind: 'done', id });
  if (kind !== 'ask' || url.endsWith('/silence')) return;
  if (url.endsWith('/end')) process.exit(1);
  parentPort.postMessage({ kind: 'head', id, status: 200, headers: [], hasBody: true });
});
parentPort.postMessage({ kind: 'open' });
