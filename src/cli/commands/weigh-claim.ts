import type { JudgeAnswer, JudgedCandidate } from '../../judge/answer.ts';
import { listFirst } from '../../words/lists.ts';
import { round } from '../../words/numbers.ts';
import type { Claim } from '../claims.ts';
import { UsageError } from '../exit-codes.ts';

/** Whether a claim holds, and why it does not. */
interface Weighed {
  readonly holds: boolean;
  readonly why: string;
}

/**
 * Weighs a claim on the one candidate of an answer: to let it hold for any of several would be to choose one by these scores.
 *
 * @throws UsageError for an answer on several
 */
export function weighClaim(claim: Claim, answer: JudgeAnswer): Weighed {
  const { candidates, test } = answer;
  const others = candidates.filter(({ comparison }) => comparison !== null);
  const [only, ...rest] = others;
  if (only === undefined || rest.length > 0) {
    const names = listFirst(others.map(({ name }) => name));
    throw new UsageError(
      `--gate: expected one candidate besides the baseline ${test.baseline}, got ${others.length}: ${names}; --candidates names the one to ask about`,
    );
  }
  const holds = claim === 'better' ? only.gate?.better : only.gate?.notWorse;
  return { holds: holds === true, why: claim === 'better' ? sayVerdict(only) : sayHarm(only, test) };
}

function sayVerdict({ comparison }: JudgedCandidate): string {
  return (comparison?.sentence ?? '').replace(/\.$/, '');
}

function sayHarm(candidate: JudgedCandidate, { baseline, label, region }: JudgeAnswer['test']): string {
  const { name, gate, comparison, values } = candidate;
  const harm = gate?.harm ?? null;
  if (harm === null || region === null) return sayVerdict(candidate);
  if (harm <= region || comparison === null) {
    const missing = values.length - (comparison?.pairs ?? 0);
    return `${name} and ${baseline} have no score in common in ${missing} of ${values.length} pairs`;
  }
  return `${name} may be worse than ${baseline} by up to ${round(harm)} in ${label} (one-sided 95 % bound), and more than ${round(region)} matters`;
}
