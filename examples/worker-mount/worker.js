import { createApp } from 'absum-l1/app';
import { Hono } from 'hono';

const app = new Hono();

app.get('/', (c) => c.text('A Worker of its own. Comparisons: POST /absum/v1/compare\n'));
// Whatever fails below /absum is answered by a problem document of absum.
app.route('/absum', createApp());
// Paths that nobody knows are this app's matter, those below /absum too.
app.notFound((c) => c.json({ error: `nothing answers at ${c.req.path}` }, 404));

export default app;
