import type { Engine } from '../../src/engines/engine.ts';
import { planComparison } from '../../src/plan/plan.ts';
import { DEFAULT_LIMITS } from '../../src/recipe/limits.ts';
import { parseRecipe } from '../../src/recipe/parse.ts';
import type { RecipeInput } from '../../src/recipe/schema.ts';
import { preparePair } from '../../src/training/rows.ts';
import { atMost } from '../goals.ts';
import type { Part } from '../part.ts';
import { loadBuilt, loadEngines } from '../peers/absum.ts';
import { Clock, clockEngine } from '../shares/clock.ts';
import { median } from '../statistics.ts';

type Compare = typeof import('../../src/entries/index.ts').compare;

/** All else by default in both: 20 pairs, and nine lambdas that a search finds. */
const RECIPES = {
  default: { data: { dataset: 'diabetes' } },
  thorough: { data: { dataset: 'diabetes' }, network: { hidden: [64, 32] }, training: { epochs: 100 } },
} as const satisfies Record<string, RecipeInput>;
type Kind = keyof typeof RECIPES;
const TITLES: Record<Kind, string> = {
  default: 'a default comparison of diabetes (32 units, 40 epochs)',
  thorough: 'one with 64-32 units and 100 epochs',
};
const KINDS = Object.keys(RECIPES) as Kind[];
const DROPOUT = 0.2;
const ROUNDS = 9;

/** The seconds that a comparison spends on each kind of work. */
interface Shares {
  readonly training: number;
  readonly evaluation: number;
  readonly preparation: number;
  readonly json: number;
  readonly rest: number;
}

const WORDS: Record<keyof Shares, string> = {
  training: 'training steps',
  evaluation: 'evaluation',
  preparation: 'reading, splitting, encoding and placing the data',
  json: 'JSON.stringify of the report',
  rest: 'rest: orders of the rows, first weights, report, pauses for others',
};
const NAMES = Object.keys(WORDS) as (keyof Shares)[];

interface SharesFigures {
  readonly rounds: number;
  readonly comparisons: Readonly<Record<Kind, ComparisonShares>>;
}

interface ComparisonShares {
  readonly seconds: number;
  /** Of the whole, by name. */
  readonly shares: Shares;
  /** Share of the training that dropout takes when it is on. */
  readonly dropout: number;
}

/** Where the time of comparisons goes. */
export const shares: Part<SharesFigures> = {
  name: 'shares',

  async measure({ isQuick }) {
    const rounds = isQuick ? 1 : ROUNDS;
    const { compare } = await loadBuilt();
    const [engine] = await loadEngines();
    const measured: Partial<Record<Kind, ComparisonShares>> = {};
    for (const kind of KINDS) measured[kind] = await measureShares(engine, compare, RECIPES[kind], rounds);
    return { rounds, comparisons: measured as Record<Kind, ComparisonShares> };
  },

  judge({ comparisons }) {
    const { shares } = comparisons.thorough;
    const outside = NAMES.filter((name) => name !== 'training');
    const largest = outside.reduce((a, b) => (shares[a] >= shares[b] ? a : b));
    const what = `largest share outside training (${WORDS[largest]}) of ${TITLES.thorough}`;
    const evaluation = (kind: Kind) => 100 * comparisons[kind].shares.evaluation;
    return [
      atMost('floor', `evaluation's share of ${TITLES.thorough}`, evaluation('thorough'), 12, ' %'),
      atMost('goal', `evaluation's share of ${TITLES.default}`, evaluation('default'), 12, ' %'),
      atMost('goal', what, 100 * shares[largest], 10, ' %'),
    ];
  },

  show({ rounds, comparisons }) {
    const line = (what: string, share: number) => `  ${what.padEnd(68)}${percent(share)}`;
    return KINDS.flatMap((kind) => {
      const { seconds, shares, dropout } = comparisons[kind];
      return [
        `Where the ${(1000 * seconds).toFixed(0)} ms of ${TITLES[kind]} go (fused; median of ${rounds})`,
        ...NAMES.map((name) => line(WORDS[name], shares[name])),
        line(`of the training with dropout ${DROPOUT} on, dropout`, dropout),
      ];
    }).join('\n');
  },
};

async function measureShares(
  engine: Engine,
  compare: Compare,
  recipe: RecipeInput,
  rounds: number,
): Promise<ComparisonShares> {
  const runs: Shares[] = [];
  const withDropout: number[] = [];
  const dropping = { ...recipe, network: { ...recipe.network, dropout: DROPOUT } };
  await timeComparison(engine, compare, recipe);
  for (let round = 0; round < rounds; round++) {
    runs.push(await timeComparison(engine, compare, recipe));
    withDropout.push((await timeComparison(engine, compare, dropping)).training);
  }
  const medians = mapShares((name) => median(runs.map((run) => run[name])));
  const seconds = NAMES.reduce((sum, name) => sum + medians[name], 0);
  return {
    seconds,
    shares: mapShares((name) => medians[name] / seconds),
    dropout: 1 - medians.training / median(withDropout),
  };
}

function mapShares(read: (name: keyof Shares) => number): Shares {
  return Object.fromEntries(NAMES.map((name) => [name, read(name)])) as unknown as Shares;
}

async function timeComparison(engine: Engine, compare: Compare, recipe: RecipeInput): Promise<Shares> {
  const clock = new Clock();
  const started = performance.now();
  const report = await compare(recipe, { engines: [clockEngine(engine, clock)] });
  const compared = performance.now() - started;
  const json = time(() => JSON.stringify(report));
  const { training, evaluation, placing } = clock.spent;
  const preparation = placing + (await timePreparation(engine, recipe));
  const rest = Math.max(0, compared - training - evaluation - preparation);
  return {
    training: training / 1000,
    evaluation: evaluation / 1000,
    preparation: preparation / 1000,
    json: json / 1000,
    rest: rest / 1000,
  };
}

/** Milliseconds of what the comparison does outside the engine and can be repeated separately. */
async function timePreparation(engine: Engine, input: RecipeInput): Promise<number> {
  const started = performance.now();
  const recipe = parseRecipe(input);
  const { dataset, pairs } = await planComparison(recipe, [engine], DEFAULT_LIMITS);
  for (const pair of pairs) preparePair(dataset, pair, recipe);
  return performance.now() - started;
}

function time(work: () => unknown): number {
  const started = performance.now();
  work();
  return performance.now() - started;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1).padStart(5)} %`;
}
