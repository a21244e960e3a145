/**
 * Bundles the worker as `wrangler deploy` would and holds its size to the limit: all that is uploaded,
 * compressed with gzip.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const LIMIT_KIB = 400;

const folder = mkdtempSync(join(tmpdir(), 'absum-size-'));
const output = execFileSync('wrangler', ['deploy', '--dry-run', '--outdir', folder], { encoding: 'utf8' });
rmSync(folder, { recursive: true });
const [, size] = output.match(/gzip: ([\d.]+) KiB/) ?? [];
if (size === undefined) throw new Error(`wrangler printed no size:\n${output}`);
console.log(`worker: ${size} KiB gzip, limit ${LIMIT_KIB} KiB`);
if (Number(size) > LIMIT_KIB) process.exitCode = 1;
