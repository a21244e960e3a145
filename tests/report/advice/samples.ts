import { parseRecipe } from '../../../src/recipe/parse.ts';
import type { RecipeInput } from '../../../src/recipe/schema.ts';
import type { Advised } from '../../../src/report/advice/advised.ts';
import type { Comparison } from '../../../src/report/comparison.ts';
import type { Summary } from '../../../src/report/schema.ts';
import type { Candidate } from '../../../src/report/verdict/judge.ts';

// A comparison built by hand, of which a test says only what it is about.

const NOTHING: Summary = { mean: null, sd: null, values: [] };

/** A verdict; the difference is a share of a baseline mean of 1. */
export function compared(
  verdict: Comparison['verdict'],
  relative: number,
  given: Partial<Comparison> = {},
): Comparison {
  return {
    difference: relative,
    relative,
    interval: [relative - 0.02, relative + 0.02],
    level: 0.95,
    basis: 'rows and trainings',
    pairs: 10,
    t: 1,
    df: 9,
    p: 0.5,
    pHolm: 0.5,
    probability: null,
    detectable: 0.1,
    detectableAtBest: 0.05,
    verdict,
    sentence: 'The verdict.',
    otherMetrics: {},
    atBestEpoch: null,
    ...given,
  };
}

/** A lambda with how many of its 100 weights are zero and which share of the pairs keeps each feature. */
export function lambdaOf(
  lambda: number,
  comparison: Comparison | null,
  { zeros = 0, kept = [1, 1, 1] as (number | null)[], diverged = 0 } = {},
): Advised['lambdas'][number] {
  return {
    lambda,
    perWeight: lambda,
    method: 'subgradient',
    validation: {},
    training: {},
    weights: { count: 100, zeros: { ...NOTHING, mean: zeros }, l1: NOTHING, l1Initial: NOTHING },
    features: kept.map((share, i) => ({ name: `x${i + 1}`, kept: share })),
    comparison,
    curves: {
      epoch: [],
      pairs: [],
      evaluatedEpoch: [],
      trainingDataLoss: [],
      validationDataLoss: [],
      penalty: [],
      objective: [],
      batchObjective: [],
    },
    diverged: Array.from({ length: diverged }, () => ({ repeat: 0, fold: 0, epoch: 1, step: 1 })),
  };
}

/** Six pairs of three rows of whose errors nothing is known but their mean: enough for the paired t-test. */
const PAIRS = Array.from({ length: 6 }, (_, fold) => ({
  path: [fold],
  repeat: 0,
  fold,
  training: new Int32Array(15),
  validation: new Int32Array(3),
}));

/** A lambda whose RMSE in each of six pairs is this. */
export function candidateOf(lambda: number, values: readonly number[]): Candidate {
  const summary = { mean: 1, sd: 0, values: [...values] };
  return { lambda, validation: { rmse: summary, r2: summary }, outputs: values.map(() => null) };
}

/** What advice looks at: three lambdas of which none was judged better, unless a test says otherwise. */
export function advisedOf(
  given: Partial<Omit<Advised, 'recipe'>> & { recipe?: Partial<RecipeInput> } = {},
): Advised {
  const { recipe: asked = {}, ...rest } = given;
  const lambdas = rest.lambdas ?? [
    lambdaOf(0, null),
    lambdaOf(0.01, compared('equivalent', -0.001)),
    lambdaOf(0.1, compared('worse', 0.2)),
  ];
  const recipe = parseRecipe({
    data: { dataset: 'diabetes' },
    network: { hidden: [64, 32] },
    optimizer: { name: 'adam', learningRate: 0.001 },
    training: { epochs: 100 },
    penalty: { lambdas: lambdas.map(({ lambda }) => lambda) },
    ...asked,
  });
  return {
    rows: 400,
    test: {
      metric: recipe.compare.metric,
      baseline: recipe.compare.baseline,
      baselineMean: 1,
      name: 'row and training test',
      observations: 10,
      pairs: 10,
      clusters: 400,
      clusteredBy: 'rows',
      testOverTrain: 0.25,
      region: 0.01,
    },
    choice: { lambda: 0, minimum: 0.01, oneStandardError: 0.01, sparsest: 0.01, rule: '' },
    nested: null,
    lambdas,
    tried: lambdas.map(({ lambda }) => candidateOf(lambda, [1, 1, 1, 1, 1, 1])),
    setting: {
      target: { name: 'y', task: 'regression', values: new Float64Array(18) } as never,
      loss: { name: 'mse' },
      pairs: PAIRS,
      scalings: [],
      design: {
        name: 'row and training test',
        testOverTrain: 0.2,
        clusters: { ofPair: PAIRS.map(() => new Int32Array(3)), count: 18, kind: 'rows' },
        observe: (values) => [...values],
        measureError: () => null,
      },
    },
    findings: [],
    references: [],
    stopping: { baseline: null },
    ...rest,
    recipe,
  };
}
