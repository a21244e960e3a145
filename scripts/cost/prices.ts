/** What Cloudflare counts, each in its own unit: single ones, milliseconds, GB of storage for a month, GB times seconds. */
export interface Usage {
  readonly requests: number;
  readonly cpuMs: number;
  readonly steps: number;
  readonly stepGbMonths: number;
  readonly objectRequests: number;
  readonly objectGbSeconds: number;
  readonly rowsWritten: number;
  readonly rowsRead: number;
  readonly objectGbMonths: number;
  readonly bucketWrites: number;
  readonly bucketReads: number;
  readonly bucketGbMonths: number;
}

interface Price {
  readonly what: string;
  /** Dollars for `per` units. */
  readonly dollars: number;
  readonly per: number;
  /** Units per month that the paid plan includes. */
  readonly included: number;
}

const MILLION = 1_000_000;

/** Dollars of the Workers Paid plan for a month. */
export const PLAN_DOLLARS = 5;

/** The list prices of the Workers Paid plan, read from August to October 2026; `docs/deploy.md` says on which pages. */
export const PRICES: Readonly<Record<keyof Usage, Price>> = {
  requests: { what: 'requests and workflows started', dollars: 0.3, per: MILLION, included: 10 * MILLION },
  cpuMs: { what: 'CPU, ms', dollars: 0.02, per: MILLION, included: 30 * MILLION },
  steps: { what: 'workflow steps', dollars: 0.8, per: 100_000, included: 500_000 },
  stepGbMonths: { what: 'workflow storage, GB-months', dollars: 0.2, per: 1, included: 1 },
  objectRequests: { what: 'object requests', dollars: 0.15, per: MILLION, included: MILLION },
  objectGbSeconds: { what: 'object duration, GB-s', dollars: 12.5, per: MILLION, included: 400_000 },
  rowsWritten: { what: 'rows written', dollars: 1, per: MILLION, included: 50 * MILLION },
  rowsRead: { what: 'rows read', dollars: 0.001, per: MILLION, included: 25_000 * MILLION },
  objectGbMonths: { what: 'object storage, GB-months', dollars: 0.2, per: 1, included: 5 },
  bucketWrites: { what: 'R2 class A operations', dollars: 4.5, per: MILLION, included: MILLION },
  bucketReads: { what: 'R2 class B operations', dollars: 0.36, per: MILLION, included: 10 * MILLION },
  bucketGbMonths: { what: 'R2 storage, GB-months', dollars: 0.015, per: 1, included: 10 },
};

export const ITEMS = Object.keys(PRICES) as (keyof Usage)[];

/** Dollars of one item, as if nothing were included. */
export function priceAll(item: keyof Usage, amount: number): number {
  return (amount * PRICES[item].dollars) / PRICES[item].per;
}

/** Dollars of one item beyond what a month includes. */
export function priceBeyond(item: keyof Usage, amount: number): number {
  return priceAll(item, Math.max(0, amount - PRICES[item].included));
}
