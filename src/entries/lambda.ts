import { handle } from 'hono/aws-lambda';
import { buildApp } from '../http/app.ts';
import { openOrClose } from '../http/closed-app.ts';
import { writeEntry } from '../http/log.ts';
import { readHostSettings } from '../http/settings.ts';
import { createEngines } from '../node/engines.ts';

const { API_KEYS, CORS_ORIGINS, LOG } = process.env;

const app = openOrClose(() => {
  const { app: settings, log } = readHostSettings({ API_KEYS, CORS_ORIGINS, LOG });
  return buildApp({
    ...settings,
    engines: createEngines(),
    log: log === 'requests' ? writeEntry : undefined,
  });
});

/**
 * The handler of a serverless function behind API Gateway v2 or a function URL. The environment variables
 * `API_KEYS`, `CORS_ORIGINS` and `LOG` mean the same as for the worker.
 */
export const handler = handle(app);
