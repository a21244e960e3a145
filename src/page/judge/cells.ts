import type { JudgeAnswer, JudgedCandidate } from '../../judge/answer.ts';
import { formatFigure, formatNumber, wholePercent } from '../../words/numbers.ts';
import { createMeanText, showDifference } from '../answer/lambda-cells.ts';

// The table of candidates, and what is said of each, as texts.

/** A column of the table: its heading, what stands in the cell, and below it in smaller type. */
interface Column {
  readonly name: string;
  readonly title: string;
  readonly show: (candidate: JudgedCandidate) => string;
  readonly showBelow?: (candidate: JudgedCandidate) => string;
  readonly isWord?: boolean;
}

export function listColumns({ candidates, test }: JudgeAnswer): readonly Column[] {
  const showMean = createMeanText(candidates.flatMap(({ se }) => se ?? []));
  return [
    {
      ...{ name: 'verdict', title: 'better, worse, equivalent or undecided', isWord: true },
      show: ({ comparison }) => comparison?.verdict ?? 'baseline',
    },
    {
      name: `${test.label} \u00b1 SE`,
      title: 'mean over the pairs, with the standard error of this one mean',
      show: showMean,
    },
    {
      name: 'difference (interval)',
      title: 'candidate minus baseline on the same pairs',
      show: (candidate) => showDifference(candidate).difference,
      showBelow: (candidate) => showDifference(candidate).interval,
    },
    {
      name: 'p',
      title: 'two-sided, adjusted for the number of candidates',
      show: ({ comparison }) => formatNumber(comparison?.pHolm, 2),
    },
    {
      name: 'better / same / worse',
      title: 'probability that the true difference is better, too small to matter, or worse',
      show: ({ comparison }) => showProbability(comparison),
    },
  ];
}

function showProbability(comparison: JudgedCandidate['comparison']): string {
  const { probability = null } = comparison ?? {};
  if (probability === null) return formatNumber(null);
  const { better, equivalent, worse } = probability;
  return `${[better, equivalent, worse].map(wholePercent).join(' / ')} %`;
}

/** Whether a candidate may take the baseline's place, in a sentence; null for the baseline itself. */
export function sayGate(
  { name, gate, comparison }: JudgedCandidate,
  { baseline, region, pairs: all }: JudgeAnswer['test'],
): string | null {
  if (gate === null) return null;
  const { harm, notWorse } = gate;
  const pairs = comparison?.pairs ?? all;
  if (harm === null)
    return `Not known to be safe: how much worse ${name} may be than ${baseline} cannot be told.`;
  const amount = harm <= 0 ? 'at all' : `by more than ${formatFigure(harm)}`;
  const bound = `${name} is not worse than ${baseline} ${amount} (95 %, one-sided)`;
  if (notWorse) {
    const inside = region === null ? '' : `, and up to ${formatFigure(region)} makes no practical difference`;
    return `Safe to ship: ${bound}${inside}.`;
  }
  // Where it failed in a pair, what the other pairs say is not all that there is.
  if (pairs < all) return `Not known to be safe: ${bound} where both have a score, but some pairs lack one.`;
  const beyond =
    region === null ? '' : `, more than the ${formatFigure(region)} that makes no practical difference`;
  return `Not known to be safe: ${name} may be worse than ${baseline} by ${formatFigure(harm)} (95 %, one-sided)${beyond}.`;
}

/** The candidates of which more is said: those that matter most first, the baseline left out. */
export function rankCandidates({ candidates, choice }: JudgeAnswer): readonly JudgedCandidate[] {
  const others = candidates.filter(({ comparison }) => comparison !== null);
  const hope = ({ name, comparison }: JudgedCandidate) =>
    name === choice ? 2 : (comparison?.probability?.better ?? -1);
  return others.toSorted((a, b) => hope(b) - hope(a));
}
