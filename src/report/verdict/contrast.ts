import type { TargetScaling } from '../../data/encode.ts';
import type { Pair } from '../../data/split.ts';
import { log } from '../../math/elementary.ts';
import { mean } from '../../math/mean.ts';
import { type Estimate, testEstimate, testPairs } from '../../math/paired-test.ts';
import { matchFreedom, type PairRows, splitVariance } from '../../math/two-way.ts';
import { kindOf, type Metric, nameOf } from '../../recipe/metrics.ts';
import type { Summary } from '../schema.ts';
import { addMetric, measureInfluence, type Truth } from './pseudo-values.ts';
import { ON_THESE_ROWS, type TestDesign } from './test-design.ts';

/** What was trained, as the verdict sees it. */
export interface Tried {
  readonly validation: Readonly<Record<string, Summary>>;
  /** For each pair, the outputs of its validation rows [rows, outputs]; null if there are none. */
  readonly outputs: readonly (Float32Array | null)[];
  /**
   * For each pair, the pseudo-values of its validation rows, on the scale of the contrast: they take the place of
   * outputs, which neither a report holds nor a table of losses.
   */
  readonly pseudoValues?: readonly (ArrayLike<number> | null)[];
}

/** What all that was tried has in common. */
export interface Setting extends Truth {
  readonly pairs: readonly Pair[];
  /** One for each pair. */
  readonly scalings: readonly TargetScaling[];
  readonly design: TestDesign;
  /**
   * By metric, the variance that the steps in which its values move give a difference of two; none where values have all
   * their digits. A few pairs may well differ by the same number of hits.
   */
  readonly rounding?: Readonly<Record<string, number>>;
}

/** What the standard error comes from. */
export type Basis = 'rows and trainings' | 'pairs' | 'blocks' | 'rows';

/** Candidate minus base, on one metric. */
export interface Contrast extends Estimate {
  /** Whether logarithms were compared, so that exp(mean) is a ratio of geometric means. */
  readonly isLog: boolean;
  readonly basis: Basis;
  /** Pairs in which both have a value. */
  readonly pairs: number;
  /** The standard error that endless repeats of the same rows would leave; null where that has no meaning. */
  readonly leastError: number | null;
  /**
   * The same without what single trainings add to the part of the rows, which repeats average away too; null where no
   * row validates twice, and nothing tells the two apart.
   */
  readonly errorAtBest: number | null;
}

/** Fewer pairs, rows or groups say too little about how they vary. */
const LEAST_PAIRS = 5;
const LEAST_CLUSTERS = { rows: 20, groups: 10 } as const;

/**
 * Estimates by how much a candidate differs from a base: for errors by the mean of the log ratios, for scores by the
 * mean of the differences.
 *
 * @returns null if the design tests nothing, or too few pairs have a value
 */
export function contrast(candidate: Tried, base: Tried, metric: Metric, setting: Setting): Contrast | null {
  const { design } = setting;
  const paired = pairUp(candidate, base, metric);
  if (paired === null) return null;
  const { common, isLog, differences } = paired;
  const total = setting.pairs.length;
  if (common.length < total && common.length < LEAST_PAIRS) return null;
  const whole = { isLog, pairs: common.length };
  const rounding = scaleRounding(paired, setting.rounding?.[nameOf(metric)] ?? 0);
  // An error of 0 has no logarithm, and its rows say little of how errors vary.
  const hasRows = isLog || !kindOf(metric).isError;
  const rows = () =>
    hasRows ? listPairRows({ candidate, base, metric, isLog, setting }, common, differences) : null;
  switch (design.name) {
    case 'none':
      return total === 1 ? addTo(whole, estimateByRows(rows(), design)) : null;
    case 'test of forward blocks': {
      if (common.length < total) return null;
      return addTo(whole, {
        ...testPairs(design.observe(differences), 0, rounding),
        basis: 'blocks',
        leastError: null,
        errorAtBest: null,
      });
    }
    default: {
      const isWhole = common.length === total;
      const observed = isWhole ? design.observe(differences) : differences;
      const isGiven = design.name === ON_THESE_ROWS;
      const plain = testByPairs(observed, design.testOverTrain, rounding);
      if (differences.length < LEAST_PAIRS) return addTo(whole, plain);
      const byRows = testByRows(rows(), observed, design, isGiven);
      // Rows that all differ alike say nothing of their spread, nor do rows whose squares exceed the doubles.
      const isUsable =
        byRows !== null &&
        Number.isFinite(byRows.standardError * byRows.df) &&
        (byRows.standardError > 0 || byRows.mean === 0);
      return addTo(whole, isUsable ? byRows : plain);
    }
  }
}

type Estimated = Estimate & Pick<Contrast, 'basis' | 'leastError' | 'errorAtBest'>;

function addTo(whole: Pick<Contrast, 'isLog' | 'pairs'>, estimated: Estimated | null): Contrast | null {
  if (estimated === null) return null;
  const { mean: middle, standardError, df, t, p, basis, leastError, errorAtBest } = estimated;
  return { ...whole, mean: middle, standardError, df, t, p, basis, leastError, errorAtBest };
}

/** What rounding makes a difference vary, on the scale of the contrast. */
function scaleRounding({ common, isLog }: Paired, rounding: number): number {
  if (!isLog || rounding === 0) return rounding;
  // The derivative of a logarithm.
  const inverse = mean(common.map(({ own, other }) => (1 / own ** 2 + 1 / other ** 2) / 2));
  return rounding * inverse;
}

