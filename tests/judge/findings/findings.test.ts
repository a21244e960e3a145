import { describe, expect, it } from 'vitest';
import { JUDGE_FINDING_CODES, type JudgeFindingCode } from '../../../src/judge/findings/finding.ts';
import { judgingRead } from '../../../src/judge/judge.ts';
import type { ScoredCandidate, Scores } from '../../../src/judge/scores.ts';
import { finish } from '../../../src/sliced.ts';
import { draw } from '../samples.ts';

const BASE = draw(10, 0.9, 0.01, 1);
const NOISE = draw(10, 0.9, 0.01, 2);

interface Given extends Partial<Omit<Scores, 'candidates' | 'split' | 'facts' | 'metric'>> {
  readonly candidates?: readonly (readonly [
    string,
    readonly (number | null)[],
    ReadonlyMap<string, string>?,
  ])[];
  readonly split?: Partial<Omit<Scores['split'], 'folds'>> & { readonly folds?: number | undefined };
  readonly facts?: Partial<Scores['facts']>;
  readonly metric?: string;
  readonly direction?: 'lower' | 'higher';
}

/** Scores of two candidates that nothing is to be said of, changed. */
function make({
  candidates,
  split,
  facts,
  metric = 'accuracy',
  direction = 'higher',
  ...rest
}: Given): Scores {
  const scored = (
    candidates ?? [
      ['old', BASE],
      ['new', NOISE],
    ]
  ).map(([name, values, settings]): ScoredCandidate => ({ name, values, ...(settings && { settings }) }));
  const count = scored[0].values.length;
  const { folds = undefined, ...given } = { folds: 5, ...split };
  return {
    metric: {
      name: metric,
      label: metric,
      higherIsBetter: direction === 'higher',
      isError: direction === 'lower',
    },
    candidates: scored,
    baseline: 0,
    pairs: Array.from({ length: count }, (_, i) => ({
      name: folds === undefined ? `seed ${i + 1}` : `repeat ${Math.floor(i / folds)}, fold ${i % folds}`,
      repeat: folds === undefined ? i : Math.floor(i / folds),
      fold: folds === undefined ? 0 : i % folds,
    })),
    split: {
      ...(folds !== undefined && { folds }),
      repeats: 2,
      unit: 'pair',
      kind: 'resampled',
      trainingRows: null,
      validationRows: null,
      testOverTrain: 0.25,
      ...given,
    },
    rows: null,
    facts: { repeated: 0, mostRepeated: 1, failed: 0, dropped: 0, isCountedOff: false, ...facts },
    reading: { form: 'wide', columns: {}, notes: [] },
    ...rest,
  };
}
const answerOf = (given: Given) => finish(judgingRead(make(given), {}));
const codesOf = (given: Given) => answerOf(given).findings.map(({ code }) => code);
const findingOf = (code: JudgeFindingCode, given: Given) => {
  const found = answerOf(given).findings.find((finding) => finding.code === code);
  if (found === undefined) throw new Error(`no finding ${code}`);
  return found;
};
const gaps = (...without: number[]) => NOISE.map((value, i) => (without.includes(i) ? null : value));
const SEEDS = { split: { folds: undefined, unit: 'seed', testOverTrain: null } } as const;

it('nothing is said of scores that nothing is wrong with', () => {
  expect(codesOf({})).toEqual([]);
});

/** For each code: what shows it, and what nearly does. */
const CASES: Record<JudgeFindingCode, { readonly shown: Given; readonly not: readonly Given[] }> = {
  unpaired: {
    shown: {
      candidates: [
        ['old', gaps(5, 6, 7, 8, 9)],
        ['new', gaps(0, 1, 2, 3, 4)],
      ],
      ...SEEDS,
    },
    not: [
      {
        candidates: [
          ['old', gaps(5, 6)],
          ['new', gaps(0, 1)],
        ],
        ...SEEDS,
      },
      {
        candidates: [
          ['old', BASE],
          ['new', gaps(0, 1, 2, 3, 4, 5, 6)],
        ],
      },
    ],
  },
  'impossible-values': {
    shown: {
      metric: 'rmse',
      direction: 'lower',
      candidates: [
        ['old', BASE],
        ['new', NOISE.map((v) => -v)],
      ],
    },
    not: [
      {
        metric: 'nll',
        direction: 'lower',
        candidates: [
          ['old', BASE],
          ['new', NOISE.map((v) => -v)],
        ],
      },
      {
        metric: 'reward',
        candidates: [
          ['old', BASE],
          ['new', NOISE.map((v) => 100 * v)],
        ],
      },
      {
        metric: 'r2',
        candidates: [
          ['old', BASE],
          ['new', NOISE.map((v) => -v)],
        ],
      },
    ],
  },
  'one-run-each': {
    shown: {
      candidates: [
        ['old', [0.9]],
        ['new', [0.92]],
      ],
      split: { folds: undefined, testOverTrain: null },
    },
    not: [
      {
        candidates: [
          ['old', [0.9, 0.91]],
          ['new', [0.92, 0.9]],
        ],
        split: { folds: undefined },
      },
    ],
  },
  'only-the-seed': {
    shown: {
      candidates: [
        ['net seed=1', BASE],
        ['net seed=2', NOISE],
      ],
    },
    not: [
      {
        candidates: [
          ['net seed=1', BASE],
          ['wide net seed=2', NOISE],
        ],
      },
      {
        candidates: [
          ['net 1', BASE],
          ['net 2', NOISE],
        ],
      },
      {
        candidates: [
          [
            'run 1',
            BASE,
            new Map([
              ['lr', '0.1'],
              ['seed', '1'],
            ]),
          ],
          [
            'run 2',
            NOISE,
            new Map([
              ['lr', '0.2'],
              ['seed', '2'],
            ]),
          ],
        ],
      },
    ],
  },
  'folds-used-again': { shown: { facts: { repeated: 10, mostRepeated: 2 } }, not: [] },
  'missing-cells': {
    shown: {
      candidates: [
        ['old', BASE],
        ['new', gaps(2)],
      ],
    },
    not: [{ facts: { failed: 1 } }],
  },
  'best-of-many': {
    shown: {
      candidates: [
        ['old', BASE],
        ...[2, 3, 4].map((seed) => [`new ${seed}`, draw(10, 0.91, 0.01, seed)] as const),
      ],
    },
    not: [
      {
        candidates: [
          ['old', BASE],
          ...[2, 3].map((seed) => [`new ${seed}`, draw(10, 0.91, 0.01, seed)] as const),
        ],
      },
      // One is best in every pair.
      {
        candidates: [
          ['old', BASE],
          ...[1, 2, 3].map((by) => [`new ${by}`, BASE.map((v, i) => v + (by + i / 100) / 50)] as const),
        ],
      },
    ],
  },
  ties: {
    shown: {
      candidates: [
        ['old', BASE],
        ['new', NOISE.map((v, i) => (i < 3 ? BASE[i] : v))],
      ],
    },
    not: [
      {
        candidates: [
          ['old', BASE],
          ['new', NOISE.map((v, i) => (i < 2 ? BASE[i] : v))],
        ],
      },
    ],
  },
  'sizes-unknown': {
    shown: SEEDS,
    not: [
      { split: { folds: undefined, testOverTrain: 0.1 } },
      { split: { ...SEEDS.split, kind: 'fixed' } },
      {
        candidates: [
          ['old', [0.9]],
          ['new', [0.92]],
        ],
        split: SEEDS.split,
      },
    ],
  },
};

