import { sayLambda } from '../../words/lambdas.ts';
import { joinWords } from '../../words/lists.ts';
import { wholePercent } from '../../words/numbers.ts';
import { takeProximal } from '../findings/mend.ts';
import { HALF } from '../path.ts';
import { nameBaseline } from '../verdict/sentences.ts';
import { type Advised, countTested, reportOf, type Step } from './advised.ts';
import { describeLeast, sayCost } from './amounts.ts';
import { type Priced, priceLambdas } from './price.ts';
import { searchLambdas, trainAlone } from './run-again.ts';

/** Advice for one of the goals that want little of the network. */
interface SparseStep extends Step {
  readonly lambda: number | null;
}

type Report = Advised['lambdas'][number];

/** What a goal counts, and how it says so. */
interface Goal {
  /** How much of it is left at a lambda; less is sparser. Null if every trial diverged. */
  readonly count: (report: Report) => number | null;
  /** The share of it that must go, or there is nothing to speak of. */
  readonly least: number;
  /** "sets 88 % of the weights to zero". */
  readonly describe: (report: Report) => string;
  /** The subgradient cannot, but what can? */
  readonly without: string;
  /** What to do where no lambda makes anything sparser. */
  readonly none: string;
  readonly change: (recipe: Advised['recipe']) => Step['next'];
}

/** The sparsest lambda that is sure to cost less than `compare.tolerance`. */
export function adviseSize(advised: Advised): SparseStep {
  const { include } = advised.recipe.penalty;
  const parts = include === 'all' ? 'parameters' : 'weights';
  return adviseSparse(advised, {
    count: ({ weights: { zeros, count } }) => (zeros.mean === null ? null : count - zeros.mean),
    least: 0.1,
    describe: ({ weights: { zeros, count } }) =>
      zeros.mean === count
        ? `sets all ${parts} to zero`
        : `sets ${wholePercent((zeros.mean ?? 0) / count)} % of the ${parts} to zero`,
    without: 'The subgradient leaves no weight at exactly zero: the proximal method does.',
    none: `No lambda here sets as much as a tenth of the ${parts} to zero: larger ones do.`,
    change: (recipe) => (recipe.penalty.method === 'proximal' ? searchLambdas(recipe) : takeProximal(recipe)),
  });
}

/** The same for features that most pairs keep. */
export function adviseFeatures(advised: Advised): SparseStep {
  const { features } = reportOf(advised, advised.tried[0].lambda) ?? { features: [] };
  if (features.length < 2) return { lambda: null, sentence: 'There is only one feature.', next: null };
  const isGrouped = advised.recipe.penalty.groups !== null;
  return adviseSparse(advised, {
    count: (report) => (report.features.some(({ kept }) => kept === null) ? null : listKept(report).length),
    least: 0,
    describe: (report) => {
      const kept = listKept(report);
      if (kept.length === 0) return 'drops every feature';
      const dropped = features.map(({ name }) => name).filter((name) => !kept.includes(name));
      const which = kept.length > dropped.length ? `all but ${joinWords(dropped)}` : joinWords(kept);
      return `needs ${kept.length} of ${features.length} features (${which})`;
    },
    without: 'The subgradient drops no feature: the proximal method with penalty.groups "features" does.',
    none: isGrouped
      ? 'No lambda here drops a feature: larger ones do.'
      : 'No lambda here drops a feature: penalty.groups "features" is made for it.',
    change: (recipe) => (isGrouped ? searchLambdas(recipe) : takeProximal(recipe, { groups: 'features' })),
  });
}

/** The features that at least half of the pairs keep, as `path` counts them. */
function listKept({ features }: Report): string[] {
  return features.flatMap(({ name, kept }) => (kept === null || kept < HALF ? [] : [name]));
}

function adviseSparse(advised: Advised, goal: Goal): SparseStep {
  const { recipe, test, findings } = advised;
  if (recipe.penalty.method === 'subgradient') {
    return { lambda: null, sentence: goal.without, next: goal.change(recipe) };
  }
  if (countTested(advised) === 0) {
    const sentence = `What it costs was not tested${test.reason === undefined ? '' : `: ${test.reason}`}.`;
    return { lambda: null, sentence, next: findings.find(({ code }) => code === 'single-run')?.next ?? null };
  }
  const sparse = listSparse(advised, goal);
  if (sparse.length === 0) return { lambda: null, sentence: goal.none, next: goal.change(recipe) };
  const affordable = sparse.filter(({ bound }) => bound < recipe.compare.tolerance);
  if (affordable.length === 0) {
    return { lambda: null, sentence: describeDear(advised, goal, sparse), next: goal.change(recipe) };
  }
  // The fewest first, and of equals the largest lambda.
  const [{ report, bound }] = affordable.toSorted(
    (a, b) => a.left - b.left || b.report.lambda - a.report.lambda,
  );
  const { lambda } = report;
  return { lambda, sentence: describeTaken(advised, goal, report, bound), next: trainAlone(recipe, lambda) };
}

/** The lambdas that leave clearly less than the baseline does, and how much they leave. */
function listSparse(advised: Advised, { count, least }: Goal): (Priced & { readonly left: number })[] {
  const base = reportOf(advised, advised.test.baseline);
  const whole = (base && count(base)) ?? Infinity;
  return priceLambdas(advised).flatMap((priced) => {
    const left = count(priced.report);
    return left === null || left >= whole || left > (1 - least) * whole ? [] : [{ ...priced, left }];
  });
}

function describeTaken({ test }: Advised, { describe, count }: Goal, report: Report, bound: number): string {
  // A one-sided bound is surer of a gain than the verdict, which has the last word on gains.
  const gain = report.comparison?.verdict === 'better' ? `: it ${describeLeast(-bound, test.metric)}` : '';
  const cost = bound > 0 ? `costs at most ${sayCost(bound, test.metric)}` : `costs nothing${gain}`;
  const nothing =
    count(report) === 0
      ? ' Every row then gets the same answer, so the features may say nothing about the target.'
      : '';
  return (
    `Take lambda = ${sayLambda(report.lambda)}: it ${describe(report)} and ${cost}, ` +
    `compared with ${nameBaseline(test.baseline ?? 0)} (95 % sure).${nothing}`
  );
}

function describeDear({ test, recipe }: Advised, { describe }: Goal, sparse: readonly Priced[]): string {
  const { report, bound } = sparse.reduce((least, each) => (each.bound < least.bound ? each : least));
  const limit = sayCost(recipe.compare.tolerance, test.metric);
  return (
    `No lambda is sure to cost less than ${limit} (compare.tolerance): the cheapest, lambda = ${sayLambda(report.lambda)}, ` +
    `${describe(report)} and may cost up to ${sayCost(bound, test.metric)}.`
  );
}
