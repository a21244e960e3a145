import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Writes the worker's settings without their build, which many starts need not repeat. The file lies beside
 * the original, since its paths are relative to that folder.
 */
export function writeBuiltConfig(root: string): { readonly path: string; remove(): void } {
  const settings = readFileSync(join(root, 'wrangler.toml'), 'utf8');
  const built = settings.replace(/^\[build\]\n(?:[^[\n].*\n)*/m, '');
  if (built === settings) throw new Error('wrangler.toml has no [build] to leave out');
  const path = join(root, `.wrangler-built-${process.pid}.toml`);
  writeFileSync(path, built);
  return { path, remove: () => rmSync(path, { force: true }) };
}
