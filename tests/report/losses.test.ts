import * as v from 'valibot';
import { expect, it } from 'vitest';
import { compare } from '../../src/compare/compare.ts';
import type { RecipeInput } from '../../src/recipe/schema.ts';
import type { Losses } from '../../src/report/included.ts';
import { type Report, ReportSchema } from '../../src/report/schema.ts';
import { assertClose } from '../assert-close.ts';
import { reportOf, smallRecipe, valuesOf } from '../compare/samples.ts';
import { engines } from '../host.ts';

async function lossesOf(given: Partial<RecipeInput> = {}): Promise<{ losses: Losses; report: Report }> {
  const split = { folds: 5, repeats: 2 };
  const report = await compare(smallRecipe({ split, ...given, include: ['losses'] }), { engines });
  expect(v.parse(ReportSchema, report)).toEqual(report);
  if (report.losses === undefined) throw new Error('no losses');
  return { losses: report.losses, report };
}
const average = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

it('losses give back the verdict, from nothing but themselves', async () => {
  const { losses, report } = await lossesOf();
  expect(losses).toMatchObject({ metric: 'rmse', scale: 'logarithm' });
  const [base, other] = [0, 0.05].map((lambda) =>
    losses.pairs.map(({ rows, lambdas }) => {
      const { values } = lambdas.find((each) => each.lambda === lambda) ?? { values: null };
      return rows.map((row, i) => ({ row, value: values?.[i] ?? Number.NaN }));
    }),
  );
  const theta = average(
    other.map((pair, p) => average(pair.map(({ value }, i) => value - base[p][i].value))),
  );
  // Rows and luck, by the formula of docs/verdict.md: 40 rows, 10 pairs, rho = 1 / 4.
  const sums = new Map<number, number>();
  let cells = 0;
  const differences = other.map((pair, p) => {
    const own = pair.map(({ row, value }, i) => ({ row, d: value - base[p][i].value }));
    for (const { row, d } of own) {
      const u = (d - theta) / (10 * own.length);
      sums.set(row, (sums.get(row) ?? 0) + u);
      cells += u * u;
    }
    return average(own.map(({ d }) => d));
  });
  const byRows = (40 / 39) * [...sums.values()].reduce((sum, u) => sum + u * u, 0);
  const byPairs = differences.reduce((sum, d) => sum + (d - theta) ** 2, 0) / 90;
  const error = Math.sqrt(1.25 * byRows + (1 + 10 / 4) * Math.max(0, byPairs - cells));
  const found = reportOf(report, 0.05).comparison;
  assertClose((found?.t ?? 0) / (theta / error), 1, 1e-9);
  expect(sums.size).toBe(40);
});

it('losses of a pair have its metric as their mean, its logarithm for errors', async () => {
  for (const metric of ['mae', 'r2', 'pearson'] as const) {
    const { losses, report } = await lossesOf({ compare: { metric } });
    expect(losses.scale).toBe(metric === 'mae' ? 'logarithm' : 'metric');
    const values = valuesOf(reportOf(report, -0.01).validation[metric]);
    losses.pairs.forEach(({ lambdas }, p) => {
      const mean = average(lambdas[0].values ?? []);
      assertClose(mean, metric === 'mae' ? Math.log(values[p]) : values[p], 1e-12);
    });
    expect(losses).not.toHaveProperty('reason');
  }
});

it('losses name the rows by their places in the data, of which some may be left out', async () => {
  const rows = Array.from({ length: 30 }, (_, i) => ({ a: i % 7 === 3 ? null : (i * 5) % 11, y: 1000 + i }));
  const { losses } = await lossesOf({ data: { rows, target: 'y', missing: 'drop-row' } });
  const places = losses.pairs.filter(({ repeat }) => repeat === 1).flatMap((pair) => pair.rows);
  expect(places.toSorted((a, b) => a - b)).toEqual([...rows.keys()].filter((i) => i % 7 !== 3));
});

it('losses are null with a reason where there are none', async () => {
  const { losses: median } = await lossesOf({ compare: { metric: 'medianAbsoluteError' } });
  expect(median.reason).toContain('median absolute error');
  expect(median.pairs[0].lambdas[0].values).toBeNull();
  const { losses: diverged } = await lossesOf({ optimizer: { name: 'sgd', learningRate: 1e9 } });
  expect(diverged.reason).toContain('diverged');
});
