/**
 * Runs the conformance suite against the packed package on every host at hand, and prints a table. Exits with
 * 1 if a case fails or a digest differs; a host that is not installed is skipped with its reason.
 */
import { BROWSERS } from './hosts/browsers.ts';
import { installPackage } from './hosts/consumer.ts';
import type { Finding, Host, Skip } from './hosts/host.ts';
import { PROGRAMS, WASMTIME } from './hosts/programs.ts';
import { WORKERD } from './hosts/workerd.ts';

const HOSTS: readonly Host[] = [...PROGRAMS, WORKERD, ...BROWSERS, WASMTIME];

const consumer = installPackage();
process.once('exit', () => consumer.remove());
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

console.log(`| Host | Compiler | Version | Suite | Time | Digest of the reports |`);
console.log('| --- | --- | --- | --- | --- | --- |');
for (const host of HOSTS) {
  const started = performance.now();
  const outcome = await host.try(consumer).catch((error: unknown) => ({
    version: '',
    cases: 0,
    failures: [String(error)],
    digest: null,
    judged: null,
    checked: null,
  }));
  print(host, outcome, (performance.now() - started) / 1000);
}

function print({ name, engine }: Host, outcome: Finding | Skip, seconds: number): void {
  if ('skipped' in outcome) {
    console.log(`| ${name} | ${engine} | | skipped: ${outcome.skipped} | | |`);
    return;
  }
  const { version, cases, digest, judged, checked } = outcome;
  const failures = [...outcome.failures];
  if (digest !== null && digest !== consumer.digest) failures.push(`the digest is not ${consumer.digest}`);
  if (judged !== null && judged !== consumer.judged)
    failures.push(`the answers of a judge have the digest ${judged}, not ${consumer.judged}`);
  if (checked !== null && checked !== consumer.checked)
    failures.push(`the answers of a check have the digest ${checked}, not ${consumer.checked}`);
  const passed = failures.length === 0 ? `${cases} passed` : `${failures.length} of ${cases} FAILED`;
  const shown = digest === null ? 'makes no report' : `\`${digest.slice(0, 16)}\``;
  console.log(`| ${name} | ${engine} | ${version} | ${passed} | ${seconds.toFixed(1)} s | ${shown} |`);
  for (const failure of failures) console.error(`${name}: ${failure}`);
  if (failures.length > 0) process.exitCode = 1;
}
