import { describe, expect, it } from 'vitest';
import { compare } from '../../../src/compare/compare.ts';
import { openStream } from '../../../src/random/random.ts';
import { applyNext } from '../../../src/recipe/next.ts';
import { parseRecipe } from '../../../src/recipe/parse.ts';
import type { RecipeInput } from '../../../src/recipe/schema.ts';
import { Thresholds } from '../../../src/recipe/thresholds.ts';
import { FINDING_CODES, type Finding, type FindingCode } from '../../../src/report/findings/finding.ts';
import { assertClose } from '../../assert-close.ts';
import { recordEngine, smallRecipe } from '../../compare/samples.ts';
import { engines } from '../../host.ts';
import { EVIDENCE } from '../../oracles/findings.ts';

type Change = Partial<RecipeInput>;

/** A recipe whose settings give no finding: a network of some size on real data. */
const DIABETES: RecipeInput = {
  data: { dataset: 'diabetes' },
  split: { folds: 5, repeats: 2 },
  network: { hidden: [16] },
  optimizer: { name: 'adam', learningRate: 0.005 },
  training: { epochs: 100 },
  penalty: { lambdas: [0, 0.01, 0.1] },
};
/** Forty-five of its fifty features say nothing, so a penalty helps. */
const FRIEDMAN: RecipeInput = { ...DIABETES, data: { dataset: 'friedman1', rows: 200, features: 50 } };
const SMALL = smallRecipe();

/** Rows of which the second feature is `second` and the third, a text, is one of two. */
function makeTable(rows: number, second: (row: number) => number, scale = 1) {
  return {
    rows: Array.from({ length: rows }, (_, i) => ({
      first: scale * Math.fround(((i * 37) % rows) / rows),
      second: second(i),
      kind: i % 2 === 0 ? 'even' : 'odd',
      y: ((i * 37) % rows) / rows + (i % 3) / 10,
    })),
    target: 'y',
  };
}
const varied = (row: number) => ((row * 13) % 40) / 40;
/** Numbers in [0, 1) without a pattern. */
const NOISE = Array.from({ length: 30 }, (_, row) =>
  Array.from({ length: 9 }, (_, column) => (((row * 9 + column + 1) * 7919 * (row + 3)) % 1009) / 1009),
);
/** Normal numbers, of which the target is one more. */
function makeNoise(rows: number, columns: number) {
  const random = openStream(1, 'generator');
  const x = Array.from({ length: rows }, () => Array.from({ length: columns }, () => random.nextNormal()));
  return { x, y: x.map(() => random.nextNormal()) };
}
type Arrays = ReturnType<typeof makeNoise>;
const doubled = ({ x, y }: Arrays): Arrays => ({ x: [...x, ...x], y: [...y, ...y] });
const withCopy = ({ x, y }: Arrays): Arrays => ({ x: [...x, x[0]], y: [...y, y[0]] });
const toss = ({ x, y }: Arrays): Arrays => ({
  x: x.map((row) => row.map((value) => Number(value > 0))),
  y: y.map((value) => Number(value > 0)),
});
/** A table with a text column of these names. */
function named(name: (row: number) => string) {
  const { rows, target } = makeTable(40, varied);
  return { rows: rows.map((row, i) => ({ ...row, name: name(i) })), target };
}
/** Sixty rows of four features, of which `a` lacks every third value until so many are gone, and `b` the last ones. */
function withGaps(ofA: number, ofB: number) {
  const { x, y } = makeNoise(60, 4);
  const rows = x.map(([a, b, c, d], i) => ({
    a: i % 3 === 0 && i < 3 * ofA ? null : a,
    b: i >= 60 - ofB ? null : b,
    c,
    d,
    y: y[i],
  }));
  return { rows, target: 'y', missing: 'drop-row' as const };
}
const FAST = { name: 'adam', learningRate: 10 } as const;
const sgd = (learningRate: number) => ({ name: 'sgd' as const, learningRate });
const RAW = { features: false, target: false };
const LINEAR = { hidden: [] };

const known = new Map<string, Promise<Finding[]>>();

/** What a comparison finds; each is made once, since several tests look at it. */
function findingsOf(recipe: RecipeInput, change: Change = {}): Promise<Finding[]> {
  const asked = { ...recipe, ...change };
  const key = JSON.stringify(asked);
  const findings = known.get(key) ?? compare(asked, { engines }).then((report) => report.findings);
  known.set(key, findings);
  return findings;
}

