// A program that does one comparison by the built package and prints the report: what `end-to-end.ts` times.
import { existsSync, readFileSync } from 'node:fs';
import { compare } from '../dist/index.js';
import { createEngines } from '../dist/node.js';

const report = await compare(JSON.parse(process.argv[2]), { engines: createEngines() });
console.log(JSON.stringify({ report, peakBytes: readPeakBytes() }));

/** The most memory that this process held. Linux starts `maxRSS` of a program at what its parent holds. */
function readPeakBytes() {
  const status = '/proc/self/status';
  if (existsSync(status)) return 1024 * Number(readFileSync(status, 'utf8').match(/VmHWM:\s*(\d+) kB/)[1]);
  return 1024 * process.resourceUsage().maxRSS;
}
