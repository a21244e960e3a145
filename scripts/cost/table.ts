import { ITEMS, PLAN_DOLLARS, PRICES, priceAll, priceBeyond, type Usage } from './prices.ts';
import { listBounds, measureCrowd, runningAtMost, startedAtMost } from './scale.ts';
import { countLaneCalls, shareOut, TRIAL_CPU_MS, useComparisons, useSweeps } from './usage.ts';

interface Case {
  readonly name: string;
  readonly usage: Usage;
}

const LARGE = 40_000;
const SMALL = 80;
const MILLION = 1_000_000;

const CASES: readonly Case[] = [
  { name: `25 sweeps of ${write(LARGE)}`, usage: useSweeps(MILLION / LARGE, LARGE) },
  { name: `12,500 sweeps of ${SMALL}`, usage: useSweeps(MILLION / SMALL, SMALL) },
  { name: `12,500 comparisons of ${SMALL}`, usage: useComparisons(MILLION / SMALL, SMALL) },
];

const CROWD: readonly Case[] = [
  { name: 'as sweeps', usage: useSweeps(30 * MILLION, SMALL) },
  { name: 'as comparisons', usage: useComparisons(30 * MILLION, SMALL) },
];

/** The tables of `docs/deploy.md`, by their headings there. */
export function writeCosts(): Record<string, string> {
  return {
    'List prices': writePrices(),
    [`A million trials, each of ${TRIAL_CPU_MS.toFixed(1)} ms of CPU`]: writeTable(CASES),
    'A million people who each ask for 80 trials a day, for a month': writeTable(CROWD),
    'How a sweep is shared out': writeShares([SMALL, 2_000, LARGE]),
    'What bounds the scale': writeBounds(),
    'People who each ask for a sweep of 80 trials a day': writeCrowds([
      MILLION,
      10 * MILLION,
      1_000 * MILLION,
    ]),
  };
}

function writePrices(): string {
  const rows = ITEMS.map((item) => {
    const { what, dollars, per, included } = PRICES[item];
    return [what, `${dollars}${per === 1 ? '' : ` for ${write(per)}`}`, write(included)];
  });
  return align([['', '$', 'included in a month'], ...rows]);
}

function writeBounds(): string {
  const rows = listBounds(write).map(({ what, limit, uses, so }) => [what, write(limit), uses, so]);
  return align([['', 'limit', 'absum takes', 'so at most'], ...rows]);
}

function writeCrowds(crowds: readonly number[]): string {
  const share = (amount: number, most: number) => `${write(amount)} of ${write(most)}`;
  const rows = crowds.map((people) => {
    const { started, running, cores } = measureCrowd(people);
    return [write(people), share(started, startedAtMost), share(running, runningAtMost), write(cores)];
  });
  return align([['people', 'lanes started in a second', 'lanes at once', 'cores at work'], ...rows]);
}

function writeTable(cases: readonly Case[]): string {
  const heads = cases.flatMap(({ name }) => [name, '$']);
  const rows = ITEMS.map((item) => [
    PRICES[item].what,
    ...cases.flatMap(({ usage }) => [write(usage[item]), dollars(priceAll(item, usage[item]))]),
  ]);
  const sum = (usage: Usage, price: typeof priceAll) =>
    ITEMS.reduce((total, item) => total + price(item, usage[item]), 0);
  const all = cases.flatMap(({ usage }) => ['', dollars(sum(usage, priceAll))]);
  const bill = cases.flatMap(({ usage }) => ['', dollars(PLAN_DOLLARS + sum(usage, priceBeyond))]);
  return align([
    ['', ...heads],
    ...rows,
    ['sum', ...all],
    ['bill of a month: the plan, and what is beyond it', ...bill],
  ]);
}

function writeShares(sizes: readonly number[]): string {
  const rows = sizes.map((trials) => {
    const { pairs, lanes, steps, seconds } = shareOut(trials);
    const calls = countLaneCalls(pairs, lanes);
    return [trials, pairs, lanes, steps / lanes, calls, Math.ceil(seconds)].map(write);
  });
  return align([
    ['trials', 'pairs', 'lanes', 'steps of a lane', 'calls of a lane at most', 'seconds'],
    ...rows,
  ]);
}

function align([heads, ...rows]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rule = heads.map((_, i) => (i === 0 ? '---' : '---:'));
  return [heads, rule, ...rows].map(line).join('\n');
}

/** Three digits if it is small, else a whole number with separators. */
function write(amount: number): string {
  if (amount !== 0 && amount < 100) return String(Number(amount.toPrecision(3)));
  return Math.round(amount)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ',');
}

function dollars(amount: number): string {
  if (amount > 0 && amount < 0.005) return '<0.01';
  const [whole, cents] = amount.toFixed(2).split('.');
  return `${write(Number(whole))}.${cents}`;
}
