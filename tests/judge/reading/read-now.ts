import { readingScores } from '../../../src/judge/reading/read-scores.ts';
import type { JudgeInput } from '../../../src/judge/request.ts';
import { parseJudgeRequest } from '../../../src/judge/request.ts';
import type { Scores } from '../../../src/judge/scores.ts';
import { finish } from '../../../src/sliced.ts';

/** Reads the scores of a request at once. */
export function readNow(input: unknown): Scores {
  return finish(readingScores(parseJudgeRequest(input)));
}

/** Reads a CSV text, given as its lines. */
export function readLines(lines: readonly string[], more: Omit<JudgeInput, 'data'> = {}): Scores {
  return readNow({ ...more, data: { csv: lines.join('\n') } });
}

/** The values of each candidate by name. */
export function valuesOf({ candidates }: Scores): Record<string, readonly (number | null)[]> {
  return Object.fromEntries(candidates.map(({ name, values }) => [name, values]));
}

/** The names of the pairs. */
export function pairsOf({ pairs }: Scores): string[] {
  return pairs.map(({ name }) => name);
}
