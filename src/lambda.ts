import { handle } from 'hono/aws-lambda';
import { createApp } from './http/app.ts';
import { createEngines } from './node-engines.ts';

const { API_KEYS: keys, CORS_ORIGINS: origins } = process.env;

/** The handler of a serverless function behind API Gateway v2 or a function URL. */
export const handler = handle(createApp({ engines: createEngines(), keys, origins }));
