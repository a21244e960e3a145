/**
 * Asks the registry for known vulnerabilities of what reaches a user. Exits with 1 if there is one that
 * docs/security.md does not explain. If the registry gives no answer, nothing is known; this is printed and
 * is not a failure.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { judgeAudit } from './supply/advisories.ts';
import { listShipped } from './supply/shipped.ts';

const EXPLAINED = 'docs/security.md';
const SECONDS = 60;

const command = ['audit', '--json', '--package-lock-only', '--fetch-retries=0', '--fetch-timeout=20000'];
const { stdout } = spawnSync('npm', command, {
  encoding: 'utf8',
  timeout: SECONDS * 1000,
  maxBuffer: 2 ** 26,
});
const explained = existsSync(EXPLAINED) ? readFileSync(EXPLAINED, 'utf8') : '';
const { answer, faults } = judgeAudit(stdout ?? '', listShipped(), explained);
console.log(answer);
for (const fault of faults) console.error(`audit: ${fault}`);
if (faults.length > 0) process.exitCode = 1;
