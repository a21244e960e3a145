import { globSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

const SPECIFIER = /(?:\bfrom |\bimport |\bimport\()['"](\.[^'"]+)['"]/g;

/**
 * Removes the declarations that no entry leads to: tsc writes one for every file that it reads, including the
 * internals of the tfjs engine, which would require an installation to have the types of tfjs.
 *
 * @param entries the files to keep, with everything that they import
 */
export function pruneDeclarations(folder: string, entries: Iterable<string>): void {
  const kept = new Set<string>();
  const keep = (file: string): void => {
    if (kept.has(file)) return;
    kept.add(file);
    for (const [, specifier] of readFileSync(file, 'utf8').matchAll(SPECIFIER)) {
      keep(join(dirname(file), specifier.replace(/\.ts$/, '.d.ts')));
    }
  };
  for (const entry of entries) keep(entry);
  for (const file of globSync(`${folder}/**/*.d.ts`)) if (!kept.has(file)) rmSync(file);
}
