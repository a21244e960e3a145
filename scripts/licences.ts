/**
 * Lists every package that reaches a user with its version and licence, and where its code is bundled. Exits
 * with 1 if a licence is unknown or asks for more than notices.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { judgeLicences } from './supply/licence.ts';
import { listShipped, type ShippedPackage } from './supply/shipped.ts';

const shipped = listShipped();
for (const { name, version, license = 'unknown', bundledIn } of shipped) {
  const bundled = bundledIn.length > 0 ? `bundled in the ${bundledIn.join(' and the ')}` : '';
  console.log(`${`${name} ${version}`.padEnd(40)} ${license.padEnd(14)} ${bundled}`.trimEnd());
}
const faults = judgeLicences(shipped.map((found) => ({ ...found, installed: readInstalled(found) })));
for (const fault of faults) console.error(`licences: ${fault}`);
if (faults.length > 0) process.exitCode = 1;
else console.log(`\n${shipped.length} packages, every licence allowed`);

/** What the package says about itself; null if it is not installed, for instance one for another system. */
function readInstalled({ folder }: ShippedPackage): { version: string; license?: string } | null {
  const file = join(folder, 'package.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
}
