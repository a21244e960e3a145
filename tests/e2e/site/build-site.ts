import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../commands.ts';

/** What `npm run site` builds, in a folder of the test's own. */
export interface BuiltSite {
  readonly site: string;
  readonly oneFile: string;
  /** What the build printed. */
  readonly printed: string;
  remove(): void;
}

/** Builds the site from the page that `npm run build` has built. */
export async function buildSite(): Promise<BuiltSite> {
  const out = mkdtempSync(join(tmpdir(), 'absum-site-'));
  const { stdout } = await promisify(execFile)(process.execPath, ['scripts/site.ts', '--out', out], {
    cwd: ROOT,
  });
  return {
    site: join(out, 'site'),
    oneFile: join(out, 'absum.html'),
    printed: stdout,
    remove: () => rmSync(out, { recursive: true }),
  };
}
