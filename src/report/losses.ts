import { METRIC_KINDS, type MetricName } from '../recipe/metrics.ts';
import type { Losses } from './included.ts';
import { inferRows, type Setting } from './verdict/contrast.ts';
import type { Candidate } from './verdict/judge.ts';

/**
 * Lists the pseudo-values on which the verdict rests.
 *
 * @param sourceRows the position in the data of each row
 */
export function buildLosses(
  tried: readonly Candidate[],
  metric: MetricName,
  setting: Setting,
  sourceRows: ArrayLike<number>,
): Losses {
  const measured = tried.flatMap(({ validation }) =>
    validation[metric].values.filter((value) => value !== null),
  );
  const isLog = METRIC_KINDS[metric].isError && measured.every((value) => value > 0);
  const { clusters } = setting.design;
  const pairs = setting.pairs.map(({ repeat, fold, validation }, pair) => ({
    repeat,
    fold,
    rows: Array.from(validation, (row) => sourceRows[row]),
    ...(clusters.kind === 'groups' && { groups: Array.from(clusters.ofPair[pair]) }),
    lambdas: tried.map((candidate) => {
      const value = candidate.validation[metric].values[pair];
      const values = value === null ? null : inferRows(candidate, pair, value, { metric, isLog, setting });
      return { lambda: candidate.lambda, values: values?.every(Number.isFinite) ? Array.from(values) : null };
    }),
  }));
  const isWhole = pairs.every(({ lambdas }) => lambdas.every(({ values }) => values !== null));
  return {
    metric,
    scale: isLog ? 'logarithm' : 'metric',
    ...(!isWhole && { reason: explainGaps(tried, metric) }),
    pairs,
  };
}

/** Why some trials have no values. */
function explainGaps(tried: readonly Candidate[], metric: MetricName): string {
  if (metric === 'medianAbsoluteError') return 'the median absolute error has no value of a single row';
  const [reason] = tried.flatMap(({ validation }) => validation[metric].reason ?? []);
  if (reason !== undefined) return reason;
  const isKept = tried.every(({ outputs }) => outputs.every((each) => each !== null));
  return isKept ? 'a value is too large to represent' : 'the outputs of so many rows are not kept';
}
