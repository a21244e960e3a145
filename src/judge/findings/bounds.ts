import { kindOf, type Metric, nameOf } from '../../recipe/metrics.ts';

/** What values a metric can have. */
interface Bounds {
  readonly least: number;
  readonly most: number;
}

// By whole words, as `src/judge/reading` reads names.
const SHARES =
  /^(acc|accuracy|auc|auroc|roc|f1|precision|recall|specificity|sensitivity|iou|dice|jaccard|ndcg|map|brier)$/;
const CORRELATIONS = /^(pearson|spearman|kendall|correlation|corr|mcc|kappa)$/;
const DETERMINATIONS = /^(r2|nse)$/;
const ERRORS = /^(rmse|mae|mse|mape|smape|rmsle|msle|mad|wer|cer|perplexity|ppl|absolute|squared)$/;

/** The bounds of a metric that its name tells; null where it tells none. */
export function findBounds(metric: Metric): Bounds | null {
  const words = nameOf(metric)
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  const isA = (kind: RegExp) => words.some((word) => kind.test(word));
  const { higherIsBetter } = kindOf(metric);
  if (isA(ERRORS) && !higherIsBetter) return { least: 0, most: Infinity };
  if (isA(SHARES)) return { least: 0, most: 1 };
  if (!higherIsBetter) return null;
  if (isA(CORRELATIONS)) return { least: -1, most: 1 };
  return isA(DETERMINATIONS) ? { least: -Infinity, most: 1 } : null;
}
