/** How a metric is read: which way is better, and what makes a difference of practical size. */
interface MetricKind {
  /** Its name in a sentence. */
  readonly label: string;
  readonly higherIsBetter: boolean;
  /** Errors are judged relative to the baseline's mean; scores (at most 1) by absolute amounts. */
  readonly isError: boolean;
}

/** One of absum's own. */
interface OwnKind extends MetricKind {
  readonly task: 'regression' | 'classification' | 'any';
}

/** A metric of somebody else, by which scores are judged that absum did not measure. */
export interface ForeignMetric extends MetricKind {
  readonly name: string;
}

/** What a comparison is decided by: a metric of absum, or somebody else's. */
export type Metric = MetricName | ForeignMetric;

/** How a metric is read, whosever it is. */
export function kindOf(metric: Metric): MetricKind {
  return typeof metric === 'string' ? METRIC_KINDS[metric] : metric;
}

/** The name under which figures are filed. */
export function nameOf(metric: Metric): string {
  return typeof metric === 'string' ? metric : metric.name;
}

/** A metric as a sentence names it: absum's own are those of the rows that validate. */
export function sayMetric(metric: Metric): string {
  const { label } = kindOf(metric);
  return typeof metric === 'string' ? `validation ${label}` : label;
}

const error = (label: string, task: OwnKind['task']): OwnKind => ({
  label,
  higherIsBetter: false,
  isError: true,
  task,
});
const score = (label: string, task: OwnKind['task']): OwnKind => ({
  label,
  higherIsBetter: true,
  isError: false,
  task,
});

/** The metrics that can decide a comparison; `training/metrics.ts` defines each. */
export const METRIC_KINDS = {
  rmse: error('RMSE', 'regression'),
  mae: error('MAE', 'regression'),
  mse: error('MSE', 'regression'),
  medianAbsoluteError: error('median absolute error', 'regression'),
  r2: score('R2', 'regression'),
  pearson: score('Pearson r', 'regression'),
  accuracy: score('accuracy', 'classification'),
  crossEntropy: error('cross-entropy', 'classification'),
  dataLoss: error('data loss', 'any'),
} as const satisfies Record<string, OwnKind>;

/** The metric that decides if the recipe names none: it depends on the loss. */
export function chooseMetric(loss: unknown): MetricName {
  return loss === 'cross-entropy' ? 'crossEntropy' : 'rmse';
}

export type MetricName = keyof typeof METRIC_KINDS;
export const METRIC_NAMES = Object.keys(METRIC_KINDS) as MetricName[];
