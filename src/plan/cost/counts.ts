import { type EngineCosts, type EngineTerm, HOST_SECONDS, type HostTerm } from '../../costs.ts';

export type Term = EngineTerm | HostTerm;

/** How many there are of each term; of those not named, none. */
export type Counts = Readonly<Partial<Record<Term, number>>>;

/** Adds counts up, each taken some times. */
export function addUp(parts: readonly (readonly [times: number, Counts])[]): Counts {
  const sum: Partial<Record<Term, number>> = {};
  for (const [times, counts] of parts) {
    for (const term of Object.keys(counts) as Term[]) {
      sum[term] = (sum[term] ?? 0) + times * (counts[term] ?? 0);
    }
  }
  return sum;
}

/** The seconds of what is counted. */
export function price(counts: Counts, { seconds }: EngineCosts): number {
  const prices: Readonly<Record<Term, number>> = { ...HOST_SECONDS, ...seconds };
  let sum = 0;
  for (const term of Object.keys(counts) as Term[]) sum += (counts[term] ?? 0) * prices[term];
  return sum;
}
