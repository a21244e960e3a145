import { mean } from '../../math/mean.ts';
import { sayMetric } from '../../recipe/metrics.ts';
import { joinWords } from '../../words/lists.ts';
import { round } from '../../words/numbers.ts';
import type { ScoredCandidate } from '../scores.ts';
import { type JudgeFinding, makeJudgeFinding } from './finding.ts';
import type { Seen } from './seen.ts';

/** What a name calls a repetition of the same thing: `seed=3`, `run 2`, `A_rep1`. */
const REPETITION =
  /(?:^|[\s_.,;:/()=-])(?:seed|random[\s_-]?state|rng|run|rep|repeat|repetition|trial)[\s_.:=#-]*\d+/gi;

/** Candidates that differ in nothing but the seed: an A/A comparison. */
export function findOnlyTheSeed({ settled: { scores }, test }: Seen): JudgeFinding | null {
  const alike = new Map<string, number[]>();
  for (const [i, candidate] of scores.candidates.entries()) {
    const key = forgetSeed(candidate);
    if (key === null) continue;
    alike.set(key, [...(alike.get(key) ?? []), i]);
  }
  const base = forgetSeed(scores.candidates[scores.baseline]);
  const same = base === null ? [] : (alike.get(base) ?? []);
  if (same.length < 2) return null;
  const means = same.flatMap((i) => {
    const values = scores.candidates[i].values.filter((value) => value !== null);
    return values.length === 0 ? [] : [mean(values)];
  });
  const floor = Math.max(...means) - Math.min(...means);
  const names = same.map((i) => scores.candidates[i].name);
  const message =
    `${joinWords(names)} differ in nothing but the seed, so what lies between them is chance: differences up to ${round(floor)} in ` +
    `${sayMetric(test.metric)} are your noise floor, and no change that gains less is to be kept for one run.`;
  return makeJudgeFinding('only-the-seed', names, { means, floor }, message);
}

/** A candidate less its seed; null where it names none. */
function forgetSeed({ name, settings }: ScoredCandidate): string | null {
  const rest = name.replace(REPETITION, ' ').replace(/\s+/g, ' ').trim();
  if (rest === name.replace(/\s+/g, ' ').trim()) return null;
  const set = [...(settings ?? [])].filter(([key]) => ` ${key}1`.replace(REPETITION, '').trim() !== '');
  return JSON.stringify([rest.toLowerCase(), set]);
}
