import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Writes the worker's settings without their build, which need not be done for each of many starts. The file stands beside
 * the one that it is made from, since paths in it are meant from there.
 */
export function writeBuiltConfig(root: string): { readonly path: string; remove(): void } {
  const settings = readFileSync(join(root, 'wrangler.toml'), 'utf8');
  const built = settings.replace(/^\[build\]\n(?:[^[\n].*\n)*/m, '');
  if (built === settings) throw new Error('wrangler.toml has no [build] to leave out');
  const path = join(root, `.wrangler-built-${process.pid}.toml`);
  writeFileSync(path, built);
  return { path, remove: () => rmSync(path, { force: true }) };
}
