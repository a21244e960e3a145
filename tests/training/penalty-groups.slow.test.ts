import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { compare, plan } from '../../src/compare/compare.ts';
import { type TrainedNetwork, train } from '../../src/compare/train.ts';
import { makePairs } from '../../src/data/split.ts';
import type { Engine } from '../../src/engines/engine.ts';
import { createPacer } from '../../src/pace.ts';
import { loadDataset } from '../../src/recipe/load.ts';
import { parseRecipe, parseTrainRecipe } from '../../src/recipe/parse.ts';
import type { RecipeInput, TrainInput } from '../../src/recipe/schema.ts';
import { ReportSchema } from '../../src/report/schema.ts';
import { KEEP_PARAMETERS } from '../../src/training/included.ts';
import { listRows, preparePair } from '../../src/training/rows.ts';
import { trainLambda } from '../../src/training/trial.ts';
import { assertClose } from '../assert-close.ts';
import { reportOf, run, smallRecipe, valuesOf } from '../compare/samples.ts';
import { engines, fused, tfjs } from '../host.ts';
import { norm } from '../oracles/group.ts';
import { absSum } from '../oracles/penalty.ts';

const GROUPED = { method: 'proximal', groups: 'features' } as const;
const SINGLE = { method: 'proximal', groups: null } as const;
const UNITS = 8;
const LAMBDA = 0.02;

const isZero = (w: number) => w === 0;

/** One hidden layer, and as many rows as it takes to see that five of the ten features say nothing. */
const friedman = (given: object) => ({
  data: { dataset: 'friedman1', rows: 2000, noise: 0.5 },
  network: { hidden: [UNITS], activation: 'tanh' } as const,
  optimizer: { name: 'adam', learningRate: 0.01 } as const,
  training: { epochs: 60, batchSize: 100 },
  ...given,
});

/** Exact zeros among the first layer's weights of each feature. */
function countZeros({ layers: [first], encoding }: TrainedNetwork): number[] {
  return encoding.columns.map(
    (_, i) => first.weights.slice(i * UNITS, (i + 1) * UNITS).filter(isZero).length,
  );
}

describe.each(engines.map((engine) => [engine.name, engine] as const))(
  'groups of features on %s',
  (_, engine) => {
    it('drop whole inputs in every pair, those that say nothing', async () => {
      const recipe = friedman({
        split: { folds: 2, repeats: 1 },
        penalty: { ...GROUPED, lambdas: [0, LAMBDA] },
      });
      const report = await compare(recipe, { engines: [engine] });
      v.parse(ReportSchema, JSON.parse(JSON.stringify(report)));
      expect(report.recipe.penalty).toMatchObject({ groups: 'features' });
      const keptAt = (lambda: number) => reportOf(report, lambda).features.map(({ kept }) => kept);
      expect(keptAt(0)).toEqual(new Array(10).fill(1));
      // x3 enters as (x3 - 0.5)^2, which no line follows, and goes too.
      expect(keptAt(LAMBDA)).toEqual([1, 1, 0, 1, 1, 0, 0, 0, 0, 0]);
      expect(reportOf(report, LAMBDA).perWeight).toBe(LAMBDA);
    });

    it('keep the weights of a kept feature, most of which the plain penalty zeroes', async () => {
      const data = { dataset: 'friedman1', rows: 1000 };
      const trainWith = (penalty: object) =>
        train(friedman({ data, penalty: { lambda: LAMBDA, ...penalty } }), { engines: [engine] });
      const grouped = await trainWith(GROUPED);
      expect(countZeros(grouped)).toEqual([0, 0, 8, 0, 0, 8, 8, 8, 0, 8]);
      const single = countZeros(await trainWith(SINGLE));
      for (const feature of [0, 1, 3, 4, 8]) {
        expect(single[feature]).toBeGreaterThan(UNITS / 2);
        expect(single[feature]).toBeLessThan(UNITS);
      }
      // The layer behind has no groups: its weights become zero one by one.
      const zerosBehind = grouped.layers[1].weights.filter(isZero).length;
      expect(zerosBehind).toBeGreaterThan(0);
      expect(zerosBehind).toBeLessThan(UNITS);
    });

    it('keep or drop all columns of a text feature together, in every pair', async () => {
      const grouped = await listColumnsKept(engine, 'features');
      expect(grouped.filter(({ kept }) => new Set(kept).size > 1)).toEqual([]);
      const statuses = grouped.map(({ kept: [first] }) => first);
      expect(new Set(statuses)).toEqual(new Set([true, false]));
      const single = await listColumnsKept(engine, null);
      expect(single.filter(({ kept }) => new Set(kept).size > 1).length).toBeGreaterThan(0);
    });

    it.each(['sum', 'mean'] as const)(
      'count lambda times sqrt(n) ||W|| for each feature, and |w| behind: scale %s',
      async (scale) => {
        const { layers, encoding, metrics, weights } = await trainWages(engine, {
          penalty: { ...GROUPED, lambda: scale === 'sum' ? 0.03 : 0.03 * 20, scale },
          network: { hidden: [5, 3] },
        });
        const [first, ...behind] = layers;
        const features = [...new Set(encoding.columns.map(({ feature }) => feature))];
        expect(features.length).toBeLessThan(encoding.columns.length);
        const ofFeatures = features.map((feature) => {
          const own = [...first.weights].filter(
            (_, i) => encoding.columns[Math.floor(i / 5)].feature === feature,
          );
          return Math.sqrt(own.length) * norm(own);
        });
        const total = absSum(ofFeatures) + absSum(behind.flatMap((layer) => [...layer.weights]));
        const expected = scale === 'sum' ? 0.03 * total : (0.03 * 20 * total) / weights.count;
        assertClose(metrics.penalty.value ?? Number.NaN, expected, 1e-6 * expected);
        expect(metrics.objective.value).toBe((metrics.dataLoss.value ?? 0) + (metrics.penalty.value ?? 0));
      },
    );
  },
);