interface Case {
  readonly code: FindingCode;
  readonly recipe: RecipeInput;
  readonly fires: Change;
  readonly lambdas: readonly number[];
  readonly evidence: object;
  /** Changes of the same recipe, each of which leaves it silent. */
  readonly silent: readonly Change[];
}

const CASES: readonly Case[] = [
  {
    code: 'diverged',
    recipe: SMALL,
    fires: { optimizer: { name: 'sgd', learningRate: 1e6 }, penalty: { lambdas: [0, 0.05] } },
    lambdas: [0, 0.05],
    evidence: { trials: [4, 4], ofPairs: 4 },
    silent: [{ optimizer: { name: 'sgd', learningRate: 0.01 } }],
  },
  {
    code: 'exploded',
    recipe: { ...DIABETES, training: { epochs: 30 } },
    fires: { optimizer: { name: 'adam', learningRate: 10 }, penalty: { lambdas: [-0.01, 0, 0.01] } },
    lambdas: [0, 0.01],
    evidence: { threshold: 10 },
    silent: [
      // Nothing is learnt yet: the first weights predict worse than the mean.
      { optimizer: { name: 'sgd', learningRate: 1e-6 } },
      { standardize: { target: false } },
      { standardize: { features: false } },
      // Ordinary bad fits: noise learnt by heart, and weights that swing a little.
      {
        data: { x: NOISE.map((row) => row.slice(1)), y: NOISE.map(([first]) => first) },
        training: { epochs: 300 },
      },
      { optimizer: { name: 'adam', learningRate: 0.3 } },
      { optimizer: { name: 'momentum', learningRate: 0.1 } },
    ],
  },
  {
    code: 'overshooting-step',
    recipe: { ...DIABETES, training: { epochs: 60 } },
    fires: { optimizer: sgd(0.1), penalty: { lambdas: [-0.001, 0, 0.01, 1] } },
    lambdas: [1],
    evidence: { threshold: 0.75 },
    silent: [
      { optimizer: sgd(0.1), penalty: { lambdas: [0, 1], method: 'proximal' } },
      { optimizer: FAST, penalty: { lambdas: [0, 0.01, 0.1], method: 'proximal' } },
      { optimizer: sgd(0.001), penalty: { lambdas: [0, 1] } },
      // Weights that have not moved yet, and weights that are on their way.
      { optimizer: sgd(1e-6), penalty: { lambdas: [0, 10] } },
      {
        network: { hidden: [64, 32] },
        optimizer: { name: 'adam', learningRate: 0.02 },
        training: { epochs: 5 },
        penalty: { lambdas: [0, 1] },
      },
      // Weights that grow without a limit, of which the penalty is little or most.
      { optimizer: FAST, penalty: { lambdas: [0, 0.001, 0.01] } },
      // Ordinary ones.
      ...['diabetes', 'cps-wages-1985', 'boston-house-prices', 'friedman1'].flatMap((dataset) =>
        [
          sgd(0.05),
          { name: 'adam' as const, learningRate: 0.02 },
          { name: 'momentum' as const, learningRate: 0.01 },
        ].map((optimizer) => ({
          data: { dataset },
          split: { folds: 3, repeats: 1 },
          optimizer,
          training: { epochs: 40, batchSize: 16 },
          penalty: { lambdas: [0, 0.001, 0.01, 0.1] },
        })),
      ),
    ],
  },
  {
    code: 'constant-target',
    recipe: { ...SMALL, split: { folds: 2, repeats: 1 } },
    fires: { data: { x: [[1], [2], [3], [4]], y: [5, 5, 5, 5] } },
    lambdas: [],
    evidence: { pairs: 2, ofPairs: 2 },
    silent: [{ data: { x: [[1], [2], [3], [4]], y: [5, 6, 7, 8] } }],
  },
  {
    code: 'constant-feature',
    recipe: SMALL,
    fires: { data: makeTable(40, () => 7) },
    lambdas: [],
    evidence: { features: [{ name: 'second', pairs: 4 }], ofPairs: 4 },
    silent: [{ data: makeTable(40, varied) }],
  },
  {
    code: 'counting-column',
    recipe: SMALL,
    fires: { data: makeTable(40, (row) => 1_000_000 + row) },
    lambdas: [],
    evidence: { features: [{ name: 'second', from: 1_000_000, to: 1_000_039 }], rows: 40 },
    silent: [
      { data: makeTable(40, varied) },
      // Whole numbers with a gap, twice the same, in few rows, and steps that are not whole.
      { data: makeTable(40, (row) => (row < 20 ? row : row + 1)) },
      { data: makeTable(40, (row) => (row < 39 ? row : 0)) },
      { data: makeTable(19, (row) => row), split: { folds: 2, repeats: 1 } },
      { data: makeTable(40, (row) => row / 8) },
      { data: makeTable(40, () => 7) },
    ],
  },
  {
    code: 'mixed-column',
    recipe: SMALL,
    fires: { data: named((row) => ['oak', 'fir', 'elm', '12'][row % 4]) },
    lambdas: [],
    evidence: { columns: [{ name: 'name', numbers: 10, texts: 30 }] },
    silent: [
      { data: named((row) => ['oak', 'fir', 'elm', 'no. 12'][row % 4]) },
      // Asked for; and left out.
      { data: { ...named((row) => ['oak', 'fir', 'elm', '12'][row % 4]), categories: ['name'] } },
      { data: { ...named((row) => ['oak', 'fir', 'elm', '12'][row % 4]), ignore: ['name'] } },
    ],
  },
  {
    code: 'date-column',
    recipe: SMALL,
    fires: { data: named((row) => `2024-0${1 + (row % 7)}-${10 + (row % 20)}`) },
    lambdas: [],
    evidence: { columns: [{ name: 'name', distinct: 40 }] },
    silent: [
      {
        data: { ...named((row) => `2024-0${1 + (row % 7)}-${10 + (row % 20)}`), dates: { name: ['month'] } },
      },
      { data: { ...named((row) => `2024-0${1 + (row % 7)}-${10 + (row % 20)}`), ignore: ['name'] } },
      { data: named((row) => `day ${row % 7}`) },
    ],
  },
  {
    code: 'leading-zeros',
    recipe: SMALL,
    fires: { data: named((row) => `0${1000 + (row % 5)}`) },
    lambdas: [],
    evidence: { columns: [{ name: 'name', distinct: 5 }] },
    silent: [
      { data: named((row) => `${1000 + (row % 5)}`) },
      { data: named((row) => `0.${1 + (row % 5)}`) },
      { data: { ...named((row) => `0${1000 + (row % 5)}`), categories: ['name'] } },
    ],
  },
  {
    code: 'unseen-categories',
    recipe: SMALL,
    // Of the 4 x 20 validation cells, all but those of one category.
    fires: { data: named((row) => (row < 8 ? 'often' : `name ${row}`)) },
    lambdas: [],
    evidence: { features: [{ name: 'name', cells: 64 }], ofCells: 80, threshold: 0.05 },
    silent: [
      { data: named((row) => `name ${row % 4}`) },
      // One row in forty is alone in its category.
      { data: named((row) => (row === 7 ? 'once' : `name ${row % 2}`)) },
    ],
  },
  {
    code: 'duplicate-rows',
    recipe: SMALL,
    fires: { data: doubled(makeNoise(20, 2)) },
    lambdas: [],
    evidence: {
      rows: 26,
      ofRows: 40,
      validated: 36,
      ofValidated: 80,
      threshold: 0.01,
      equalPairs: 20,
      // In each of three columns every value stands twice.
      expectedPairs: 780 * (20 / 780) * (20 / 780) * (20 / 780),
    },
    silent: [
      { data: makeNoise(40, 2) },
      { data: doubled(makeNoise(20, 2)), split: { folds: 2, repeats: 2, duplicates: 'together' } },
      // Equal features with other targets, one copy in 250 rows, and coins, of which most agree with others.
      { data: { ...doubled(makeNoise(20, 2)), y: makeNoise(40, 2).y } },
      { data: withCopy(makeNoise(250, 2)), split: { folds: 2, repeats: 1 } },
      { data: toss(makeNoise(40, 2)) },
      { data: doubled(toss(makeNoise(20, 2))) },
    ],
  },
  {
    code: 'dropped-rows',
    recipe: SMALL,
    fires: { data: withGaps(20, 3) },
    lambdas: [],
    evidence: {
      rows: 22,
      ofRows: 60,
      threshold: 0.2,
      instead: { ignore: ['a'], rows: 57 },
    },
    silent: [
      { data: { ...withGaps(20, 3), missing: 'mean' } },
      // Every feature counts as much as few rows do.
      { data: withGaps(3, 2) },
      { data: withGaps(0, 0) },
    ],
  },
  {
    code: 'unscaled-data',
    recipe: { ...SMALL, standardize: RAW, optimizer: { name: 'sgd', learningRate: 1e-14 } },
    fires: { data: makeTable(40, varied, 1e6) },
    lambdas: [],
    evidence: { largeFeatures: 1, target: null, factor: 10 },
    silent: [{ data: makeTable(40, varied) }, { data: makeTable(40, varied, 1e6), standardize: {} }],
  },
  {
    code: 'negative-lambda',
    recipe: SMALL,
    fires: { penalty: { lambdas: [-0.01, 0, 0.05] } },
    lambdas: [-0.01],
    evidence: { bounded: false },
    silent: [{ penalty: { lambdas: [0, 0.01] } }],
  },
  {
    code: 'single-run',
    recipe: SMALL,
    fires: { split: { holdout: 0.3, repeats: 1 } },
    lambdas: [],
    evidence: { pairs: 1, repeats: 1 },
    silent: [
      { split: { holdout: 0.3, repeats: 2 } },
      { split: { folds: 2, repeats: 1 } },
      { split: { folds: 2, repeats: 1, order: 'given' } },
    ],
  },
  {
    code: 'collapsed-to-mean',
    recipe: { ...DIABETES, training: { epochs: 30 } },
    fires: { penalty: { lambdas: [0, 5], method: 'proximal' } },
    lambdas: [5],
    evidence: { spread: [0], zeros: [176], threshold: 0.05 },
    silent: [{ penalty: { lambdas: [0, 0.01], method: 'proximal' } }],
  },
  {
    code: 'worse-than-mean',
    recipe: { ...DIABETES, training: { epochs: 200 } },
    fires: { data: makeNoise(60, 10), penalty: { lambdas: [1e-4] } },
    lambdas: [1e-4],
    evidence: { verdict: 'better', level: 0.95 },
    silent: [
      { penalty: { lambdas: [1e-4] } },
      // No better, which is another finding.
      { data: makeNoise(60, 10), penalty: { lambdas: [0.1] } },
      { data: makeNoise(60, 10), penalty: { lambdas: [1e-4] }, split: { holdout: 0.2, repeats: 1 } },
    ],
  },
  {
    code: 'not-better-than-mean',
    recipe: DIABETES,
    fires: { data: makeNoise(60, 10), penalty: { lambdas: [0, 0.1] } },
    lambdas: [0.1],
    evidence: { verdict: 'undecided', level: 0.95 },
    silent: [
      { penalty: { lambdas: [0, 0.1] } },
      { data: makeNoise(60, 10), penalty: { lambdas: [0] }, training: { epochs: 300 } },
      { data: makeNoise(60, 10), penalty: { lambdas: [0, 0.1] }, split: { holdout: 0.2, repeats: 1 } },
    ],
  },
  {
    code: 'no-better-than-linear',
    recipe: DIABETES,
    fires: { penalty: { lambdas: [0.01] } },
    lambdas: [0.01],
    evidence: { verdict: 'undecided', level: 0.95 },
    silent: [
      { data: { dataset: 'friedman1', rows: 300 }, penalty: { lambdas: [0.01] } },
      { penalty: { lambdas: [0.01] }, split: { holdout: 0.2, repeats: 1 } },
      // There is nothing that a linear model could know either.
      { data: makeNoise(60, 10), penalty: { lambdas: [0, 0.1] } },
    ],
  },
  {
    code: 'inert-penalty',
    recipe: SMALL,
    fires: { penalty: { lambdas: [0, 0.001], scale: 'mean' } },
    lambdas: [0.001],
    evidence: { perWeight: [0.001 / 24], threshold: 0.01 },
    silent: [{ penalty: { lambdas: [0, 0.001] } }, { penalty: { lambdas: [0] } }],
  },
  {
    code: 'overlapping-batches',
    recipe: SMALL,
    fires: { training: { epochs: 2, batchSize: 8, batches: 'overlapping' } },
    lambdas: [],
    evidence: { stepsPerEpoch: 20, disjointStepsPerEpoch: 3, batchSize: 8 },
    silent: [
      { training: { epochs: 2, batchSize: 8, batches: 'shuffled' } },
      { training: { epochs: 2, batchSize: 1, batches: 'overlapping' } },
    ],
  },
  {
    code: 'dead-units',
    recipe: { ...DIABETES, training: { epochs: 20 }, penalty: { lambdas: [0] } },
    fires: { optimizer: { name: 'adam', learningRate: 0.3 } },
    lambdas: [0],
    evidence: { threshold: 0.1 },
    silent: [
      { optimizer: { name: 'adam', learningRate: 0.005 } },
      { optimizer: { name: 'adam', learningRate: 0.3 }, network: { hidden: [16], activation: 'tanh' } },
    ],
  },
  {
    code: 'still-improving',
    recipe: { ...DIABETES, penalty: { lambdas: [0] } },
    fires: { training: { epochs: 10 } },
    lambdas: [0],
    evidence: { epochs: 10, threshold: 0.01 },
    silent: [{ training: { epochs: 100 } }, { training: { epochs: 10, patience: 3 } }],
  },
  {
    code: 'overtrained-baseline',
    recipe: DIABETES,
    fires: {
      training: { epochs: 200 },
      optimizer: { name: 'adam', learningRate: 0.02 },
      penalty: { lambdas: [0, 0.03] },
    },
    lambdas: [0],
    evidence: { epochs: 200 },
    silent: [
      { training: { epochs: 20 }, penalty: { lambdas: [0, 0.03] } },
      {
        split: { holdout: 0.2, repeats: 8 },
        optimizer: { name: 'adam', learningRate: 0.02 },
        penalty: { lambdas: [0, 0.03] },
      },
    ],
  },
  {
    code: 'optimistic-best',
    recipe: DIABETES,
    fires: { penalty: { lambdas: [0, 0.03, 0.05, 0.07, 0.1] } },
    lambdas: [0.03],
    evidence: { candidates: 5, thresholds: { optimisticLambdas: 3, optimisticShare: 0.1 } },
    silent: [
      { penalty: { lambdas: [0, 0.03] } },
      { penalty: { lambdas: [0, 0.03, 0.05, 0.07, 0.1] }, compare: { nested: { folds: 2 } } },
      { penalty: { lambdas: [0, 1, 3] } },
      { penalty: { lambdas: [-0.02, -0.01, 0, 0.03] } },
    ],
  },
  {
    code: 'within-noise',
    recipe: DIABETES,
    fires: { penalty: { lambdas: [0, 0.01] } },
    lambdas: [0.01],
    evidence: { observations: 10 },
    silent: [
      { penalty: { lambdas: [0, 3] } },
      { data: FRIEDMAN.data, penalty: { lambdas: [0, 0.03] } },
      { split: { folds: 5, repeats: 1, order: 'given' }, penalty: { lambdas: [0, 0.03] } },
    ],
  },
  {
    code: 'detectable-limit',
    recipe: DIABETES,
    fires: { penalty: { lambdas: [0, 0.01] } },
    lambdas: [0.01],
    evidence: { observations: 10 },
    silent: [{ penalty: { lambdas: [0, 0.01], scale: 'mean' } }],
  },
  {
    code: 'best-at-edge',
    recipe: FRIEDMAN,
    fires: { penalty: { lambdas: [-0.01, 0, 0.01, 0.03] } },
    lambdas: [0.03],
    evidence: { edge: 'largest', grid: [0, 0.01, 0.03] },
    silent: [
      { penalty: { lambdas: [0, 0.03, 1] } },
      { penalty: { lambdas: [0, 3] } },
      // Better than no penalty on noise, where there is nothing to look for.
      { data: makeNoise(60, 10), penalty: { lambdas: [0, 0.1] } },
    ],
  },
  {
    code: 'no-exact-zeros',
    recipe: DIABETES,
    fires: { penalty: { lambdas: [0, 0.05] } },
    lambdas: [0.05],
    evidence: { zeros: [0], thresholds: { nearZero: 0.01, nearZeroShare: 0.1 } },
    silent: [{ penalty: { lambdas: [0, 0.05], method: 'proximal' } }, { penalty: { lambdas: [0, 0.0001] } }],
  },
  {
    code: 'biases-penalised',
    recipe: SMALL,
    fires: { penalty: { lambdas: [0, 0.01], include: 'all' } },
    lambdas: [0.01],
    evidence: { parameters: 29 },
    silent: [{ penalty: { lambdas: [0, 0.01] } }, { penalty: { lambdas: [0], include: 'all' } }],
  },
];

