import type { Task } from '../../data/target.ts';
import { sayLambda } from '../../words/lambdas.ts';
import { round } from '../../words/numbers.ts';
import { nameReference } from '../../words/references.ts';
import type { Comparison, Test } from '../comparison.ts';
import type { Finding } from '../findings/finding.ts';
import type { Choice, Nested, Reference } from '../schema.ts';
import { weighReferences } from './contest.ts';
import { describeDifference, isSignificant, type Verdict } from './sentences.ts';

/** A gain of which less than this is left at the best epochs is mostly the baseline's decline. */
const MOSTLY = 0.5;

/** What is left of a lambda's gain with each stopped at its best epoch, as a share; null if nothing is better. */
export function measureKeptGain({ verdict, difference, relative, atBestEpoch }: Comparison): number | null {
  if (verdict !== 'better' || atBestEpoch === null) return null;
  const [end, best] =
    relative === null || atBestEpoch.relative === null
      ? [difference, atBestEpoch.difference]
      : [relative, atBestEpoch.relative];
  return end === null || end === 0 || best === null ? null : best / end;
}

/** Whether what a lambda gains is mostly what training past its best costs the baseline. */
export function isMostlyDecline(comparison: Comparison): boolean {
  const kept = measureKeptGain(comparison);
  return kept !== null && kept < MOSTLY;
}

/** What a headline is qualified by. */
interface Qualified {
  readonly verdicts: readonly Verdict[];
  readonly choice: Choice;
  readonly test: Test;
  readonly nested: Nested | null;
  readonly references: readonly Reference[];
  readonly findings: readonly Pick<Finding, 'severity' | 'message'>[];
  readonly task: Task;
}

/** Qualifies an answer. */
export function addCautions(answer: string, qualified: Qualified): string {
  const { verdicts, choice, test, nested, references, findings, task } = qualified;
  const isTested = nested?.comparison && nested.comparison.verdict !== 'not tested';
  const gain = isTested ? nested.comparison : findChosen(verdicts, choice)?.comparison;
  const { mean, linear } = cautionReferences(references, test.metric, task);
  const network = [
    mean,
    // Nothing more is to be said of a gain where nothing is predicted.
    mean === null ? cautionCollapse(verdicts, choice, nested) : null,
    mean === null && !isTested ? cautionStopping(verdicts, choice, test) : null,
    linear,
  ];
  const said = [
    answer,
    ...join(network, gain?.verdict === 'better'),
    ...join([cautionError(findings)], true),
  ];
  return said.join(' ');
}

/** Each as a sentence; after praise, the first begins with "But". */
function join(cautions: readonly (string | null)[], isPraised: boolean): string[] {
  return cautions
    .filter((caution) => caution !== null)
    .map((caution, i) =>
      i === 0 && isPraised ? `But ${caution}.` : `${caution.charAt(0).toUpperCase()}${caution.slice(1)}.`,
    );
}

/** What the references say of the chosen network. */
export function cautionReferences(
  references: readonly Reference[],
  metric: Test['metric'],
  task: Task,
): { readonly mean: string | null; readonly linear: string | null } {
  const { mean, linear } = weighReferences(references, metric);
  return {
    mean: mean && `the network is ${MEAN[mean]} than predicting the ${nameReference('mean', task)}`,
    linear: linear && LINEAR[linear],
  };
}

const MEAN = { worse: 'worse', 'no better': 'judged no better' } as const;
const LINEAR = {
  better: 'a linear model is better',
  equivalent: 'a linear model does as well',
  undecided: 'a linear model may do as well',
} as const;

/** What a gain is worth where hardly anything is predicted. */
export function cautionCollapse(
  verdicts: readonly Verdict[],
  choice: Choice,
  nested: Nested | null,
): string | null {
  const caution = 'its predictions are almost constant';
  const collapsed = new Set(verdicts.filter((each) => each.collapsed).map(({ lambda }) => lambda));
  const verdict = nested?.comparison?.verdict ?? 'not tested';
  if (nested !== null && verdict !== 'not tested') {
    const often = nested.choices.filter(({ lambda }) => lambda !== null && collapsed.has(lambda)).length;
    return verdict === 'better' && 2 * often > nested.choices.length ? caution : null;
  }
  const chosen = findChosen(verdicts, choice);
  return chosen?.comparison?.verdict === 'better' && chosen.collapsed ? caution : null;
}

/** An error found stands beside the answer, which says little with it: the first clause of the most pressing one. */
export function cautionError([worst]: readonly Pick<Finding, 'severity' | 'message'>[]): string | null {
  if (worst?.severity !== 'error') return null;
  const [clause] = worst.message.split(/[:;]/);
  return clause.charAt(0).toLowerCase() + clause.slice(1);
}

/** What is to be added where the best epochs tell another story than the end. */
export function cautionStopping(verdicts: readonly Verdict[], choice: Choice, test: Test): string | null {
  const chosen = findChosen(verdicts, choice)?.comparison;
  if (chosen?.verdict === 'better') return describeKept(chosen, test);
  const better = verdicts.flatMap(({ lambda, comparison }) =>
    lambda >= 0 && comparison?.atBestEpoch?.verdict === 'better'
      ? [{ lambda, found: comparison.atBestEpoch }]
      : [],
  );
  if (better.length === 0) return null;
  const size = ({ found }: (typeof better)[number]) => Math.abs(found.difference ?? 0);
  const { lambda, found } = better.reduce((best, each) => (size(each) > size(best) ? each : best));
  return `with each stopped at its best epoch, lambda = ${sayLambda(lambda)} ${describeDifference(found, test)} and is better`;
}

function describeKept(comparison: Comparison, test: Test): string | null {
  const { atBestEpoch } = comparison;
  const start = 'with each stopped at its best epoch, it';
  switch (atBestEpoch?.verdict) {
    case 'better': {
      if (!isMostlyDecline(comparison)) return null;
      const { relative, difference } = atBestEpoch;
      const gain =
        relative === null ? round(Math.abs(difference ?? 0)) : `${round(100 * Math.abs(relative))} %`;
      return `most of that is the baseline's decline, which was trained past its best: ${start} gains ${gain}`;
    }
    case 'worse':
      return `${start} ${describeDifference(atBestEpoch, test)} and is worse`;
    case 'equivalent':
      return `${start} makes no practical difference`;
    case 'undecided': {
      const what = isSignificant(atBestEpoch)
        ? 'which is real, but perhaps too small to matter'
        : 'which cannot be told from chance';
      return `${start} ${describeDifference(atBestEpoch, test)}, ${what}`;
    }
    default:
      return null;
  }
}

function findChosen(verdicts: readonly Verdict[], choice: Choice): Verdict | undefined {
  return verdicts.find(({ lambda }) => lambda === choice.lambda);
}
