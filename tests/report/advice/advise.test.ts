import { beforeAll, describe, expect, it } from 'vitest';
import { compare } from '../../../src/compare/compare.ts';
import { applyNext } from '../../../src/recipe/next.ts';
import { parseRecipe } from '../../../src/recipe/parse.ts';
import type { RecipeInput } from '../../../src/recipe/schema.ts';
import type { Report } from '../../../src/report/schema.ts';
import { engines } from '../../host.ts';

/** Forty-five of fifty features say nothing. */
const SPARSE: RecipeInput = {
  data: { dataset: 'friedman1', rows: 200, features: 50 },
  split: { folds: 5, repeats: 2 },
  network: { hidden: [16] },
  optimizer: { name: 'adam', learningRate: 0.005 },
  training: { epochs: 60 },
  penalty: { lambdas: [0, 0.01, 0.1, 3], method: 'proximal' },
};
/** A network that a penalty only hinders. */
const CLEAN: RecipeInput = {
  ...SPARSE,
  data: { dataset: 'friedman1', rows: 200, features: 5, noise: 0 },
  penalty: { lambdas: [0, 1], method: 'proximal' },
};

const ask = async (recipe: RecipeInput): Promise<Report> => compare(recipe, { engines });
const adviceOf = ({ advice: [accuracy, size, features] }: Report) => ({ accuracy, size, features });

describe('the advice of a comparison', () => {
  let report: Report;
  beforeAll(async () => {
    report = await ask(SPARSE);
  });

  it('comes in one order, and its first lambda is that of choice and headline', () => {
    const { accuracy } = adviceOf(report);
    expect(report.advice.map(({ goal }) => goal)).toEqual(['accuracy', 'size', 'features']);
    expect(accuracy.lambda).toBe(report.choice.lambda);
    expect(accuracy.lambda).toBe(0.1);
    expect(report.headline).toMatch(/^lambda = 0\.1 /);
    expect(accuracy.sentence).toMatch(
      /^Take lambda = 0\.1: compared with no penalty it lowers the error on new rows/,
    );
  });

  it('counts zeros and features as the report does', () => {
    const { size, features } = adviceOf(report);
    const taken = report.lambdas.find(({ lambda }) => lambda === size.lambda);
    const share = Math.round((100 * (taken?.weights.zeros.mean ?? 0)) / (taken?.weights.count ?? 1));
    expect(size.sentence).toContain(`sets ${share} % of the weights to zero`);
    const kept = report.path.dropped.filter(
      ({ from }) => from === null || from > (features.lambda ?? Number.NaN),
    );
    expect(kept.length).toBeLessThan(50);
    expect(features.sentence).toContain(`needs ${kept.length} of 50 features`);
  });

  it('has code for each lambda taken, and a next that runs and trains its model', async () => {
    for (const { code, next, lambda } of report.advice) {
      expect(code?.pytorch).toContain(`COEFFICIENT = ${lambda}`);
      expect(code?.keras).toContain(`COEFFICIENT = ${lambda}`);
      const again = applyNext(SPARSE, next ?? {});
      expect(() => parseRecipe(again)).not.toThrow();
      const { refit } = await ask({ ...again, split: { folds: 2, repeats: 3 } });
      expect(refit?.lambda).toBe(lambda);
    }
  });

  it('keeps no penalty where the penalty hinders, and has no code for it', async () => {
    const hindered = await ask(CLEAN);
    const { accuracy, size } = adviceOf(hindered);
    expect(accuracy).toEqual({
      goal: 'accuracy',
      lambda: 0,
      sentence: 'Use no penalty: nothing here predicts better.',
      next: null,
      code: null,
    });
    expect(size.lambda).toBeNull();
    expect(size.code).toBeNull();
  });
});
