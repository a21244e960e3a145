import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { describe, expect, it, test } from 'vitest';
import { compare } from '../../src/compare/compare.ts';
import { collect, PredictionSchema, predict, predictInTurns } from '../../src/model/predict.ts';
import { countOperations } from '../../src/model/prediction.ts';
import type { RowsInput } from '../../src/model/read-rows.ts';
import type { RecipeInput } from '../../src/recipe/schema.ts';
import { assertClose } from '../assert-close.ts';
import { recordEngine, smallRecipe } from '../compare/samples.ts';
import { ACTIVATIONS } from '../engines/samples.ts';
import { fused, tfjs } from '../host.ts';
import { makeModel, refusalOf, trainModel } from './samples.ts';

const read = (name: string) => readFileSync(new URL(`../../fixtures/${name}`, import.meta.url), 'utf8');
const DIABETES = read('diabetes.csv');
const WAGES = read('cps-wages-1985.csv');

/** The model of a comparison, and what the engine itself gave for the rows that it was trained on. */
async function trainAndRecord(given: Partial<RecipeInput>, engine = fused) {
  const { recorder, recording } = recordEngine(engine);
  const { model } = await compare(smallRecipe({ include: ['model'], ...given }), { engines: [recorder] });
  return { model, outputs: recording.trials.at(-1)?.outputs ?? new Float32Array() };
}