/** The wages of 1985, whose features are numbers and text, by few epochs. */
function trainWages(engine: Engine, given: Partial<TrainInput>): Promise<TrainedNetwork> {
  const recipe = { data: { dataset: 'cps-wages-1985' }, training: { epochs: 5 }, ...given };
  return train(recipe, { engines: [engine] });
}

/** For each pair and each text feature of more than one column, which columns have a weight that is not 0. */
async function listColumnsKept(engine: Engine, groups: 'features' | null) {
  const recipe = parseRecipe({
    data: { dataset: 'cps-wages-1985' },
    split: { folds: 2, repeats: 2 },
    network: { hidden: [UNITS], activation: 'tanh' },
    optimizer: { name: 'adam', learningRate: 0.01 },
    training: { epochs: 60, batchSize: 100 },
    penalty: { ...GROUPED, groups, lambdas: [0.06] },
  });
  const dataset = await loadDataset(recipe);
  const found: { feature: string; kept: boolean[] }[] = [];
  for (const split of makePairs(dataset, recipe.split, recipe.seed)) {
    const pair = preparePair(dataset, split, recipe);
    const rows = await engine.openPair(listRows(pair));
    const pacer = createPacer(1e-3);
    const run = { recipe, dataset, pacer, keeping: KEEP_PARAMETERS };
    const { included, kept } = await trainLambda(run, pair, rows, 0.06);
    rows.close();
    for (const feature of dataset.features.filter(({ kind }) => kind === 'text')) {
      const columns = pair.encoding.columns.flatMap((column, i) =>
        column.feature === feature.name ? [i] : [],
      );
      expect(columns.length).toBeGreaterThan(1);
      const ofColumns = columns.map(
        (i) => !included.parameters?.slice(i * UNITS, (i + 1) * UNITS).every(isZero),
      );
      expect(kept?.get(feature.name)).toBe(ofColumns.includes(true));
      found.push({ feature: feature.name, kept: ofColumns });
    }
  }
  return found;
}

const wages: Partial<RecipeInput> = {
  data: { dataset: 'cps-wages-1985' },
  split: { folds: 2, repeats: 1 },
  network: { hidden: [64, 32] },
  training: { epochs: 20, batchSize: 32 },
};

