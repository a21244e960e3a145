import type { LambdaEvent } from 'hono/aws-lambda';
import { expectTypeOf, test } from 'vitest';
import type { handler } from '../../src/entries/lambda.ts';

declare const handle: typeof handler;
declare const event: Extract<LambdaEvent, { readonly rawPath: string }>;

test('a serverless function has a handler of an event, which answers a status and a body', async () => {
  const answer = await handle(event);
  expectTypeOf(answer.statusCode).toEqualTypeOf<number>();
  expectTypeOf(answer.body).toEqualTypeOf<string>();
  // @ts-expect-error a request is no event
  handle(new Request('http://localhost/'));
  // @ts-expect-error a handler answers by a promise
  handle(event).statusCode;
});
