import { enableCompileCache } from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Has Node keep what it compiles of the command line, so that the next start need not compile it again. It is kept where
 * the user's programs keep such things, and not in Node's own place below the folder for temporary files, which others
 * could make first. Node tells by a digest whether what it kept is of the same file, of the same Node; it does without where
 * it cannot write, and where `NODE_DISABLE_COMPILE_CACHE` is set.
 */
export function keepCompiled({ XDG_CACHE_HOME, NODE_COMPILE_CACHE }: NodeJS.ProcessEnv): void {
  const place = NODE_COMPILE_CACHE || (XDG_CACHE_HOME ? join(XDG_CACHE_HOME, 'absum') : findOwnPlace());
  if (place !== null) enableCompileCache(place);
}

function findOwnPlace(): string | null {
  try {
    return join(homedir(), '.cache', 'absum');
  } catch {
    // A user whom the system does not know, as in some containers, has no home.
    return null;
  }
}
