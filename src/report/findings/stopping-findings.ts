import { DEFAULTS } from '../../recipe/defaults.ts';
import { METRIC_KINDS } from '../../recipe/metrics.ts';
import type { Next } from '../../recipe/next.ts';
import { sayLambda } from '../../words/lambdas.ts';
import { joinWords, nameLambdas } from '../../words/lists.ts';
import { percent, round } from '../../words/numbers.ts';
import type { Comparison } from '../comparison.ts';
import { isMostlyDecline, measureKeptGain } from '../verdict/cautions.ts';
import { type Finding, makeFinding } from './finding.ts';
import type { Observed } from './observed.ts';

/** Validation curves that are still falling when training ends: by the slope of their last tenth. */
export function findStillImproving({ lambdas, recipe }: Observed): Finding | null {
  const { improvingShare } = recipe.thresholds;
  const { epochs, patience } = recipe.training;
  if (patience !== null) return null;
  const falling = lambdas.flatMap(({ report }) => {
    const { validationDataLoss: losses } = report.curves;
    if (losses.length < epochs || epochs < 2 || report.diverged.length > 0) return [];
    if (losses.some((loss) => loss < losses[epochs - 1])) return [];
    const fall = measureFall(losses.slice(-1 - Math.ceil(epochs / 10)));
    return fall > improvingShare ? [{ lambda: report.lambda, fall }] : [];
  });
  if (falling.length === 0) return null;
  const values = falling.map(({ lambda }) => lambda);
  const falls = falling.map(({ fall }) => fall);
  const message =
    `At ${nameLambdas(values)} the validation loss still fell by ${joinWords(falls.map(percent))} over the last tenth of ${epochs} ` +
    'epochs, so lambdas are compared by how fast they learn: take more epochs.';
  const evidence = { fall: falls, epochs, threshold: improvingShare };
  return makeFinding('still-improving', values, evidence, message, trainLonger(epochs));
}

/** The most epochs that a recipe takes. */
const MOST_EPOCHS = 100_000;

/** Four times the epochs, and never fewer than by default; null where there can be no more. */
function trainLonger(epochs: number): Next | null {
  if (epochs >= MOST_EPOCHS) return null;
  return { training: { epochs: Math.min(Math.max(DEFAULTS.epochs, 4 * epochs), MOST_EPOCHS) } };
}

/** The share by which the least-squares line through some losses falls from the first to the last; two or more. */
function measureFall(losses: readonly number[]): number {
  const middle = (losses.length - 1) / 2;
  const level = losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
  let products = 0;
  let squares = 0;
  losses.forEach((loss, i) => {
    products += (i - middle) * (loss - level);
    squares += (i - middle) * (i - middle);
  });
  const rise = (products / squares) * middle;
  return (-2 * rise) / (level - rise);
}

/**
 * The baseline is trained past its best, and that explains what was found: most of the gain of the chosen lambda, or
 * that stopping earlier is better where no lambda is.
 */
export function findOvertrainedBaseline({
  lambdas,
  test,
  choice,
  stopping,
  recipe,
}: Observed): Finding | null {
  const { baseline } = stopping;
  if (baseline === null || test.baseline === null || !isDecline(baseline.comparison, test)) return null;
  const chosen = lambdas.find(({ report }) => report.lambda === choice.lambda)?.report;
  const comparison = chosen?.comparison ?? null;
  const isExplained = comparison !== null && isMostlyDecline(comparison);
  if (!isExplained && !(comparison === null && baseline.comparison.verdict === 'better')) return null;
  const { label } = METRIC_KINDS[test.metric];
  const { epochs } = recipe.training;
  const gain = sayGain(baseline.comparison);
  const evidence = {
    epoch: baseline.epoch,
    epochs,
    gain: baseline.comparison.relative ?? baseline.comparison.difference,
    keptGain: comparison === null ? null : measureKeptGain(comparison),
  };
  const what =
    `At lambda = ${sayLambda(test.baseline)} the network is trained past its best: stopping after about ${baseline.epoch} of ${epochs} epochs ` +
    `improves validation ${label} by ${gain}`;
  const why =
    comparison?.atBestEpoch && chosen
      ? `, and with each stopped at its best epoch lambda = ${sayLambda(chosen.lambda)} gains ${sayGain(comparison.atBestEpoch)} in place of ${sayGain(comparison)}`
      : '';
  const message = `${what}${why}: take about ${baseline.epoch} epochs, or training.patience, and compare again.`;
  const next = { training: { epochs: baseline.epoch } };
  return makeFinding('overtrained-baseline', [test.baseline], evidence, message, next);
}

type Gain = Pick<Comparison, 'difference' | 'relative'>;

function isDecline({ difference }: Gain, { metric }: Observed['test']): boolean {
  return difference !== null && (METRIC_KINDS[metric].higherIsBetter ? difference > 0 : difference < 0);
}

/** "24 %", or an amount for scores; 0 where the difference goes the other way is said with its sign. */
function sayGain({ difference, relative }: Gain): string {
  return relative === null ? round(Math.abs(difference ?? 0)) : `${round(-100 * relative)} %`;
}
