import fc from 'fast-check';
import { expect } from 'vitest';
import { AbsumError } from '../../src/errors.ts';

/** Inputs for each target; `npm run fuzz` asks for more than a test run has time for. */
const ASKED = Number(process.env.FUZZ_RUNS ?? 0);
const SEED = Number(process.env.FUZZ_SEED ?? 20261125);
const MOST_MS = 1000;
/** What garbage the collector lets lie, less in the small heap of `npm run fuzz`: 2 KB of a leak each show there. */
const MOST_BYTES = (ASKED > 0 ? 256 : 512) * 2 ** 20;

/** So long that only a hang exceeds it: each input is judged by its own time. */
export const FUZZ_TIMEOUT = ASKED > 0 ? 3_600_000 : 60_000;

export interface FuzzOptions {
  /** Inputs of a test run. */
  readonly runs: number;
  /** At least this share of the inputs must be accepted, and of the others refused, or little was tried. */
  readonly leastShare?: number;
}

/**
 * Tries a call on many inputs. It may refuse one by an AbsumError that names a place; anything else that it throws, a
 * second of processor time (which others on the machine have no say in), and memory that grows without end are faults.
 *
 * @param call returns whether it accepted the input; what is accepted it checks itself
 */
export async function fuzz<Input>(
  name: string,
  inputs: fc.Arbitrary<Input>,
  call: (input: Input) => boolean | Promise<boolean>,
  { runs, leastShare = 0.02 }: FuzzOptions,
): Promise<void> {
  const numRuns = ASKED || runs;
  const counts = { accepted: 0, refused: 0, slowestMs: 0 };
  const before = process.memoryUsage().rss;
  const started = performance.now();
  let most = before;
  const property = fc.asyncProperty(inputs, async (input) => {
    const start = process.cpuUsage();
    if (await isAccepted(() => call(input))) counts.accepted += 1;
    else counts.refused += 1;
    const { user, system } = process.cpuUsage(start);
    const ms = (user + system) / 1000;
    counts.slowestMs = Math.max(counts.slowestMs, ms);
    expect(ms, 'milliseconds of processor time').toBeLessThan(MOST_MS);
    if ((counts.accepted + counts.refused) % 100 === 0) most = Math.max(most, process.memoryUsage().rss);
  });
  // What was thrown says more than the shrunk input alone; to shrink a slow one takes minutes.
  await fc.assert(property, { numRuns, seed: SEED, endOnFailure: ASKED > 0 });
  const seconds = (performance.now() - started) / 1000;
  if (ASKED > 0) {
    const { accepted, refused, slowestMs } = counts;
    console.log(
      `${name}: ${numRuns} inputs in ${seconds.toFixed(1)} s, ${accepted} accepted, ${refused} refused, ` +
        `the slowest took ${slowestMs.toFixed(0)} ms, memory grew by ${((most - before) / 2 ** 20).toFixed(0)} MiB`,
    );
  }
  expect(most - before, 'bytes of memory').toBeLessThan(MOST_BYTES);
  expect(Math.min(counts.accepted, counts.refused || numRuns)).toBeGreaterThanOrEqual(leastShare * numRuns);
}

async function isAccepted(call: () => boolean | Promise<boolean>): Promise<boolean> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof AbsumError && error.issues.length > 0) return false;
    throw error;
  }
}
