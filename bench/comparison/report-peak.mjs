// Preloaded by `node --import`: when the process ends, writes the most memory that it held, in bytes, to the file that
// ABSUM_BENCH_PEAK names. Linux starts `maxRSS` of a program at what its parent holds, so its own account is read there.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

const STATUS = '/proc/self/status';

if (isMainThread) {
  process.once('exit', () => {
    const kibibytes = existsSync(STATUS)
      ? Number(readFileSync(STATUS, 'utf8').match(/VmHWM:\s*(\d+) kB/)[1])
      : process.resourceUsage().maxRSS;
    writeFileSync(process.env.ABSUM_BENCH_PEAK, String(1024 * kibibytes));
  });
}