/** Only other data, or a reader's judgement, mend these. */
const UNMENDED: readonly FindingCode[] = [
  'constant-target',
  // Without a baseline whose best epoch is known.
  'worse-than-mean',
  'not-better-than-mean',
  'within-noise',
  'detectable-limit',
];

/** Fails unless every figure is what the oracle says, and there are no others; `bound` is relative. */
function expectFigures(actual: unknown, expected: unknown, bound: number): void {
  if (typeof actual === 'number' && typeof expected === 'number') {
    assertClose(actual, expected, bound * Math.abs(expected));
  } else if (
    typeof actual === 'object' &&
    actual !== null &&
    typeof expected === 'object' &&
    expected !== null
  ) {
    expect(Object.keys(actual).toSorted()).toEqual(Object.keys(expected).toSorted());
    for (const [name, value] of Object.entries(actual)) {
      expectFigures(value, Object.entries(expected).find(([other]) => other === name)?.[1], bound);
    }
  } else {
    expect(actual).toEqual(expected);
  }
}

/** What a comparison makes of a case, and what the oracle makes of its report and networks. */
async function workOut({ code, recipe }: Pick<Case, 'code' | 'recipe'>, change: Change) {
  const { recorder, recording } = recordEngine(engines[0]);
  const report = await compare({ ...recipe, ...change }, { engines: [recorder] });
  const finding = report.findings.find((candidate) => candidate.code === code);
  if (finding === undefined) throw new Error(`${code} is not found`);
  return { actual: finding.evidence, expected: EVIDENCE[code]?.({ report, recording }, finding.lambdas) };
}

