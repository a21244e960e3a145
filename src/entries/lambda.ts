import { handle } from 'hono/aws-lambda';
import { createApp } from '../http/app.ts';
import { writeEntry } from '../http/log.ts';
import { createEngines } from '../node/engines.ts';

const { API_KEYS: keys, CORS_ORIGINS: origins, LOG } = process.env;
const log = LOG === 'requests' ? writeEntry : undefined;

/**
 * The handler of a serverless function behind API Gateway v2 or a function URL. The environment variables `API_KEYS`,
 * `CORS_ORIGINS` and `LOG` say what they say to the worker.
 */
export const handler = handle(createApp({ engines: createEngines(), keys, origins, log }));
