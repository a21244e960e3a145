import type { Hono } from 'hono';
import { HttpError, respondWithProblem } from './problem.ts';

/** Answers requests for a known path that no route above has answered. */
export function refuseMethods(app: Hono): void {
  for (const [path, methods] of Object.entries(ENDPOINTS)) {
    app.all(toRoute(path), (c) => {
      c.header('allow', methods);
      return respondWithProblem(
        c,
        new HttpError('method-not-allowed', `expected ${methods}, got ${c.req.method.slice(0, 20)}`),
      );
    });
  }
}

/** The paths and the methods that they answer. */
export const ENDPOINTS = {
  '/': 'GET, HEAD',
  '/healthz': 'GET, HEAD',
  '/openapi.json': 'GET, HEAD',
  '/v1/datasets': 'GET, HEAD',
  '/v1/compare': 'POST',
  '/v1/plan': 'POST',
  '/v1/judge': 'POST',
  '/v1/check': 'POST',
  '/v1/predict': 'POST',
  '/v1/onnx': 'POST',
  '/v1/sweeps': 'POST',
  '/v1/sweeps/{id}': 'GET, HEAD, DELETE',
  '/v1/sweeps/{id}/events': 'GET, HEAD',
  '/v1/sweeps/{id}/report': 'GET, HEAD',
};

/** The path under which another app has mounted this one; `''` if none has. */
export function findBase(asked: string, path: keyof typeof ENDPOINTS): string {
  return asked.endsWith(path) ? asked.slice(0, -path.length) : asked;
}

export function joinPath(base: string, path: string): string {
  return path === '/' && base !== '' ? base : base + path;
}

/** A path as a message repeats it. */
export function describePath(path: string): string {
  return path.length <= 80 ? path : `${path.slice(0, 77)}...`;
}

/** A path as a router reads it. */
export function toRoute(path: string): string {
  return path.replace(/\{(\w+)\}/, ':$1');
}