// Means and square roots of some ten doubles round in other orders: 10 * 2^-53 is 1e-15 of what is summed, of which a
// difference may be a thousandth.
const ROUNDING = 1e-11;

/** Cases of their own, where that of the code would leave a figure untold. */
const FIGURES: Partial<Record<FindingCode, readonly Change[]>> = {
  // Twice the rows of a fold are few enough to be looked at one by one.
  'dead-units': [{ optimizer: { name: 'adam', learningRate: 0.3 }, split: { folds: 2, repeats: 2 } }],
  'collapsed-to-mean': [
    { penalty: { lambdas: [0, 5], method: 'proximal' } },
    { penalty: { lambdas: [0, 0.5, 1], method: 'subgradient' } },
  ],
  // With a high rate the weights grow, with a large penalty they shrink: the larger of the two sums counts.
  'inert-penalty': [
    { penalty: { lambdas: [0, 0.001], scale: 'mean' } },
    { penalty: { lambdas: [0, 0.001], scale: 'mean' }, optimizer: { name: 'adam', learningRate: 0.2 } },
    {
      penalty: { lambdas: [0, 1], scale: 'mean' },
      training: { epochs: 60, batchSize: 8 },
      thresholds: { inertShare: 10 },
    },
  ],
  'still-improving': [{ training: { epochs: 10 } }, { training: { epochs: 20 } }],
  'overshooting-step': [
    { optimizer: sgd(0.1), penalty: { lambdas: [0, 1, 3] } },
    { optimizer: sgd(0.1), penalty: { lambdas: [0, 1] }, loss: 'mae' },
    { optimizer: sgd(0.1), penalty: { lambdas: [0, 1] }, loss: 'huber', huberDelta: 0.5 },
    { optimizer: { name: 'momentum', learningRate: 0.03, momentum: 0.8 }, penalty: { lambdas: [0, 1] } },
    { optimizer: { name: 'adam', learningRate: 0.1 }, penalty: { lambdas: [0, 1] } },
  ],
  exploded: [
    { optimizer: FAST },
    { optimizer: FAST, loss: 'mae' },
    { optimizer: FAST, loss: 'huber', huberDelta: 0.5 },
    {
      data: { dataset: 'cps-wages-1985', target: 'sector' },
      loss: 'cross-entropy',
      optimizer: { name: 'adam', learningRate: 100 },
    },
  ],
};

