import libraryCdf from '@stdlib/stats-base-dists-t-cdf';
import * as v from 'valibot';
import type { PairRows } from '../../src/engines/engine.ts';
import { Thresholds } from '../../src/recipe/thresholds.ts';
import type { FindingCode } from '../../src/report/findings/finding.ts';
import type { Report } from '../../src/report/schema.ts';
import { type Recording, reportOf, valuesOf } from '../compare/samples.ts';
import { dataLoss } from './network.ts';
import { shareDead, shareNearZero } from './trained-network.ts';

// What the figures of each finding come to, worked out naively from what the report publishes, and from the networks
// and rows that an engine was given where the report does not publish them.

/** A comparison, and what its engine was asked to do. */
export interface Seen {
  readonly report: Report;
  readonly recording: Recording;
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const geometricMean = (values: readonly number[]) => Math.exp(mean(values.map(Math.log)));

/** Sum over the columns of the mean squared distance from the column's mean. */
function sumVariances(values: ArrayLike<number>, columns: number): number {
  let total = 0;
  for (let c = 0; c < columns; c++) {
    const column = Array.from(values).filter((_, i) => i % columns === c);
    const middle = mean(column);
    total += mean(column.map((value) => (value - middle) ** 2));
  }
  return total;
}

/** The trials of one lambda, with `scale` "sum". */
const trialsOf = ({ recording }: Seen, lambda: number) =>
  recording.trials.filter(({ spec }) => (spec.penalty?.coefficient ?? 0) === lambda);

const rowsOf = ({ recording }: Seen, { pair }: Recording['trials'][number]): PairRows =>
  recording.pairs[pair];

/** The largest step that a penalty's gradient of `coefficient` makes after many of the same sign. */
function stepOf({ report }: Seen, coefficient: number): number {
  const { name, learningRate, momentum } = report.recipe.optimizer as Record<string, number | string>;
  if (name === 'adam' || name === 'rmsprop') return Number(learningRate);
  let velocity = 0;
  for (let i = 0; i < 1000; i++) velocity = (name === 'sgd' ? 0 : Number(momentum)) * velocity + coefficient;
  return Number(learningRate) * velocity;
}

/** The data loss of predicting the mean of the target, or the share of each class, averaged over the pairs. */
function lossOfMean({ recording }: Seen): number {
  const { loss } = recording.trials[0].spec;
  const losses = recording.pairs.map(({ targets: { columns, values } }) => {
    const rows = Array.from({ length: values.length / columns }, (_, row) =>
      Array.from(values.slice(row * columns, (row + 1) * columns)),
    );
    const means = rows[0].map((_, c) => mean(rows.map((row) => row[c])));
    const outputs = loss.name === 'cross-entropy' ? means.map(Math.log) : means;
    return dataLoss(
      loss,
      rows.map(() => outputs),
      rows,
    );
  });
  return mean(losses);
}

/** A plain paired t-test, its tail by a library. */
function testPlainly(differences: readonly number[]): number {
  const n = differences.length;
  const middle = mean(differences);
  const variance = differences.reduce((sum, d) => sum + (d - middle) ** 2, 0) / (n - 1);
  return 2 * libraryCdf(-Math.abs(middle / Math.sqrt(variance / n)), n - 1);
}

const comparisonOf = ({ report }: Seen, lambda: number) => {
  const { comparison } = reportOf(report, lambda);
  if (comparison === null) throw new Error(`nothing is compared at ${lambda}`);
  return comparison;
};

/** The metric of each pair, where a lower one is better. */
const errorsOf = ({ report }: Seen, lambda: number) =>
  valuesOf(reportOf(report, lambda).validation[report.test.metric]);

/** A reference beside the network of a lambda, by the ratio of their geometric means. */
function compareReference(seen: Seen, name: 'mean' | 'linear', lambda: number) {
  const reference = seen.report.references.find((each) => each.name === name);
  if (!reference?.comparison) throw new Error(`no comparison of ${name}`);
  const own = errorsOf(seen, lambda);
  const errors = valuesOf(reference.validation[seen.report.test.metric]);
  const relative = Math.exp(mean(errors.map((error, pair) => Math.log(error / own[pair])))) - 1;
  const { verdict, interval, level, p } = reference.comparison;
  return {
    verdict,
    difference: relative * geometricMean(own),
    relative,
    interval,
    level,
    p,
    reference: mean(errors),
  };
}

type Oracle = (seen: Seen, lambdas: readonly number[]) => Record<string, unknown>;

/** For recipes with the default thresholds, whose baseline is 0 and whose metric is an error. */
export const EVIDENCE: Partial<Record<FindingCode, Oracle>> = {
  diverged: ({ report }, lambdas) => ({
    trials: lambdas.map((lambda) => reportOf(report, lambda).diverged.length),
    ofPairs: report.design.pairs,
    first: lambdas.map((lambda) => reportOf(report, lambda).diverged[0]),
  }),
  // The rows that train are those that the engine was given; they are float32, as the features of the network are.
  'unscaled-data': ({ recording }) => {
    const sizes = recording.pairs.map(({ features: { columns, values } }) =>
      Math.sqrt(
        mean(
          Array.from(values)
            .filter((_, i) => i % columns === 0)
            .map((x) => x ** 2),
        ),
      ),
    );
    return {
      largestFeature: { name: 'first', rms: Math.max(...sizes) },
      largeFeatures: 1,
      target: null,
      factor: 10,
    };
  },
  'negative-lambda': ({ report }, lambdas) => ({
    bounded: false,
    l1Initial: lambdas.map((lambda) => mean(valuesOf(reportOf(report, lambda).weights.l1Initial))),
    l1: lambdas.map((lambda) => mean(valuesOf(reportOf(report, lambda).weights.l1))),
  }),
  'overshooting-step': (seen, lambdas) => {
    const reports = lambdas.map((lambda) => reportOf(seen.report, lambda));
    return {
      step: lambdas.map((lambda) => stepOf(seen, lambda)),
      meanWeight: reports.map(({ weights }) => mean(valuesOf(weights.l1)) / weights.count),
      objective: reports.map(({ training }) => mean(valuesOf(training.objective))),
      meanLoss: lossOfMean(seen),
      threshold: 0.75,
    };
  },
  exploded: (seen, lambdas) => ({
    errorOverMean: lambdas.map((lambda) => {
      const { training, validation } = reportOf(seen.report, lambda);
      const ratios = [training, validation].map(({ r2, dataLoss }) =>
        r2 === undefined
          ? mean(valuesOf(dataLoss)) / lossOfMean(seen)
          : mean(valuesOf(r2).map((value) => 1 - value)),
      );
      return Math.max(...ratios);
    }),
    growth: lambdas.map((lambda) => {
      const { l1, l1Initial } = reportOf(seen.report, lambda).weights;
      return mean(valuesOf(l1)) / mean(valuesOf(l1Initial));
    }),
    threshold: 10,
  }),
  'collapsed-to-mean': (seen, lambdas) => ({
    spread: lambdas.map((lambda) =>
      mean(
        trialsOf(seen, lambda).map((trial) => {
          const { columns, values } = rowsOf(seen, trial).targets;
          return sumVariances(trial.outputs, columns) / sumVariances(values, columns);
        }),
      ),
    ),
    zeros: lambdas.map((lambda) => mean(valuesOf(reportOf(seen.report, lambda).weights.zeros))),
    threshold: 0.05,
  }),
  'inert-penalty': ({ report }, lambdas) => ({
    penaltyOverDataLoss: lambdas.map((lambda) => {
      const { perWeight, weights, training } = reportOf(report, lambda);
      const [before, after] = [mean(valuesOf(weights.l1Initial)), mean(valuesOf(weights.l1))];
      return (perWeight * Math.max(before, after)) / mean(valuesOf(training.dataLoss));
    }),
    perWeight: lambdas.map((lambda) => lambda / reportOf(report, lambda).weights.count),
    threshold: v.parse(Thresholds, report.recipe.thresholds).inertShare,
  }),
  'dead-units': (seen, lambdas) => ({
    deadUnits: lambdas.map((lambda) =>
      mean(trialsOf(seen, lambda).map((trial) => shareDead(trial, rowsOf(seen, trial)))),
    ),
    threshold: 0.1,
  }),
  // The line through the last tenth of the epochs and the one before, by the normal equations in epochs from there.
  'still-improving': ({ report }, lambdas) => ({
    fall: lambdas.map((lambda) => {
      const losses = reportOf(report, lambda).curves.validationDataLoss;
      const tail = losses.slice(losses.length - 1 - losses.length / 10);
      const sum = (read: (loss: number, i: number) => number) =>
        tail.reduce((total, loss, i) => total + read(loss, i), 0);
      const [n, x, xx, y, xy] = [
        tail.length,
        sum((_, i) => i),
        sum((_, i) => i * i),
        sum((loss) => loss),
        sum((loss, i) => loss * i),
      ];
      const slope = (n * xy - x * y) / (n * xx - x * x);
      const start = (y - slope * x) / n;
      return (-slope * (n - 1)) / start;
    }),
    epochs: reportOf(report, lambdas[0]).curves.epoch.length,
    threshold: 0.01,
  }),
  // The gain itself is worked out in the test of stopping.
  'overtrained-baseline': ({ report }, [base]) => {
    const epochs = (reportOf(report, base).bestEpochs ?? []).map(Number).toSorted((a, b) => a - b);
    const half = epochs.length / 2;
    const chosen = report.lambdas.find(({ lambda }) => lambda === report.choice.lambda)?.comparison;
    return {
      epoch: Math.ceil((epochs[half - 1] + epochs[half]) / 2),
      epochs: reportOf(report, base).curves.epoch.length,
      gain: report.stopping.baseline?.comparison.relative,
      keptGain: chosen
        ? (chosen.atBestEpoch?.relative ?? Number.NaN) / (chosen.relative ?? Number.NaN)
        : null,
    };
  },
  'optimistic-best': (seen, [best]) => {
    const { report } = seen;
    const all = report.lambdas.map(({ lambda }) => errorsOf(seen, lambda));
    const own = errorsOf(seen, best);
    const folds = report.design.folds ?? Number.NaN;
    // Over the folds of each repeat, then the root mean square over repeats.
    const squares = Array.from({ length: report.design.repeats }, (_, repeat) => {
      const values = own.slice(repeat * folds, (repeat + 1) * folds);
      return values.reduce((sum, value) => sum + (value - mean(values)) ** 2, 0) / (folds - 1) / folds;
    });
    return {
      candidates: report.lambdas.length,
      mean: mean(own),
      se: Math.sqrt(mean(squares)),
      bias: mean(own.map((value, pair) => value - Math.min(...all.map((values) => values[pair])))),
      thresholds: { optimisticLambdas: 3, optimisticShare: 0.1 },
    };
  },
  'within-noise': (seen, [lambda]) => {
    const base = errorsOf(seen, 0);
    const ratios = errorsOf(seen, lambda).map((value, pair) => Math.log(value / base[pair]));
    const { interval, level, pHolm } = comparisonOf(seen, lambda);
    return {
      difference: (Math.exp(mean(ratios)) - 1) * geometricMean(base),
      interval,
      level,
      pHolm,
      pNaive: testPlainly(ratios),
      observations: ratios.length,
    };
  },
  'detectable-limit': (seen, lambdas) => {
    const comparisons = lambdas.map((lambda) => comparisonOf(seen, lambda));
    const detectable = comparisons.map((comparison) => comparison.detectable ?? Number.NaN);
    return {
      detectable,
      share: detectable.map((difference) => difference / geometricMean(errorsOf(seen, 0))),
      observations: errorsOf(seen, lambdas[0]).length,
      detectableAtBest: comparisons[detectable.indexOf(Math.max(...detectable))].detectableAtBest,
      threshold: 0.05,
    };
  },
  'worse-than-mean': (seen, [lambda]) => compareReference(seen, 'mean', lambda),
  'not-better-than-mean': (seen, [lambda]) => compareReference(seen, 'mean', lambda),
  'no-better-than-linear': (seen, [lambda]) => compareReference(seen, 'linear', lambda),
  'no-exact-zeros': (seen, lambdas) => ({
    zeros: lambdas.map((lambda) => mean(valuesOf(reportOf(seen.report, lambda).weights.zeros))),
    nearZero: lambdas.map((lambda) => mean(trialsOf(seen, lambda).map(shareNearZero))),
    thresholds: { nearZero: 0.01, nearZeroShare: 0.1 },
  }),
};