/** The corrected resampled t-test. */
function testByPairs(observed: readonly number[], testOverTrain: number, rounding: number): Estimated {
  const test = testPairs(observed, testOverTrain, rounding);
  const share = testOverTrain / (1 / observed.length + testOverTrain);
  const leastError = test.standardError * Math.sqrt(share);
  return { ...test, basis: 'pairs', leastError, errorAtBest: leastError };
}

/**
 * SE^2 = (1 + rho) V_rows + V_trainings (1 + P rho) with rho = validation over training rows; 1 + 2 rho where rows also
 * chose the epoch. On given training rows,
 * V_rows plus the plain variance of the mean over the repeats.
 */
function testByRows(
  rows: readonly PairRows[] | null,
  observed: readonly number[],
  { clusters, testOverTrain: rho, choosesEpoch = false }: TestDesign,
  isGiven: boolean,
): Estimated | null {
  if (rows === null || clusters.count < LEAST_CLUSTERS[clusters.kind]) return null;
  const parts = splitVariance(rows, clusters.count);
  const plain = testPairs(observed, 0);
  const count = observed.length;
  const factor = 1 + (choosesEpoch ? 2 : 1) * rho;
  const byRows = factor * parts.rows;
  const byTrainings = isGiven ? plain.standardError ** 2 : (1 + count * rho) * parts.trainings;
  const df = matchFreedom([
    { variance: byRows, df: clusters.count - 1 },
    { variance: byTrainings, df: count - 1 },
  ]);
  const shared = isGiven ? 0 : count * rho * parts.trainings;
  const { rowsAtBest } = parts;
  return {
    ...testEstimate(plain.mean, hold(Math.sqrt(byRows + byTrainings)), df),
    basis: 'rows and trainings',
    leastError: hold(Math.sqrt(byRows + shared)),
    errorAtBest: rowsAtBest === null ? null : hold(Math.sqrt(factor * rowsAtBest + shared)),
  };
}

/** For these two networks alone: no p, since other networks would differ otherwise. */
function estimateByRows(rows: readonly PairRows[] | null, { clusters }: TestDesign): Estimated | null {
  if (rows === null || clusters.count < LEAST_CLUSTERS[clusters.kind]) return null;
  const [{ difference }] = rows;
  const { rows: variance } = splitVariance(rows, clusters.count);
  const estimate = testEstimate(difference, hold(Math.sqrt(variance)), clusters.count - 1);
  return { ...estimate, t: null, p: null, basis: 'rows', leastError: null, errorAtBest: null };
}

function hold(value: number): number {
  return Math.min(value, Number.MAX_VALUE);
}

interface Common {
  readonly pair: number;
  readonly own: number;
  readonly other: number;
}

/** The values of two over the pairs in which both have one. */
interface Paired {
  readonly common: readonly Common[];
  /** Whether the differences are those of logarithms. */
  readonly isLog: boolean;
  /** Candidate minus base. */
  readonly differences: readonly number[];
}

/** Compares two pair by pair; null if a difference is too large to represent. */
export function pairUp(
  candidate: Pick<Tried, 'validation'>,
  base: Pick<Tried, 'validation'>,
  metric: Metric,
): Paired | null {
  const others = base.validation[nameOf(metric)].values;
  const common = candidate.validation[nameOf(metric)].values.flatMap((own, pair) => {
    const other = others[pair];
    return own === null || other === null ? [] : [{ pair, own, other }];
  });
  const isLog = kindOf(metric).isError && common.every(({ own, other }) => own > 0 && other > 0);
  const differences = common.map(({ own, other }) => (isLog ? log(own) - log(other) : own - other));
  return differences.every(Number.isFinite) ? { common, isLog, differences } : null;
}

interface Compared {
  readonly candidate: Tried;
  readonly base: Tried;
  readonly metric: Metric;
  readonly isLog: boolean;
  readonly setting: Setting;
}

/** The rows of the pairs in common; null where outputs were not kept, or the metric has no influence function. */
function listPairRows(
  { candidate, base, metric, isLog, setting }: Compared,
  common: readonly Common[],
  differences: readonly number[],
): PairRows[] | null {
  const listed: PairRows[] = [];
  for (const [i, { pair, own, other }] of common.entries()) {
    const values = inferRows(candidate, pair, own, { metric, isLog, setting });
    const others = inferRows(base, pair, other, { metric, isLog, setting });
    if (values === null || others === null) return null;
    for (let r = 0; r < values.length; r++) values[r] -= others[r];
    listed.push({ difference: differences[i], clusters: setting.design.clusters.ofPair[pair], values });
  }
  return listed;
}

/**
 * The pseudo-value of each validation row of a pair: their mean is the metric, or its logarithm.
 *
 * @param value the metric
 * @returns null where outputs were not kept, or the metric has no influence function
 */
export function inferRows(
  { outputs, pseudoValues }: Pick<Tried, 'outputs' | 'pseudoValues'>,
  pair: number,
  value: number,
  { metric, isLog, setting }: Pick<Compared, 'metric' | 'isLog' | 'setting'>,
): Float64Array | null {
  const given = pseudoValues?.[pair];
  if (given !== undefined) return given && Float64Array.from(given);
  const own = outputs[pair];
  if (own === null || typeof metric !== 'string') return null;
  const judged = { rows: setting.pairs[pair].validation, outputs: own, scaling: setting.scalings[pair] };
  const influence = measureInfluence(metric, value, setting, judged);
  return influence && addMetric(influence, value, isLog);
}