describe('findings', () => {
  it('have a case here for every code', () => {
    expect(CASES.map(({ code }) => code).toSorted()).toEqual(FINDING_CODES.toSorted());
  });

  it.each(CASES)(
    '$code is found, with its lambdas and figures',
    async ({ code, recipe, fires, lambdas, evidence }) => {
      const found = (await findingsOf(recipe, fires)).filter((finding) => finding.code === code);
      expect(found).toHaveLength(1);
      expect(found[0].lambdas).toEqual(lambdas);
      expect(found[0].evidence).toMatchObject(evidence);
      // Where no oracle works its figures out, all of them stand in the case.
      if (EVIDENCE[code] === undefined) expect(Object.keys(found[0].evidence)).toEqual(Object.keys(evidence));
      expect(found[0].message).toMatch(/^[^\n]{40,}\.$/);
      expect(found[0].message).not.toMatch(/NaN|Infinity|undefined|null/);
    },
  );

  it.each(
    CASES.filter(({ code }) => EVIDENCE[code] !== undefined).flatMap(({ code, recipe, fires }) =>
      (FIGURES[code] ?? [fires]).map((change) => ({ code, recipe, change })),
    ),
  )('$code has the figures that an oracle works out, with $change', async ({ code, recipe, change }) => {
    const { actual, expected } = await workOut({ code, recipe }, change);
    expectFigures(actual, expected, ROUNDING);
  });

  it.each(CASES.flatMap(({ code, recipe, silent }) => silent.map((change) => ({ code, recipe, change }))))(
    '$code is silent with $change',
    async ({ code, recipe, change }) => {
      const codes = (await findingsOf(recipe, change)).map((finding) => finding.code);
      expect(codes).not.toContain(code);
    },
  );

  it.each(CASES)('$code is gone with what its next says, where a field mends it', async (given) => {
    const { code, recipe, fires } = given;
    const asked = { ...recipe, ...fires };
    const found = (await findingsOf(asked)).find((finding) => finding.code === code);
    if (UNMENDED.includes(code)) {
      expect(found?.next).toBeNull();
      return;
    }
    const mended = applyNext(asked, found?.next ?? {});
    expect(mended).not.toEqual(asked);
    expect(() => parseRecipe(mended)).not.toThrow();
    expect((await findingsOf(mended)).map((finding) => finding.code)).not.toContain(code);
  });

  it.each(CASES.filter(({ lambdas }) => lambdas.some((lambda) => lambda !== 0)))(
    '$code says a long lambda in a few digits, and gives it in full',
    async ({ code, recipe, fires, lambdas }) => {
      const lengthen = (lambda: number) => lambda * (1 + 1e-9);
      const given = fires.penalty?.lambdas as number[];
      const change = { ...fires, penalty: { ...fires.penalty, lambdas: given.map(lengthen) } };
      const found = (await findingsOf(recipe, change)).filter((finding) => finding.code === code);
      expect(found.map((finding) => finding.lambdas)).toEqual([lambdas.map(lengthen)]);
      expect(found[0].message).not.toMatch(/\d\.\d{6}/);
    },
  );

  it('stand in order, the most pressing first', async () => {
    const found = await findingsOf(DIABETES, {
      training: { epochs: 5, batches: 'overlapping' },
      penalty: { lambdas: [-0.01, 0, 0.01], include: 'all' },
    });
    const order = found.map(({ code }) => FINDING_CODES.indexOf(code));
    expect(order.length).toBeGreaterThan(2);
    expect(order).toEqual(order.toSorted((a, b) => a - b));
  });
});

