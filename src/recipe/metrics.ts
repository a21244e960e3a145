/** How a metric is read: which way is better, and what makes a difference of practical size. */
interface MetricKind {
  readonly label: string;
  readonly higherIsBetter: boolean;
  /** Errors are judged relative to the baseline's mean; scores (at most 1) by absolute amounts. */
  readonly isError: boolean;
  readonly task: 'regression' | 'classification' | 'any';
}

const error = (label: string, task: MetricKind['task']): MetricKind => ({
  label,
  higherIsBetter: false,
  isError: true,
  task,
});
const score = (label: string, task: MetricKind['task']): MetricKind => ({
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
} as const satisfies Record<string, MetricKind>;

/** The metric that decides if the recipe names none: it depends on the loss. */
export function chooseMetric(loss: unknown): MetricName {
  return loss === 'cross-entropy' ? 'crossEntropy' : 'rmse';
}

export type MetricName = keyof typeof METRIC_KINDS;
export const METRIC_NAMES = Object.keys(METRIC_KINDS) as MetricName[];
