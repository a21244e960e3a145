import type { JudgeAnswer, JudgedCandidate } from '../../../src/judge/answer.ts';
import type { Judgement } from '../../../src/report/comparison.ts';

/** Answers of a judge, with figures made by hand. */

interface Asked {
  readonly scores: Readonly<Record<string, readonly (number | null)[]>>;
  readonly verdicts?: Readonly<Record<string, Judgement['verdict']>>;
  readonly direction?: 'lower' | 'higher';
  readonly baseline?: string;
  readonly region?: number | null;
}

function findMean(values: readonly (number | null)[]): number | null {
  const sum = values.reduce<number | null>((a, b) => (a === null || b === null ? null : a + b), 0);
  return sum === null || values.length === 0 ? null : sum / values.length;
}

function judgeOne(difference: number | null, pairs: number, verdict: Judgement['verdict']): Judgement {
  const half = 0.02;
  return {
    difference,
    relative: null,
    interval: difference === null ? null : [difference - half, difference + half],
    level: difference === null ? null : 0.975,
    basis: difference === null ? null : 'pairs',
    ...{ pairs, t: 2.5, df: pairs - 1, p: 0.03, pHolm: 0.06 },
    probability: difference === null ? null : { better: 0.7, equivalent: 0.2, worse: 0.1 },
    ...{ detectable: 0.03, detectableAtBest: null, verdict },
    sentence: `it is ${verdict}`,
  };
}

export function makeAnswer({
  scores,
  verdicts = {},
  direction = 'higher',
  baseline = Object.keys(scores)[0],
  region = 0.01,
}: Asked): JudgeAnswer {
  const pairs = scores[baseline].length;
  const baselineMean = findMean(scores[baseline]);
  const candidates = Object.entries(scores).map(([name, values]): JudgedCandidate => {
    const mean = findMean(values);
    const difference = mean === null || baselineMean === null ? null : mean - baselineMean;
    const verdict = verdicts[name] ?? (difference === null ? 'not tested' : 'undecided');
    return {
      ...{ name, mean, sd: mean === null ? null : 0.02, se: mean === null ? null : 0.01 },
      values: [...values],
      ...(mean === null && { reason: 'a pair has no score' }),
      comparison: name === baseline ? null : judgeOne(difference, pairs, verdict),
      gate: name === baseline ? null : { better: verdict === 'better', notWorse: false, harm: 0.015 },
      more: null,
    };
  });
  return {
    headline: 'Nothing is sure.',
    advice: ['Take more seeds.'],
    test: {
      ...{ metric: 'accuracy', label: 'accuracy', direction, scale: 'metric', baseline, baselineMean },
      ...{ name: 'row and training test', observations: pairs, pairs, clusters: 0, clusteredBy: 'rows' },
      ...{ testOverTrain: 0.25, region },
    },
    design: {
      pairs: Array.from({ length: pairs }, (_, i) => `seed ${i}`),
      ...{ repeats: pairs, split: 'resampled', trainingRows: null, validationRows: null, isAssumed: true },
    },
    candidates,
    choice: baseline,
    findings: [],
    reading: { form: 'wide', columns: {}, notes: [] },
    version: '0.0.0',
  };
}

export const PLAIN = makeAnswer({
  scores: {
    ridge: [0.8, 0.82, 0.79, 0.81, 0.83],
    lasso: [0.84, 0.85, 0.83, 0.86, 0.85],
    'a forest of very many trees, max_depth=12, min_samples_leaf=3': [0.79, 0.83, 0.8, 0.8, 0.82],
    broken: [0.7, null, 0.72, 0.69, 0.7],
    bad: [0.72, 0.7, 0.71, 0.73, 0.7],
  },
  verdicts: { lasso: 'better', bad: 'worse' },
});

/** As many candidates as a search over settings has. */
export const MANY = makeAnswer({
  scores: Object.fromEntries(
    Array.from({ length: 70 }, (_, i) => [`lr=${i}`, [0, 1, 2].map((k) => 0.5 + i / 1000 + k / 100)]),
  ),
  direction: 'higher',
});
