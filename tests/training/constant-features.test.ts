import { expect, it } from 'vitest';
import { compare } from '../../src/compare/compare.ts';
import { predict } from '../../src/model/predict.ts';
import type { RecipeInput } from '../../src/recipe/schema.ts';
import { reportOf } from '../compare/samples.ts';
import { fused, tfjs } from '../host.ts';

const ROWS = Array.from({ length: 40 }, (_, i) => ({
  varied: ((i * 37) % 40) / 40,
  same: 5,
  word: 'only',
  y: ((i * 37) % 40) / 20 + (i % 3) / 10,
}));
const RECIPE: RecipeInput = {
  data: { rows: ROWS, target: 'y' },
  split: { folds: 4, repeats: 1 },
  network: { hidden: [6] },
  training: { epochs: 4 },
  penalty: { lambdas: [0, 0.01], method: 'subgradient' },
  include: ['model', 'weights'],
};

it.each([
  ['fused', true],
  ['fused', false],
  ['tfjs', true],
] as const)(
  'a constant feature has weights of 0, is not kept and moves no prediction: %s, standardised %s',
  async (engine, isStandardised) => {
    const standardize = { features: isStandardised, target: true };
    const report = await compare({ ...RECIPE, standardize, engine }, { engines: [fused, tfjs] });
    for (const lambda of [0, 0.01]) {
      expect(reportOf(report, lambda).features).toEqual([
        { name: 'varied', kept: 1 },
        { name: 'same', kept: 0 },
        { name: 'word', kept: 0 },
      ]);
    }
    const { columns, lambdas } = report.weights ?? { columns: [], lambdas: [] };
    expect(columns.map(({ feature }) => feature)).toEqual(['varied', 'same', 'word']);
    for (const { values } of lambdas) {
      expect(values?.map((units) => units.every((weight) => weight === 0))).toEqual([false, true, true]);
    }
    const [usual, odd] = [5, 1e6].map((same) => predict(report.model, [{ varied: 0.3, same, word: 'only' }]));
    expect(odd).toEqual(usual);
  },
);
