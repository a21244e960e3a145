import { FUSED_COSTS, HOST_SECONDS, TFJS_COSTS } from '../../src/costs.ts';
import type { Counts, Term } from '../../src/plan/cost/counts.ts';
import type { Prices } from './fit.ts';

const TABLES = { fused: FUSED_COSTS.seconds, tfjs: TFJS_COSTS.seconds, host: HOST_SECONDS } as const;

/** The prices as they stand. */
export function readPrices(): Map<string, number> {
  return new Map(
    Object.entries(TABLES).flatMap(([table, seconds]) =>
      Object.entries(seconds).map(([term, price]): [string, number] => [`${table}.${term}`, price]),
    ),
  );
}

/** The name of a term's price for an engine. */
export function nameTerm(engine: string, term: Term): string {
  return term in HOST_SECONDS ? `host.${term}` : `${engine}.${term}`;
}

interface Counted {
  readonly engine: string;
  readonly counts: Counts;
}

/** The seconds of what is counted, term by term. */
function priceTerms(prices: Prices, { engine, counts }: Counted): [string, number][] {
  return (Object.entries(counts) as [Term, number][]).map(([term, count]) => {
    const name = nameTerm(engine, term);
    return [name, count * (prices.get(name) ?? Number.NaN)];
  });
}

export function estimateBy(prices: Prices, counted: Counted): number {
  return priceTerms(prices, counted).reduce((sum, [, seconds]) => sum + seconds, 0);
}

/** Prints the prices as `src/costs.ts` has them, each with its share of all the time, and its largest in a comparison. */
export function printPrices(prices: Prices, all: readonly Counted[]): void {
  const shares = new Map<string, { sum: number; most: number }>();
  for (const counted of all) {
    const total = estimateBy(prices, counted);
    for (const [name, seconds] of priceTerms(prices, counted)) {
      const share = shares.get(name) ?? { sum: 0, most: 0 };
      share.sum += seconds / total / all.length;
      share.most = Math.max(share.most, seconds / total);
      shares.set(name, share);
    }
  }
  for (const [table, terms] of Object.entries(TABLES)) {
    console.log(`  ${table}: {`);
    for (const term of Object.keys(terms)) {
      const name = `${table}.${term}`;
      const { sum, most } = shares.get(name) ?? { sum: 0, most: 0 };
      const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
      console.log(
        `    ${`${term}: ${(prices.get(name) as number).toExponential(1)},`.padEnd(28)}// ${percent(sum)}, at most ${percent(most)}`,
      );
    }
    console.log('  },');
  }
}
