import { Hono } from 'hono';
import { describe, expect, test } from 'vitest';
import { createApp } from '../../src/http/app.ts';
import { fused } from '../host.ts';
import { createFakeSweeps } from '../http/fake-sweeps.ts';

const outer = new Hono().route('/tools/absum', createApp({ engines: [fused] }));
const getJson = async (path: string) => (await outer.request(path)).json();

describe('the app under a path of another app', () => {
  test('points to its endpoints where they are', async () => {
    const { endpoints } = await getJson('/tools/absum');
    expect(endpoints).toMatchObject({ '/tools/absum': 'GET, HEAD', '/tools/absum/v1/compare': 'POST' });
    for (const [path, methods] of Object.entries(endpoints)) {
      const { status, headers } = await outer.request(path, { method: 'PATCH' });
      expect([path, status, headers.get('allow')]).toEqual([path, 405, methods]);
    }
  });

  test('names in /openapi.json the path that the others stand under', async () => {
    expect((await getJson('/tools/absum/openapi.json')).servers).toEqual([{ url: '/tools/absum' }]);
    const alone = await createApp({ engines: [fused] }).request('/openapi.json');
    expect((await alone.json()).servers).toEqual([{ url: '/' }]);
  });

  test('has the context of the host, which waits until work that was left has come to its end', async () => {
    const awaited: Promise<unknown>[] = [];
    const context = {
      waitUntil: (work: Promise<unknown>) => void awaited.push(work),
      passThroughOnException: () => {},
      props: {},
    };
    const headers = { 'content-type': 'application/json', accept: 'text/event-stream' };
    const body = JSON.stringify({ data: { dataset: 'diabetes' }, training: { epochs: 500 } });
    const init = { method: 'POST', headers, body };
    const response = await outer.request('/tools/absum/v1/compare', init, {}, context);
    expect(response.status).toBe(200);
    expect(awaited).toHaveLength(1);
    await response.body?.cancel();
    await awaited[0];
  });

  test('says where a sweep is, and starts and stops it though the client goes away', async () => {
    const { service } = createFakeSweeps();
    const host = new Hono().route('/tools/absum', createApp({ engines: [fused], sweeps: service }));
    const awaited: Promise<unknown>[] = [];
    const context = {
      waitUntil: (work: Promise<unknown>) => void awaited.push(work),
      passThroughOnException: () => {},
      props: {},
    };
    const headers = { 'content-type': 'application/json' };
    const init = { method: 'POST', headers, body: JSON.stringify({ data: { dataset: 'diabetes' } }) };
    const started = await host.request('/tools/absum/v1/sweeps', init, {}, context);
    const { id, links } = (await started.json()) as { id: string; links: Record<string, string> };
    const self = `/tools/absum/v1/sweeps/${id}`;
    expect(started.headers.get('location')).toBe(self);
    expect(links).toEqual({ self, events: `${self}/events`, report: `${self}/report` });
    const stopped = await host.request(self, { method: 'DELETE' }, {}, context);
    expect(await stopped.json()).toMatchObject({ state: 'stopped', links });
    expect(awaited).toHaveLength(2);
  });

  test('answers with its own problem documents', async () => {
    const response = await outer.request('/tools/absum/v1/compare', { method: 'POST', body: '{' });
    expect(response.headers.get('content-type')).toBe('application/problem+json');
  });
});
