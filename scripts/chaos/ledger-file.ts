import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/**
 * How many trials the ledger of a sweep has on disk. It is read from the disk, since a request would wake
 * what must wake by itself.
 *
 * @param folder where `wrangler dev` keeps its state
 */
export function countRecorded(folder: string, id: string): number {
  const objects = join(folder, 'v3', 'do', 'absum-Sweep');
  if (!existsSync(objects)) return 0;
  for (const name of readdirSync(objects).filter((file) => file.endsWith('.sqlite'))) {
    const count = readCount(join(objects, name), id);
    if (count !== null) return count;
  }
  return 0;
}

/** Null if the file belongs to another sweep. */
function readCount(path: string, id: string): number | null {
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