describe('predict', () => {
  const ENGINES = [...ACTIVATIONS.filter((name) => name !== 'elu').map((name) => [name, fused] as const)];
  test.each([...ENGINES, ...ACTIVATIONS.map((name) => [name, tfjs] as const)])(
    'gives what the engine gave for the rows trained on: %s, %o',
    async (activation, engine) => {
      const given = { data: { dataset: 'diabetes' }, network: { hidden: [16, 8], activation } };
      const { model, outputs } = await trainAndRecord(given, engine);
      const { predictions } = predict(JSON.parse(JSON.stringify(model)), DIABETES);
      const { targetMean = 0, targetScale = 0 } = model ?? {};
      const expected = Float64Array.from(outputs, (output) => output * targetScale + targetMean);
      // Sums of at most 16 terms, of sizes up to some 4 on the standardised scale, through three layers: 3 * 16 *
      // 4 * 2^-24 is 1.2e-5 of the target's scale.
      assertClose(predictions as number[], expected, 1.2e-5 * targetScale);
    },
  );

  it('gives the classes and probabilities that the engine gave', async () => {
    const data = { dataset: 'cps-wages-1985', target: 'sector' };
    const { model, outputs } = await trainAndRecord({
      data,
      loss: 'cross-entropy',
      training: { epochs: 20 },
      penalty: { lambdas: [0] },
    });
    const { predictions, probabilities = [], classes = [] } = predict(model, WAGES);
    expect(classes).toEqual(['construction', 'manufacturing', 'other']);
    expect(probabilities).toHaveLength(534);
    probabilities.forEach((row, r) => {
      const scores = [...outputs.subarray(r * 3, r * 3 + 3)];
      const sum = scores.reduce((total, score) => total + Math.exp(score), 0);
      assertClose(
        row,
        scores.map((score) => Math.exp(score) / sum),
        1e-6,
      );
      expect(predictions[r]).toBe(classes[scores.indexOf(Math.max(...scores))]);
    });
    expect(new Set<unknown>(predictions).size).toBeGreaterThan(1);
  });

  it('computes by hand what a small model says', () => {
    // size 8 is 2, blue is 1 and -0.5: hidden relu(2 + 0.5) = 2.5 and relu(-2 + 0.5 - 1) = 0; 2 * 2.5 - 1 = 4.
    expect(predict(makeModel(), [{ size: 8, colour: 'blue' }])).toEqual({
      target: 'price',
      predictions: [140],
      unseenCategories: 0,
    });
  });

  it('reads objects in any order, arrays in the order of the features, and CSV alike', () => {
    const objects = [
      { colour: 'red', size: 1 },
      { size: 6.5, colour: 'blue' },
    ];
    const expected = predict(makeModel(), objects);
    expect(new Set<unknown>(expected.predictions).size).toBe(2);
    expect(
      predict(makeModel(), [
        [1, 'red'],
        [6.5, 'blue'],
      ]),
    ).toEqual(expected);
    expect(predict(makeModel(), 'size,colour\n1,red\n6.5,blue\n')).toEqual(expected);
    expect(predict(makeModel(), 'colour;size\nred;1\nblue;6,5\n', { decimal: ',' })).toEqual(expected);
    expect(predict(makeModel(), 'colour|size\nred|1\nblue|6.5\n', { delimiter: '|' })).toEqual(expected);
  });

  it('leaves a column of the target unread', () => {
    const expected = predict(makeModel(), [{ size: 1, colour: 'red' }]);
    expect(predict(makeModel(), [{ price: 'unknown', size: 1, colour: 'red' }])).toEqual(expected);
  });

  it('counts a category that no training row had, and takes it for none of them', () => {
    const { predictions, unseenCategories } = predict(makeModel(), [
      [4, 'green'],
      [4, 'blue'],
      [4, 'RED'],
    ]);
    expect(unseenCategories).toBe(2);
    expect(predictions[0]).toBe(predictions[2]);
    // 0 of both is -1 and -0.5: hidden relu(-0.5) = 0 and relu(0.5 - 1) = 0.
    expect(predictions[0]).toBe(90);
  });

  it('takes numbers for texts where the feature is a text, in CSV as they are written', () => {
    const [size, colour] = makeModel().features;
    const columns = ['01', '1'].map((category, i) => ({ ...colour.columns[i], category }));
    const model = makeModel({ features: [size, { ...colour, columns }] });
    const [padded] = predict(model, [[1, '01']]).predictions;
    const [bare] = predict(model, [[1, '1']]).predictions;
    expect(padded).not.toBe(bare);
    expect(predict(model, 'size,colour\n1,01\n1,1\n').predictions).toEqual([padded, bare]);
    expect(predict(model, [[1, 1]]).predictions).toEqual([bare]);
  });

  it('fills in missing values where the model does, and refuses them otherwise', () => {
    const mean = makeModel({ missing: 'mean' });
    const expected = predict(mean, [[5, 'green']], { allowUnseen: true });
    expect(predict(mean, [[null, null]])).toEqual({ ...expected, unseenCategories: 0 });
    expect(predict(mean, 'size,colour\nNA,\n')).toEqual({ ...expected, unseenCategories: 0 });
    expect(predict(mean, [{ size: 1 }, { colour: 'red', size: 1 }]).predictions).toHaveLength(2);
    for (const missing of ['refuse', 'drop-row'] as const) {
      expect(
        refusalOf(() =>
          predict(makeModel({ missing }), [
            [1, 'red'],
            [null, 'red'],
          ]),
        ),
      ).toEqual({
        code: 'invalid-data',
        place: 'x[1][0]',
        message: `the value is missing: the model was trained with missing "${missing}", and fills in no values`,
      });
    }
  });

  it.each<[string, unknown, string, RegExp]>([
    ['no rows', [], 'rows', /^expected at least one row, got none$/],
    ['a CSV without rows', 'size,colour\n', 'csv', /^expected rows below the header, got none$/],
    ['an empty text', '', 'csv', /got an empty text$/],
    ['no array', { size: 1 }, 'rows', /^expected an array or a CSV text, got an object$/],
    ['null', null, 'rows', /got null$/],
    ['a row that is no object', [{ size: 1, colour: 'red' }, 5], 'rows[1]', /^expected an object, got 5$/],
    ['a row that is no array', [[1, 'red'], { size: 1 }], 'x[1]', /^expected 2 values, .+, got an object$/],
    ['a hole among the rows', [[1, 'red'], ...new Array(1)], 'x[1]', /got nothing$/],
    ['too few values', [[1]], 'x[0]', /^expected 2 values, one for each feature, got 1$/],
    [
      'an unknown feature',
      [{ size: 1, colour: 'red', age: 3 }],
      'rows',
      /^expected the features "size", "colour", got "age"$/,
    ],
    ['an unknown column', 'size,colour,age\n1,red,3', 'csv line 1', /got "age"$/],
    ['an absent feature', [{ size: 1 }], 'rows', /^expected the feature "colour", got only "size"$/],
    ['an absent column', 'size\n1', 'csv line 1', /^expected the feature "colour", got only "size"$/],
    ['rows of nothing', [{}], 'rows', /got only rows without a value$/],
    ['a missing value', [{ size: 1, colour: 'red' }, { size: 1 }], 'rows[1].colour', /^the value is missing/],
    ['a missing cell', 'size,colour\n1,red\n,red', 'csv line 3, column "size"', /^the value is missing/],
    [
      'a text for a number',
      [{ size: 'one', colour: 'red' }],
      'rows[0].size',
      /^expected numbers, got "one" in 1 of 1 /,
    ],
    [
      'a text in a column',
      'size,colour\n1,red\nbig,red',
      'csv line 3, column "size"',
      /^expected numbers, got "big" in 1 of 2 cells$/,
    ],
    ['NaN', [[Number.NaN, 'red']], 'x[0][0]', /^expected a finite number, .+, got NaN$/],
    ['NaN as text', [{ size: 'NaN', colour: 'red' }], 'rows[0].size', /got "NaN"$/],
    ['an object in a cell', [[{}, 'red']], 'x[0][0]', /got an object$/],
    ['a number beyond float32', [[1e39, 'red']], 'x[0][0]', /float32.+got 1e\+39$/],
  ])('refuses %s', (_, rows, place, message) => {
    const refusal = refusalOf(() => predict(makeModel(), rows as RowsInput));
    expect(refusal).toEqual({ code: 'invalid-data', place, message: expect.stringMatching(message) });
  });

  it('refuses a model before it looks at rows, and one whose weights leave the range of numbers', () => {
    expect(refusalOf(() => predict({ ...makeModel(), version: 2 }, [])).place).toBe('model.version');
    const layer = { inputs: 3, outputs: 3, weights: new Array(9).fill(3e38), biases: [0, 0, 0] };
    const layers = [...new Array(9).fill(layer), { inputs: 3, outputs: 1, weights: [1, 1, 1], biases: [0] }];
    const huge = makeModel({ layers, network: { hidden: new Array(9).fill(3), activation: 'linear' } });
    expect(refusalOf(() => predict(huge, [[1, 'red']]))).toEqual({
      code: 'invalid-model',
      place: 'model.layers',
      message: 'row 0 gives no finite number: the weights are too large for its values',
    });
  });

  it('refuses more work than it is allowed, before it does any', () => {
    const rows = new Array(10).fill([1, 'red']);
    const operations = countOperations(makeModel());
    expect(predict(makeModel(), rows, { products: 10 * operations }).predictions).toHaveLength(10);
    expect(refusalOf(() => predict(makeModel(), rows, { products: 10 * operations - 1 }))).toEqual({
      code: 'limit-exceeded',
      place: 'rows',
      message: `10 rows x ${operations} operations for each exceed the limit of ${10 * operations - 1}: send fewer rows at a time`,
    });
    // Refused before the rows are read: this one is no row.
    expect(refusalOf(() => predict(makeModel(), new Array(10).fill('x'), { products: 1 })).code).toBe(
      'limit-exceeded',
    );
  });

  it('takes turns with others, and predicts the same rows in some as at once', async () => {
    const rows = Array.from({ length: 30_000 }, (_, i) => [i % 17, ['red', 'blue', 'none'][i % 3]]);
    let turns = 0;
    let isOver = false;
    const count = () => {
      turns += 1;
      if (!isOver) setImmediate(count);
    };
    setImmediate(count);
    const predicted = await predictInTurns(makeModel(), rows);
    isOver = true;
    expect(collect(predicted)).toEqual(predict(makeModel(), rows));
    // 30,000 rows of some 500 operations are three slices of 5 ms.
    expect(turns).toBeGreaterThan(2);
    const aborted = predictInTurns(makeModel(), rows, { signal: AbortSignal.abort() });
    await expect(aborted).rejects.toMatchObject({ code: 'aborted' });
  });

  it('counts inputs, classes, activations, layers and the texts of the answer', () => {
    const least = countOperations(makeModel());
    const categories = Array.from({ length: 100 }, (_, i) => ({ category: `${i}`, mean: 0, scale: 1 }));
    const texts = [{ name: 'a', kind: 'text' as const, fill: 0, columns: categories }];
    const wide = [{ inputs: 100, outputs: 1, weights: [], biases: [] }];
    const network = { hidden: [], activation: 'relu' as const };
    expect(countOperations(makeModel({ features: texts, network, layers: wide }))).toBeGreaterThan(
      least + 100,
    );
    const classes = Array.from({ length: 100 }, (_, i) => `c${i}`);
    const layers = makeModel().layers.map((layer, i) => (i === 0 ? layer : { ...layer, outputs: 100 }));
    const many = countOperations(makeModel({ classes, layers }));
    expect(many).toBeGreaterThan(least + 100 * 200);
    const named = countOperations(makeModel({ classes: ['x'.repeat(10_000), ...classes.slice(1)], layers }));
    expect(named).toBeGreaterThan(many + 10_000);
    const tanh = countOperations(makeModel({ network: { hidden: [2], activation: 'tanh' } }));
    expect(tanh).toBeGreaterThan(least + 2 * 20);
    const chain = Array.from({ length: 50 }, () => ({ inputs: 1, outputs: 1, weights: [], biases: [] }));
    const deep = makeModel({ network: { hidden: Array(49).fill(1), activation: 'relu' }, layers: chain });
    expect(countOperations(deep)).toBeGreaterThan(50 * 20);
  });

  it('answers what its schema states, through JSON and back', async () => {
    const rows = Array.from({ length: 20 }, (_, i) => ({ a: i, kind: i % 3 === 0 ? 'p' : 'q' }));
    const classes = await trainModel({ data: { rows, target: 'kind' }, loss: 'cross-entropy' });
    for (const answer of [predict(makeModel(), [[1, 'red']]), predict(classes, rows)]) {
      expect(v.parse(PredictionSchema, answer)).toEqual(answer);
      expect(JSON.parse(JSON.stringify(answer))).toEqual(answer);
    }
  });
});