describe('a finding of a judge', () => {
  it.each(JUDGE_FINDING_CODES)('%s is there where it is true, and only there', (code) => {
    const { shown, not } = CASES[code];
    expect(codesOf(shown)).toContain(code);
    for (const given of not) expect(codesOf(given)).not.toContain(code);
  });

  it('that is an error stands beside the headline', () => {
    const answer = answerOf(CASES.unpaired.shown);
    expect(answer.headline).toContain('But new and old have no pair in common.');
    expect(answer.findings[0]).toMatchObject({ code: 'unpaired', severity: 'error', candidates: ['new'] });
  });

  it('of runs that nothing pairs is a warning, whether or not they have partners', () => {
    const found = findingOf('unpaired', { facts: { isCountedOff: true } });
    expect(found).toMatchObject({ severity: 'warning', candidates: [], evidence: { pairs: 10 } });
    expect(found.message).toContain('paired as they stand');
  });

  it('of percent is a warning that says what to take for a point', () => {
    const given: Given = {
      candidates: [
        ['old', BASE.map((v) => 100 * v)],
        ['new', NOISE.map((v) => 100 * v)],
      ],
    };
    expect(findingOf('impossible-values', given)).toMatchObject({
      severity: 'warning',
      next: { equivalence: 1 },
    });
  });

  it('of percent is not said to whoever asks in points', () => {
    const given: Given = {
      candidates: [
        ['old', BASE.map((v) => 100 * v)],
        ['new', NOISE.map((v) => 100 * v)],
      ],
    };
    const codes = (equivalence: number) =>
      finish(judgingRead(make(given), { equivalence })).findings.map(({ code }) => code);
    expect(codes(0.01)).toContain('impossible-values');
    expect(codes(1)).not.toContain('impossible-values');
  });

  it('names the noise floor', () => {
    const { evidence, message } = findingOf('only-the-seed', CASES['only-the-seed'].shown);
    const floor = Math.abs(answerOf(CASES['only-the-seed'].shown).candidates[1].comparison?.difference ?? 0);
    expect(evidence.floor).toBeCloseTo(floor, 12);
    expect(message).toContain(
      `differences up to ${Number(floor.toPrecision(2))} in accuracy are your noise floor`,
    );
  });

  it('sees a repeat that was written twice, but not two seeds that happen to agree', () => {
    const twice = (values: readonly number[]) => [...values.slice(0, 5), ...values.slice(0, 5)];
    const copied: Given = {
      candidates: [
        ['old', twice(BASE)],
        ['new', twice(NOISE)],
      ],
    };
    expect(findingOf('folds-used-again', copied).evidence).toEqual({ same: [[0, 1]] });
    const agree = (values: readonly number[]) => values.map((value, i) => (i === 7 ? values[0] : value));
    expect(
      codesOf({
        candidates: [
          ['old', agree(BASE)],
          ['new', agree(NOISE)],
        ],
        ...SEEDS,
      }),
    ).not.toContain('folds-used-again');
  });

  it('says of rows and pairs that were left out that it was asked', () => {
    expect(findingOf('missing-cells', { facts: { dropped: 2 } })).toMatchObject({
      severity: 'info',
      next: null,
      evidence: { dropped: 2 },
    });
  });

  it('of a candidate with the scores of the baseline throughout asks whether it is the same run', () => {
    expect(
      findingOf('ties', {
        candidates: [
          ['old', BASE],
          ['new', BASE],
        ],
      }).message,
    ).toContain('the same score in every pair: is it the same run twice');
  });
});