/** For each threshold a recipe, and a value of the threshold that makes its finding come or go. */
const SETTINGS: Record<
  keyof Thresholds,
  { code: FindingCode; value: number; change: Change; comes: boolean }
> = {
  inertShare: { code: 'inert-penalty', value: 10, change: { penalty: { lambdas: [0, 0.01] } }, comes: true },
  collapsedSpread: { code: 'collapsed-to-mean', value: 1, change: {}, comes: true },
  detectableShare: { code: 'detectable-limit', value: 1, change: {}, comes: false },
  nearZero: {
    code: 'no-exact-zeros',
    value: 0.5,
    change: { penalty: { lambdas: [0, 0.0001] } },
    comes: true,
  },
  nearZeroShare: {
    code: 'no-exact-zeros',
    value: 1,
    change: { penalty: { lambdas: [0, 0.05] } },
    comes: false,
  },
  optimisticLambdas: {
    code: 'optimistic-best',
    value: 6,
    change: { penalty: { lambdas: [0, 0.03, 0.05, 0.07, 0.1] } },
    comes: false,
  },
  optimisticShare: {
    code: 'optimistic-best',
    value: 1,
    change: { penalty: { lambdas: [0, 0.03, 0.05, 0.07, 0.1] } },
    comes: false,
  },
  unscaledFactor: {
    code: 'unscaled-data',
    value: 1.01,
    change: { data: makeTable(40, varied), standardize: RAW },
    comes: true,
  },
  deadShare: {
    code: 'dead-units',
    value: 1,
    change: { optimizer: { name: 'adam', learningRate: 0.3 } },
    comes: false,
  },
  improvingShare: { code: 'still-improving', value: 0.9, change: { training: { epochs: 10 } }, comes: false },
};

