import type { LambdaReport } from '../../report/schema.ts';
import { drawSparkline, type Range } from './sparkline.ts';
import type { Style } from './style.ts';

const WIDEST = 32;
const NARROWEST = 8;

/**
 * A line of bars for each lambda: its mean validation loss by epoch, all on one scale, with the figures that bars
 * are too coarse to show. Nothing where there is but one epoch.
 */
export function drawCurves(lambdas: readonly LambdaReport[], width: number, style: Style): string[] {
  const shown = lambdas.filter(({ curves }) => curves.validationDataLoss.length > 1);
  if (shown.length === 0) return [];
  // Losses fall by factors: a logarithm shows where they part late.
  const isPositive = shown.every(({ curves }) => curves.validationDataLoss.every((loss) => loss > 0));
  const scale = isPositive ? Math.log : (loss: number) => loss;
  const range = findRange(shown, scale);
  const labels = shown.map(({ lambda }) => String(lambda));
  const labelWidth = Math.max(...labels.map(({ length }) => length));
  const texts = shown.map(({ curves }) => describeCurve(curves));
  const longest = Math.max(...texts.map(({ ends, lowest }) => ends.length + lowest.length));
  // The lowest loss goes first where there is no room for all.
  const hasLowest = width - labelWidth - 6 - longest >= NARROWEST;
  const lines = texts.map(({ ends, lowest }) => (hasLowest ? ends + lowest : ends));
  const room = width - labelWidth - 6 - Math.max(...lines.map(({ length }) => length));
  const bars = Math.min(WIDEST, Math.max(NARROWEST, room));
  return shown.map(({ curves }, i) => {
    const bar = drawSparkline(curves.validationDataLoss.map(scale), bars, range);
    return `  ${labels[i].padStart(labelWidth)}  ${style.cyan(bar)}  ${lines[i]}`;
  });
}

/** From the lowest to the highest loss; those of a lambda that diverged would press all others flat. */
function findRange(lambdas: readonly LambdaReport[], scale: (loss: number) => number): Range {
  const steady = lambdas.filter(({ diverged }) => diverged.length === 0);
  const values = (steady.length > 0 ? steady : lambdas).flatMap(({ curves }) =>
    curves.validationDataLoss.map(scale),
  );
  return {
    low: values.reduce((low, value) => Math.min(low, value), Number.POSITIVE_INFINITY),
    high: values.reduce((high, value) => Math.max(high, value), Number.NEGATIVE_INFINITY),
  };
}

function describeCurve({ epoch, validationDataLoss: losses }: LambdaReport['curves']) {
  let best = 0;
  losses.forEach((loss, i) => {
    if (loss < losses[best]) best = i;
  });
  const isLast = best === losses.length - 1;
  return {
    ends: `${show(losses[0])} → ${show(losses[losses.length - 1])}`,
    lowest: isLast ? ', lowest at the end' : `, lowest ${show(losses[best])} at epoch ${epoch[best]}`,
  };
}

function show(loss: number): string {
  return Math.abs(loss) < 1e5 && Math.abs(loss) >= 1e-3 ? loss.toPrecision(3) : loss.toExponential(1);
}
