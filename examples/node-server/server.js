import { serve } from '@hono/node-server';
import { createApp } from 'absum-l1/app';
import { createEngines } from 'absum-l1/node';
import { Hono } from 'hono';

const app = new Hono();

app.get('/', (c) => c.text('A server of its own. Comparisons: POST /absum/v1/compare\n'));
app.route('/absum', createApp({ engines: createEngines() }));

const port = Number(process.env.PORT ?? 8787);
const server = serve({ fetch: app.fetch, port, hostname: '127.0.0.1' }, (address) => {
  console.log(`Listening on http://127.0.0.1:${address.port}`);
});
server.once('error', ({ message }) => {
  console.error(`Cannot listen on port ${port}: ${message}`);
  process.exit(1);
});

function stop() {
  console.log('Stopping once the requests under way are answered; again to stop at once');
  server.close();
  // Clients keep connections open for more requests; with this they end as soon as they are idle.
  setInterval(() => server.closeIdleConnections(), 100).unref();
}
// Once each: the second Ctrl-C finds no handler and ends the process.
process.once('SIGINT', stop);
process.once('SIGTERM', stop);