describe('groups of features', () => {
  it.each(['momentum', 'adam'] as const)('give the same curves on both engines: %s', async (name) => {
    const given = { ...wages, optimizer: { name }, penalty: { ...GROUPED, lambdas: [0.001, 0.01, 0.1] } };
    const [one, other] = await Promise.all(
      [fused, tfjs].map((engine) => compare(smallRecipe(given), { engines: [engine] })),
    );
    one.lambdas.forEach(({ curves }, i) => {
      for (const curve of ['trainingDataLoss', 'validationDataLoss', 'penalty', 'objective'] as const) {
        curves[curve].forEach((value, epoch) => {
          const expected = other.lambdas[i].curves[curve][epoch];
          assertClose(value, expected, 1e-4 * Math.abs(expected));
        });
      }
    });
    expect(other.lambdas.map(({ features }) => features)).toEqual(
      one.lambdas.map(({ features }) => features),
    );
  });

  it.each(['fused', 'tfjs'] as const)('change nothing at lambda 0, bit for bit: %s', async (engine) => {
    const [grouped, plain] = await Promise.all(
      [GROUPED, SINGLE].map((penalty) => run({ engine, penalty: { ...penalty, lambdas: [0, 0.05] } })),
    );
    expect(JSON.stringify(reportOf(grouped, 0))).toBe(JSON.stringify(reportOf(plain, 0)));
    expect(reportOf(grouped, 0.05).curves).not.toEqual(reportOf(plain, 0.05).curves);
  });

  it.each(['fused', 'tfjs'] as const)(
    'have data loss + penalty for objective, exactly: %s',
    async (engine) => {
      const report = await run({ engine, penalty: { ...GROUPED, lambdas: [0.01, 0.1] } });
      for (const { lambda, training, weights, curves } of report.lambdas) {
        const penalties = valuesOf(training.penalty);
        valuesOf(training.objective).forEach((value, i) => {
          expect(value).toBe(valuesOf(training.dataLoss)[i] + penalties[i]);
          // By the inequality of Cauchy and Schwarz, with equality for weights of one size alone.
          expect(penalties[i]).toBeGreaterThan(1.01 * lambda * valuesOf(weights.l1)[i]);
        });
        curves.objective.forEach((value, i) => {
          expect(value).toBe(curves.trainingDataLoss[i] + curves.penalty[i]);
        });
        expect(curves.penalty.at(-1)).toBeCloseTo(training.penalty.mean ?? Number.NaN, 12);
      }
    },
  );

  it('make room for one number per feature', async () => {
    const bytesWith = async (penalty: object) => {
      const recipe = smallRecipe({ data: { dataset: 'friedman1', features: 100 }, penalty });
      return (await plan(recipe, { engines: [fused] })).bytes;
    };
    expect((await bytesWith(GROUPED)) - (await bytesWith(SINGLE))).toBe(448); // 100 words in whole lines of 64 bytes
  });

  it('are refused with the subgradient, which makes nothing zero, at their place', () => {
    const issue = {
      place: 'penalty.groups',
      message: expect.stringMatching(
        /^groups need the proximal method, .* got "subgradient"; use method "proximal"/,
      ),
    };
    const data = { dataset: 'diabetes' };
    const penalty = { groups: 'features', method: 'subgradient' };
    const refusal = expect.objectContaining({ code: 'invalid-recipe', issues: [issue] });
    expect(() => parseRecipe({ data, penalty })).toThrow(refusal);
    expect(() => parseTrainRecipe({ data, penalty })).toThrow(refusal);
    expect(parseRecipe({ data, penalty: GROUPED }).penalty.groups).toBe('features');
    expect(parseRecipe({ data }).penalty.groups).toBeNull();
    expect(parseTrainRecipe({ data }).penalty.groups).toBeNull();
  });

  it('are refused for a negative lambda, as the proximal method is', () => {
    const data = { dataset: 'diabetes' };
    const refusalAt = (place: string) =>
      expect.objectContaining({ issues: [expect.objectContaining({ place })] });
    expect(() => parseRecipe({ data, penalty: { ...GROUPED, lambdas: [0, -0.1] } })).toThrow(
      refusalAt('penalty.lambdas[1]'),
    );
    expect(() => parseTrainRecipe({ data, penalty: { ...GROUPED, lambda: -0.1 } })).toThrow(
      refusalAt('penalty.lambda'),
    );
  });
});
