import fc from 'fast-check';
import { expect, it } from 'vitest';
import { listCharts } from '../../src/charts/charts.ts';
import { listLambdaCharts } from '../../src/charts/lambda-charts.ts';
import type { Comparison } from '../../src/report/comparison.ts';
import type { LambdaReport, Report } from '../../src/report/schema.ts';
import { run } from '../compare/samples.ts';
import { parseSvg } from './parse-svg.ts';
import { fillIn } from './samples.ts';

const figure = fc.oneof(
  { weight: 4, arbitrary: fc.double({ min: -100, max: 100, noNaN: true }) },
  { weight: 1, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }) },
  { weight: 1, arbitrary: fc.constantFrom(0, 1e-320, 1e38, -1e38, Number.MAX_VALUE, -Number.MAX_VALUE) },
);
const size = figure.map(Math.abs);
const orNull = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { freq: 4 });
const share = fc.double({ min: 0, max: 1, noNaN: true });

const verdict: fc.Arbitrary<Comparison['verdict']> = fc.constantFrom(
  'better',
  'worse',
  'equivalent',
  'undecided',
  'not tested',
);

/** The same report with other figures, any of which may be missing where the schema lets it. */
function changeLambda(row: LambdaReport): fc.Arbitrary<LambdaReport> {
  const { values } = row.validation.rmse;
  const epochs = row.curves.epoch.length;
  const curve = fc.array(figure, { minLength: epochs, maxLength: epochs });
  return fc
    .record({
      mean: orNull(figure),
      se: orNull(size),
      each: fc.array(orNull(figure), { minLength: values.length, maxLength: values.length }),
      difference: orNull(figure),
      interval: orNull(fc.tuple(figure, figure)),
      verdict,
      curves: fc.record({ trainingDataLoss: curve, validationDataLoss: curve, penalty: curve }),
      kept: orNull(share),
    })
    .map(({ mean, se, each, difference, interval, verdict: found, curves, kept }) => ({
      ...row,
      validation: { ...row.validation, rmse: { mean, se, sd: null, values: each } },
      comparison: row.comparison && { ...row.comparison, difference, interval, verdict: found },
      curves: { ...row.curves, ...curves },
      features: row.features.map((feature) => ({ ...feature, kept })),
    }));
}

function changeReport(report: Report): fc.Arbitrary<Report> {
  const count = report.lambdas.length;
  const several = <Value>(arbitrary: fc.Arbitrary<Value>) =>
    fc.array(arbitrary, { minLength: count, maxLength: count });
  return fc
    .record({
      lambdas: fc.tuple(...report.lambdas.map(changeLambda)),
      baselineMean: orNull(figure),
      region: orNull(size),
      zeros: several(orNull(share)),
      features: several(orNull(fc.double({ min: 0, max: 5, noNaN: true }))),
      minimum: orNull(fc.constantFrom(0, 0.05)),
      oneStandardError: orNull(fc.constantFrom(0, 0.05)),
      predicted: fc.array(orNull(figure), { minLength: 50, maxLength: 50 }),
      weight: figure,
    })
    .map(
      ({ lambdas, baselineMean, region, zeros, features, minimum, oneStandardError, predicted, weight }) => {
        const changed = {
          ...report,
          lambdas,
          test: { ...report.test, baselineMean, region },
          path: { ...report.path, zeros, features },
          choice: { ...report.choice, minimum, oneStandardError },
        };
        const { predictions, weights, ...filled } = fillIn(changed);
        if (predictions === undefined || weights === undefined) return filled;
        predictions.lambdas[0].predicted = predicted;
        for (const row of weights.lambdas[0].values ?? []) row[1] = weight;
        return { ...filled, predictions, weights };
      },
    );
}

it('no report whatever its figures makes a chart fail, or draw what is no number', async () => {
  const report = await run();
  const options = fc.record({
    width: fc.double({ min: 280, max: 1200, noNaN: true }),
    theme: fc.constantFrom('light' as const, 'dark' as const),
  });
  fc.assert(
    fc.property(changeReport(report), options, (changed, given) => {
      for (const chart of [...listCharts(changed), ...listLambdaCharts(changed, report.lambdas[0].lambda)]) {
        const svg = chart.draw(given);
        expect(`${chart.description} ${svg}`, chart.name).not.toMatch(/NaN|undefined|Infinity|null/);
        parseSvg(svg);
      }
    }),
    { numRuns: 300 },
  );
});
