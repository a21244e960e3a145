import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

// Ledgers are read from the disk, since a request would wake what must wake by itself.

/**
 * How many trials the ledger of a sweep has on disk.
 *
 * @param folder where `wrangler dev` keeps its state
 */
export function countInObjects(folder: string, id: string): number {
  const objects = join(folder, 'v3', 'do', 'absum-Sweep');
  if (!existsSync(objects)) return 0;
  for (const name of readdirSync(objects).filter((file) => file.endsWith('.sqlite'))) {
    const count = countInFile(join(objects, name), id);
    if (count !== null) return count;
  }
  return 0;
}

/** The same for one file; null if it belongs to another sweep, or is not there. */
export function countInFile(path: string, id: string): number | null {
  if (!existsSync(path)) return null;
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    const found = database
      .prepare('SELECT (SELECT count(*) FROM trials) AS count FROM head WHERE id = ?')
      .get(id);
    return found === undefined ? null : Number(found.count);
  } catch {
    // An object without a sweep, or one that the worker is writing to.
    return null;
  } finally {
    database.close();
  }
}
