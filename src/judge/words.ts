import type { Metric } from '../recipe/metrics.ts';
import type { Judgement, TestOn } from '../report/comparison.ts';
import { groupVerdicts, isSignificant, sayChance } from '../report/verdict/sentences.ts';
import type { JudgedCandidate } from './answer.ts';

/** What a candidate came to, beside the baseline. */
export interface Compared {
  readonly name: string;
  readonly judgement: Judgement;
}

/** The answer in one sentence. */
export function writeHeadline(
  compared: readonly Compared[],
  choice: string,
  test: TestOn<Metric>,
  base: string,
): string {
  const [first, ...others] = compared;
  const chosen = compared.find(({ name }) => name === choice);
  if (chosen !== undefined) return chosen.judgement.sentence;
  const tested = compared.filter(({ judgement }) => judgement.verdict !== 'not tested');
  if (others.length === 0 || tested.length === 0) return first.judgement.sentence;
  const isUnclear = tested.every(
    ({ judgement }) => judgement.verdict === 'undecided' && !isSignificant(judgement),
  );
  if (isUnclear) {
    return sayChance(
      'Nothing here',
      base,
      tested.map(({ judgement }) => judgement),
      test,
    );
  }
  const parts = groupVerdicts(compared.map(({ name, judgement }) => ({ name, comparison: judgement })));
  return `None is better than ${base} (${parts.join('; ')}).`;
}

/** What to do, the most useful first. */
export function advise(candidates: readonly JudgedCandidate[], choice: string, base: string): string[] {
  const others = candidates.filter(({ comparison }) => comparison !== null);
  const having = (verdict: Judgement['verdict']) =>
    others.filter(({ comparison }) => comparison?.verdict === verdict);
  const equivalent = having('equivalent');
  const undecided = having('undecided');
  const take = choice === base ? `Keep ${base}: nothing is judged better.` : `Take ${choice}.`;
  const isUntested = others.every(({ comparison }) => comparison?.verdict === 'not tested');
  return [
    isUntested ? `Nothing can be concluded yet: keep ${base} until it can.` : take,
    ...(equivalent.length > 0
      ? [`${equivalent[0].name} makes no practical difference: take it where it is cheaper or simpler.`]
      : []),
    ...(undecided.length > 0 && choice === base
      ? [findClosest(undecided)?.more?.sentence ?? ''].filter((sentence) => sentence !== '')
      : []),
  ];
}

/** The undecided one of which most can be hoped. */
function findClosest(undecided: readonly JudgedCandidate[]): JudgedCandidate | undefined {
  const hope = ({ comparison }: JudgedCandidate) => comparison?.probability?.better ?? 0;
  return undecided.reduce<JudgedCandidate | undefined>(
    (best, each) => (best === undefined || hope(each) > hope(best) ? each : best),
    undefined,
  );
}
