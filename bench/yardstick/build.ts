import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../root.ts';

/** An earlier state of the project in a folder of its own, with its module built. */
export interface Yardstick {
  readonly commit: string;
  readonly folder: string;
  remove(): void;
}

/** Why there is no yardstick: outside a clone there is no history, and a shallow one may not reach back so far. */
export interface NoYardstick {
  readonly commit: string;
  readonly missing: string;
}

const ASC = join(ROOT, 'node_modules/assemblyscript/bin/asc.js');
/** What the fused engine needs: its host code travels with it, so that the records that both share may change. */
const TAKEN = ['assembly', 'src', 'asconfig.json', 'package.json'];

/** The commit that `bench/baseline` names. */
export function readBaseline(): string {
  return readFileSync(join(ROOT, 'bench/baseline'), 'utf8').trim();
}

/**
 * Takes the sources of a commit out of git's history and compiles their module by their own configuration.
 *
 * @throws Error with what the compiler said if the sources are there and do not compile
 */
export function buildYardstick(commit = readBaseline()): Yardstick | NoYardstick {
  if (!/^[0-9a-f]{40}$/.test(commit))
    throw new Error(`bench/baseline: expected a full commit, got "${commit}"`);
  if (!existsSync(join(ROOT, '.git'))) return { commit, missing: 'not in a clone' };
  const folder = mkdtempSync(join(tmpdir(), 'absum-yardstick-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    unpack(commit, folder);
  } catch {
    remove();
    return {
      commit,
      missing: `git gave no ${commit.slice(0, 12)}: the clone is shallow, or git or tar is missing`,
    };
  }
  try {
    const args = [ASC, 'assembly/index.ts', '--config', 'asconfig.json', '--target', 'release'];
    execFileSync(process.execPath, args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  } catch (error) {
    remove();
    throw error;
  }
  return { commit, folder, remove };
}

function unpack(commit: string, folder: string): void {
  const maxBuffer = 2 ** 28;
  const archive = execFileSync('git', ['-C', ROOT, 'archive', '--format=tar', commit, ...TAKEN], {
    stdio: ['ignore', 'pipe', 'ignore'],
    maxBuffer,
  });
  execFileSync('tar', ['-x', '-C', folder], { stdio: ['pipe', 'ignore', 'ignore'], input: archive });
}
