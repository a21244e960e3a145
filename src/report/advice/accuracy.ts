import { METRIC_KINDS } from '../../recipe/metrics.ts';
import { sayLambda } from '../../words/lambdas.ts';
import type { Comparison } from '../comparison.ts';
import { isMostlyDecline } from '../verdict/cautions.ts';
import { nameBaseline } from '../verdict/sentences.ts';
import { LEVEL } from '../verdict/test-design.ts';
import { type Advised, countTested, findVerdict, reportOf, type Step } from './advised.ts';
import { describeGain, sayAmount } from './amounts.ts';
import { countRowsNeeded } from './more-rows.ts';
import { doubtFeatures, stopEarlier, takeLinear } from './opponents.ts';
import { confirm, searchLambdas } from './run-again.ts';

/** Each says what to do if its case is at hand; the first one that does is the advice. */
const RULES: readonly ((advised: Advised) => Step | null)[] = [
  mendFirst,
  compareFirst,
  testFirst,
  doubtFeatures,
  takeLinear,
  stopEarlier,
  takeChoice,
  decideLater,
];

/** What to do for the best predictions. */
export function adviseAccuracy(advised: Advised): Step {
  for (const rule of RULES) {
    const step = rule(advised);
    if (step !== null) return step;
  }
  return keepBaseline(advised);
}

/** Figures of a constant target, or of a choice that diverged, say nothing. */
function mendFirst(advised: Advised): Step | null {
  const { findings, choice } = advised;
  const isLost = (reportOf(advised, choice.lambda)?.diverged.length ?? 1) > 0;
  const error = findings.find(({ code }) => code === 'constant-target' || (code === 'diverged' && isLost));
  if (error === undefined) return null;
  const why =
    error.code === 'diverged'
      ? 'training diverged, so its figures say little; a lower learning rate keeps it steady'
      : 'some networks were trained on a target of a single value, from which nothing can be learned';
  return { sentence: `Mend this first: ${why}.`, next: error.next };
}

function compareFirst({ test, lambdas, choice, recipe }: Advised): Step | null {
  if (test.baseline === null) {
    const { lambdas: asked } = recipe.penalty;
    const listed = asked === 'auto' ? [] : asked.filter((lambda) => lambda !== 0);
    const sentence = `Add lambda = 0, no penalty, to compare with: ${nameChoice(choice.lambda)} only has the best mean.`;
    const next = { penalty: { lambdas: [0, ...listed] }, compare: { baseline: 0 } };
    return { sentence, next };
  }
  if (lambdas.length > 1) return null;
  const sentence = `Add a lambda to compare with ${nameBaseline(test.baseline)}, which is the only one.`;
  return { sentence, next: searchLambdas(recipe) };
}

function testFirst(advised: Advised): Step | null {
  if (countTested(advised) > 0) return null;
  const { test, choice, findings } = advised;
  const { sentence } = advised.lambdas.find(({ comparison }) => comparison !== null)?.comparison ?? {};
  const why = test.reason === undefined ? `${sentence}` : `Nothing was tested: ${test.reason}.`;
  return {
    sentence: `${why} Until something is, use ${nameChoice(choice.lambda)}.`,
    next: findings.find(({ code }) => code === 'single-run')?.next ?? null,
  };
}

function takeChoice(advised: Advised): Step | null {
  const { choice, test, recipe } = advised;
  const comparison = findVerdict(advised, choice.lambda);
  if (choice.lambda === null || comparison?.verdict !== 'better') return null;
  const take = `Take ${nameChoice(choice.lambda)}`;
  const base = nameBaseline(test.baseline ?? 0);
  const next = confirm(recipe, choice.lambda);
  const { atBestEpoch } = comparison;
  if (atBestEpoch === null || !isMostlyDecline(comparison)) {
    return { sentence: `${take}: compared with ${base} it ${describeGain(comparison, test.metric)}.`, next };
  }
  const { epoch } = atBestEpoch;
  return {
    sentence:
      `${take} and stop at about epoch ${epoch} instead of ${recipe.training.epochs}: compared with ${base} stopped at its best, it ` +
      `${describeGain(atBestEpoch, test.metric)}.`,
    next: { ...next, training: { epochs: epoch } },
    epoch,
  };
}

/** A gain that more rows would confirm, or refute. */
function decideLater(advised: Advised): Step | null {
  const { test, rows, choice } = advised;
  const hope = findHope(advised);
  if (hope === null) return null;
  const { comparison, name } = hope;
  const use = `Use ${nameChoice(choice.lambda)}`;
  const amount = sayAmount(comparison, test.metric);
  if (Math.abs(comparison.difference ?? 0) <= (test.region ?? 0)) {
    return { sentence: `${use}: ${name} gains only ${amount}, too little to matter.`, next: null };
  }
  const doubt =
    comparison.pHolm !== null && comparison.pHolm < LEVEL
      ? 'some of the trainings diverged'
      : 'that cannot be told from chance';
  const needed = countRowsNeeded(comparison, rows);
  const more =
    needed === null
      ? ''
      : needed === 'far more'
        ? ` It would take far more rows than these ${rows} to show a gain of that size.`
        : ` About ${needed} rows, in place of ${rows}, would show a gain of that size, if it is real.`;
  return { sentence: `${use}: ${name} seems to gain ${amount}, but ${doubt}.${more}`, next: null };
}

/** The best gain that is undecided; null if there is none. */
function findHope({ nested, lambdas, test }: Advised): { comparison: Comparison; name: string } | null {
  const sign = METRIC_KINDS[test.metric].higherIsBetter ? -1 : 1;
  const lossOf = ({ difference }: Comparison) => sign * (difference ?? 0);
  const chosen = nested?.comparison;
  const judged =
    chosen && chosen.verdict !== 'not tested'
      ? [{ comparison: chosen, name: 'a lambda chosen by inner folds' }]
      : lambdas.flatMap(({ lambda, comparison }) =>
          comparison === null || lambda < 0 ? [] : [{ comparison, name: nameChoice(lambda) }],
        );
  const hopes = judged.filter(
    ({ comparison }) => comparison.verdict === 'undecided' && lossOf(comparison) < 0,
  );
  return hopes.reduce<(typeof hopes)[number] | null>(
    (best, hope) => (best === null || lossOf(hope.comparison) < lossOf(best.comparison) ? hope : best),
    null,
  );
}

function keepBaseline({ choice }: Advised): Step {
  return { sentence: `Use ${nameChoice(choice.lambda)}: nothing here predicts better.`, next: null };
}

function nameChoice(lambda: number | null): string {
  if (lambda === null) return 'no lambda';
  return lambda === 0 ? 'no penalty' : `lambda = ${sayLambda(lambda)}`;
}
