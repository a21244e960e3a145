/** Writes the software bill of materials of what reaches a user, CycloneDX, to dist/sbom.json, and checks it. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { findBomFaults, selectComponents } from './supply/bill.ts';
import { listShipped } from './supply/shipped.ts';

const OUT = 'dist/sbom.json';

const shipped = listShipped();
// For all packages: `--omit dev` would also leave out what a development tool shares with the package.
const command = ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'];
const all = JSON.parse(execFileSync('npm', command, { encoding: 'utf8', maxBuffer: 2 ** 26 }));
const bill = selectComponents(all, shipped);
writeFileSync(OUT, `${JSON.stringify(bill, null, 1)}\n`);
const faults = findBomFaults(bill, shipped);
for (const fault of faults) console.error(`sbom: ${fault}`);
if (faults.length > 0) process.exitCode = 1;
else console.log(`${OUT}: ${bill.components.length} packages, CycloneDX ${bill.specVersion}`);
