import type { Counts } from '../../src/plan/cost/counts.ts';
import type { Draft } from './draw.ts';
import type { Measured } from './measure.ts';

/** A comparison, what it took, and the bytes that it was estimated to hold. */
export interface Judged {
  readonly draft: Draft;
  readonly engine: string;
  readonly counts: Counts;
  readonly bytes: number;
  readonly measured: Measured;
}

/** What is less is nobody's concern, measured or estimated. */
const LEAST_SECONDS = 0.05;
const LEAST_BYTES = 2 ** 20;

const BARS = { share: 0.95, low: 0.5, high: 2, most: 4 } as const;

/**
 * Prints how measured and estimated figures compare. A comparison whose trials ended early took less than its plan says,
 * so its ratio may be low, not high.
 *
 * @returns whether the bars are reached
 */
export function judge(name: string, all: readonly Judged[], estimate: (one: Judged) => number): boolean {
  console.log(`  ${name} (${all.length})`);
  const seconds = print('seconds', all, LEAST_SECONDS, (one) => [one.measured.seconds, estimate(one)]);
  const bytes = print('bytes', all, LEAST_BYTES, (one) => [one.measured.bytes, one.bytes]);
  return seconds && bytes;
}

function print(
  what: string,
  all: readonly Judged[],
  least: number,
  read: (one: Judged) => [measured: number, estimated: number],
): boolean {
  const ratios = all.map((one) => {
    const [measured, estimated] = read(one).map((value) => Math.max(least, value));
    const ratio = measured / estimated;
    return { one, ratio: what === 'seconds' && one.measured.endedEarly ? Math.max(1, ratio) : ratio };
  });
  const sorted = ratios.toSorted((a, b) => a.ratio - b.ratio);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))]?.ratio ?? Number.NaN;
  const inside = sorted.filter(({ ratio }) => ratio >= BARS.low && ratio <= BARS.high).length / sorted.length;
  const quantiles = [0, 0.05, 0.25, 0.5, 0.75, 0.95, 1].map((share) => at(share).toFixed(2)).join('  ');
  const passed = inside >= BARS.share && at(1) <= BARS.most;
  console.log(
    `    ${what.padEnd(8)} ${quantiles}   ${(100 * inside).toFixed(1)} % within ${BARS.low} to ${BARS.high}, ${passed ? 'passed' : 'MISSED'}`,
  );
  const odd = sorted.filter(({ ratio }) => ratio < BARS.low || ratio > BARS.high);
  for (const { one, ratio } of odd) console.log(`      ${ratio.toFixed(2)}  ${describe(one)}`);
  return passed;
}

function describe({ draft, engine, measured }: Judged): string {
  const { data, rest, ...design } = draft;
  return JSON.stringify({
    engine,
    seconds: Number(measured.seconds.toFixed(3)),
    mb: Math.round(measured.bytes / 1e5) / 10,
    ...data,
    ...design,
    lambdas: draft.lambdas.length,
    ...rest.network,
    loss: rest.loss,
    optimizer: rest.optimizer?.name,
    ...rest.training,
    ...rest.penalty,
  });
}