describe('thresholds', () => {
  it('are all tried here', () => {
    expect(Object.keys(SETTINGS)).toEqual(Object.keys(Thresholds.entries));
  });

  it.each(Object.entries(SETTINGS))('%s can be set', async (name, { code, value, change, comes }) => {
    const isFoundWith = async (thresholds: object) =>
      (await findingsOf(DIABETES, { ...change, thresholds })).some((finding) => finding.code === code);
    expect([await isFoundWith({}), await isFoundWith({ [name]: value })]).toEqual([!comes, comes]);
  });

  it('are reached by a share that is equal', async () => {
    const recipe = { ...DIABETES, penalty: { lambdas: [0, 0.05] } };
    const find = async (nearZeroShare: number) =>
      (await findingsOf(recipe, { thresholds: { nearZeroShare } })).find(
        ({ code }) => code === 'no-exact-zeros',
      );
    const { evidence } = (await find(0)) ?? {};
    const [share] = (evidence?.nearZero ?? []) as number[];
    expect([await find(share), await find(share + 2 ** -50)]).toEqual([expect.anything(), undefined]);
  });
});

describe('findings of the verdict', () => {
  it('call no real difference noise, however small it is in practice', async () => {
    const recipe: RecipeInput = { ...FRIEDMAN, penalty: { lambdas: [0, 0.03] } };
    const [, { comparison: real }] = (await compare(recipe, { engines })).lambdas;
    const equivalence = Math.abs(real?.relative ?? Number.NaN);
    const { lambdas, findings } = await compare({ ...recipe, compare: { equivalence } }, { engines });
    expect(lambdas[1].comparison?.verdict).toBe('undecided');
    expect(lambdas[1].comparison?.pHolm).toBeLessThan(0.05);
    expect(findings.map(({ code }) => code)).not.toContain('within-noise');
  });

  it('see what cannot be detected in errors below 1 too', async () => {
    const found = await findingsOf(DIABETES, {
      penalty: { lambdas: [0, 0.01] },
      compare: { metric: 'dataLoss' },
    });
    expect(found.map(({ code }) => code)).toContain('detectable-limit');
  });

  it.each([
    ['smaller', [0.03, 1], 1],
    ['larger', [0, 0.01, 0.03], 0],
    ['smaller and larger', [-0.05, 0.03], -0.05],
  ])('ask for %s lambdas where the best is at that edge', async (beyond, lambdas, baseline) => {
    const found = await findingsOf(FRIEDMAN, { penalty: { lambdas }, compare: { baseline } });
    const finding = found.find(({ code }) => code === 'best-at-edge');
    expect(finding?.message).toContain(`add ${beyond} lambdas`);
  });

  it('see a loss that still falls after two epochs', async () => {
    const found = await findingsOf(DIABETES, { training: { epochs: 2 }, penalty: { lambdas: [0] } });
    expect(found.map(({ code }) => code)).toContain('still-improving');
  });
});

