import { expect, test, vi } from 'vitest';
import event from '../../fixtures/api-gateway-v2-event.json' with { type: 'json' };
import { handler } from '../../src/entries/lambda.ts';
import { createKey } from '../../src/keys.ts';
import type { Report } from '../../src/report/schema.ts';
import { postCsv } from '../http/send.ts';

interface Answer {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: string;
  readonly isBase64Encoded: boolean;
}

async function invoke(changes: object = {}): Promise<Answer> {
  return (await handler({ ...event, ...changes } as unknown as Parameters<
    typeof handler
  >[0])) as unknown as Answer;
}

test('the Lambda handler answers an API Gateway v2 event with the report that HTTP gives', async () => {
  const { statusCode, headers, body, isBase64Encoded } = await invoke();
  expect(statusCode).toBe(200);
  expect(headers['content-type']).toBe('application/json');
  expect(isBase64Encoded).toBe(false);
  expect((JSON.parse(body) as Report).design).toMatchObject({ pairs: 2, trials: 4 });
  const overHttp = await postCsv(event.rawQueryString, atob(event.body));
  expect(body).toBe(await overHttp.text());
});

test('the Lambda handler answers wrong input with a problem document', async () => {
  const { statusCode, headers, body } = await invoke({ rawQueryString: 'target=z' });
  expect(statusCode).toBe(422);
  expect(headers['content-type']).toBe('application/problem+json');
  expect(body).toContain('"place":"target"');
});

test('the Lambda handler takes keys, origins and log from its environment', async () => {
  const { key, entry } = await createKey('lab');
  const given = { API_KEYS: entry, CORS_ORIGINS: 'https://a.test', LOG: 'requests' };
  for (const [name, value] of Object.entries(given)) vi.stubEnv(name, value);
  vi.resetModules();
  const lines: string[] = [];
  vi.spyOn(console, 'log').mockImplementation((line) => void lines.push(line));
  const { handler: guarded } = await import('../../src/entries/lambda.ts');
  const ask = async (headers: object) =>
    (await guarded({ ...event, headers: { ...event.headers, ...headers } } as never)) as unknown as Answer;
  expect(await ask({ origin: 'https://a.test' })).toMatchObject({
    statusCode: 401,
    headers: { 'access-control-allow-origin': 'https://a.test' },
  });
  expect((await ask({ authorization: `Bearer ${key}` })).statusCode).toBe(200);
  expect(lines.map((line) => JSON.parse(line).key)).toEqual([null, 'lab']);
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});
