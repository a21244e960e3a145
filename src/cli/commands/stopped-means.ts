import type { ProgressListener } from '../../compare/progress.ts';
import { chooseMetric, METRIC_KINDS, type MetricName } from '../../recipe/metrics.ts';
import type { Draft } from '../../recipe/parameters.ts';
import { type DoneTrial, drawMeans } from '../terminal/means-table.ts';
import type { Style } from '../terminal/style.ts';
import { wrapText } from '../terminal/wrap.ts';

/** The means of a comparison that may be stopped. */
export interface MeansSoFar {
  readonly listener: ProgressListener;
  /** What there is to show; nothing before the first value. */
  format(width: number, style: Style): string;
}

/** Collects the values of a comparison's grid, so that a stop does not lose them. */
export function collectMeans(recipe: Draft): MeansSoFar {
  const trials: DoneTrial[] = [];
  let pairs = 0;
  const label = nameMetric(recipe);
  return {
    listener(event) {
      if (event.kind === 'plan') ({ pairs } = event.plan);
      if (event.kind !== 'trial' || event.lambda === null || event.value === null) return;
      trials.push({ lambda: event.lambda, value: event.value });
    },
    format(width, style) {
      const titles = { mean: `mean validation ${label}`, count: 'pairs', of: pairs };
      const lines = drawMeans(trials, titles, width, style);
      const said = wrapText('Means of what was done, which is no verdict:', width);
      return lines.length === 0 ? '' : `${[...said, '', ...lines].join('\n')}\n`;
    },
  };
}

function nameMetric({ compare, loss }: Draft): string {
  const { metric } = { ...(compare as Draft | undefined) };
  const isKnown = typeof metric === 'string' && Object.hasOwn(METRIC_KINDS, metric);
  return METRIC_KINDS[isKnown ? (metric as MetricName) : chooseMetric(loss)].label;
}
