import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../command-line.ts';

/** Files that may hold a table. */
const TABLE_FILE = /\.(?:csv|tsv|txt)(?:\.gz)?$/i;

/**
 * The files in folders, and in the folders inside them, that may hold a table; sorted by path. A file may stand for itself.
 *
 * @throws UsageError for what is not there
 */
export function listFiles(paths: readonly string[]): string[] {
  return paths.flatMap((path) => {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found === undefined) throw new UsageError(`${path}: there is no such folder or file`);
    if (!found.isDirectory()) return [path];
    const entries = readdirSync(path, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile() && TABLE_FILE.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
  });
}
