import type { JudgeAnswer, JudgedCandidate } from '../../src/judge/answer.ts';
import { judgingScores } from '../../src/judge/judge.ts';
import type { JudgeInput } from '../../src/judge/request.ts';
import { openStream } from '../../src/random/random.ts';
import { finish } from '../../src/sliced.ts';

export function judgeNow(input: JudgeInput): JudgeAnswer {
  return finish(judgingScores(input));
}

/** Numbers about `middle`, the same for the same seed. */
export function draw(count: number, middle: number, sd: number, seed: number): number[] {
  const stream = openStream(seed, 'generator');
  return Array.from({ length: count }, () => middle + sd * stream.nextNormal());
}

/** The candidate of that name. */
export function candidateOf({ candidates }: JudgeAnswer, name: string): JudgedCandidate {
  const found = candidates.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no candidate ${name}`);
  return found;
}
