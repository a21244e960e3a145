import { expect, test } from 'vitest';
import event from '../../fixtures/api-gateway-v2-event.json' with { type: 'json' };
import type { Report } from '../../src/compare/report.ts';
import { handler } from '../../src/lambda.ts';
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