describe('negative-lambda', () => {
  const explain = async (change: Change) => {
    const found = await findingsOf(SMALL, { penalty: { lambdas: [-0.01, 0] }, ...change });
    const finding = found.find(({ code }) => code === 'negative-lambda');
    return [finding?.evidence.bounded, finding?.message] as const;
  };

  it.each([
    [false, 'scaling one layer up', { network: { hidden: [4], activation: 'relu' } }],
    [false, 'scaling one layer up', { network: { hidden: [4], activation: 'linear' } }],
    [false, 'opposite outputs', { network: { hidden: [4], activation: 'tanh' } }],
    [false, 'its output stays bounded', { network: { hidden: [1], activation: 'sigmoid' } }],
    [true, 'objective stays bounded', { network: LINEAR }],
    [false, 'linearly dependent', { network: LINEAR, data: makeTable(40, varied) }],
    [null, 'depends on lambda', { network: LINEAR, loss: 'mae' }],
    [
      false,
      'all classes',
      { network: LINEAR, loss: 'cross-entropy', data: { rows: makeTable(40, varied).rows, target: 'kind' } },
    ],
  ] as const)('says whether the objective has a lower bound: %s, %s', async (bounded, words, change) => {
    const [said, message] = await explain(change as Change);
    expect(said).toBe(bounded);
    expect(message).toContain(words);
  });

  it('is right where it says that the objective stays bounded, and where it does not', async () => {
    const end = async (data: RecipeInput['data'], epochs: number) => {
      const report = await compare(
        {
          ...SMALL,
          data,
          network: LINEAR,
          optimizer: { name: 'sgd', learningRate: 0.1 },
          training: { epochs, batchSize: 64 },
          penalty: { lambdas: [-0.1] },
        },
        { engines },
      );
      return report.lambdas[0].weights.l1.mean ?? Number.NaN;
    };
    const bounded = SMALL.data;
    expect((await end(bounded, 4000)) / (await end(bounded, 2000))).toBeCloseTo(1, 3);
    const unbounded = makeTable(40, varied);
    expect((await end(unbounded, 4000)) / (await end(unbounded, 2000))).toBeGreaterThan(1.5);
  });
});
