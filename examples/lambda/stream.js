import { createApp } from 'absum-l1/app';
import { createEngines } from 'absum-l1/node';
import { streamHandle } from 'hono/aws-lambda';

const { API_KEYS: keys, CORS_ORIGINS: origins } = process.env;

// The function's handler is `stream.handler`, behind a function URL with invoke mode RESPONSE_STREAM.
export const handler = streamHandle(createApp({ engines: createEngines(), keys, origins }));
