/**
 * Comparing in Web Workers, or in workers of any other host: a pool on one side, workers that serve it on the
 * other.
 */
import { loadModule, loadRelaxed } from '#absum-module';
import type { Engine } from '../engines/engine.ts';
import { createFusedEngine } from '../engines/fused/engine.ts';
import { type ServedPort, servePool as servePoolWith } from '../pool/serve.ts';

export type { Executor } from '../compare/executor.ts';
export type { Pool } from '../pool/pool.ts';
export { createWebPool } from '../pool/web-pool.ts';
export type { ServedPort };

/**
 * Makes a worker serve a pool: call it once in its script, with the object by which it posts and receives
 * messages (`self`).
 *
 * @param engines by default the fused one, whose module comes with the library
 */
export function servePool(
  port: ServedPort,
  engines: readonly Engine[] | Promise<readonly Engine[]> = [createFusedEngine(loadModule, loadRelaxed)],
): void {
  servePoolWith(port, engines);
}
