import { readFileSync } from 'node:fs';
import { env, InferenceSession, Tensor } from 'onnxruntime-web';
import { beforeAll, describe, expect, it, test } from 'vitest';
import type { Model } from '../../../src/model/model.ts';
import { exportOnnx } from '../../../src/model/onnx/export-onnx.ts';
import { predict } from '../../../src/model/predict.ts';
import type { RecipeInput } from '../../../src/recipe/schema.ts';
import { ACTIVATIONS } from '../../engines/samples.ts';
import { makeModel, refusalOf, trainModel } from '../samples.ts';

const read = (name: string) => readFileSync(new URL(`../../../fixtures/${name}`, import.meta.url), 'utf8');
const DIABETES = read('diabetes.csv');
const WAGES = read('cps-wages-1985.csv');

beforeAll(() => {
  env.wasm.numThreads = 1;
});

/** Runs a model's graph in onnxruntime, on columns by feature name. */
async function runOnnx(model: Model, columns: Readonly<Record<string, readonly (number | string)[]>>) {
  const session = await InferenceSession.create(exportOnnx(model));
  const feeds = Object.fromEntries(
    model.features.map(({ name, kind }) => {
      const column = columns[name];
      const shape = [column.length];
      return kind === 'number'
        ? [name, new Tensor('float64', Float64Array.from(column, Number), shape)]
        : [name, new Tensor('string', column.map(String), shape)];
    }),
  );
  const outputs = await session.run(feeds);
  await session.release();
  return Object.fromEntries(
    Object.entries(outputs).map(([name, { data, dims }]) => [
      name,
      { data: [...(data as Float64Array)], dims: [...dims] },
    ]),
  );
}

/** The columns of a CSV text without quotes. */
function readColumns(csv: string): Record<string, string[]> {
  const [names, ...rows] = csv
    .trim()
    .split('\n')
    .map((line) => line.split(','));
  return Object.fromEntries(names.map((name, c) => [name, rows.map((row) => row[c])]));
}

/** Fails unless each value is within 1e-5 of the expected one, relatively. */
function expectRelativelyClose(actual: readonly unknown[], expected: readonly unknown[]): void {
  expect(actual).toHaveLength(expected.length);
  const worst = Math.max(
    ...expected.map((value, i) => Math.abs(Number(actual[i]) - Number(value)) / Math.abs(Number(value))),
  );
  expect(worst).toBeLessThanOrEqual(1e-5);
}

const DEFAULTS = { network: {}, optimizer: { name: 'adam' }, training: { epochs: 20 } } as const;

describe('in onnxruntime', () => {
  test.each<[string, Partial<RecipeInput>, string]>([
    ['diabetes', { data: { dataset: 'diabetes' } }, DIABETES],
    ...ACTIVATIONS.map((activation): [string, Partial<RecipeInput>, string] => [
      `wages with text columns, ${activation}`,
      { data: { dataset: 'cps-wages-1985' }, network: { activation } },
      WAGES,
    ]),
    [
      'no hidden layer, nothing standardised',
      {
        data: { dataset: 'cps-wages-1985' },
        network: { hidden: [] },
        standardize: { features: false, target: false },
      },
      WAGES,
    ],
  ])('a model predicts what absum predicts, within 1e-5: %s', async (_, given, csv) => {
    const model = await trainModel({ ...DEFAULTS, ...given });
    const { prediction } = await runOnnx(model, readColumns(csv));
    const { predictions } = predict(model, csv);
    expect(prediction.dims).toEqual([predictions.length]);
    expectRelativelyClose(prediction.data, predictions);
  });

  it('a classifier gives the classes and probabilities that absum gives', async () => {
    const data = { dataset: 'cps-wages-1985', target: 'sector' };
    const penalty = { lambdas: [0] };
    const model = await trainModel({ ...DEFAULTS, data, penalty, loss: 'cross-entropy' });
    const { prediction, probabilities } = await runOnnx(model, readColumns(WAGES));
    const expected = predict(model, WAGES);
    expect(prediction.data).toEqual(expected.predictions);
    expect(new Set(prediction.data).size).toBeGreaterThan(1);
    expect(probabilities.dims).toEqual([534, 3]);
    expectRelativelyClose(probabilities.data, expected.probabilities?.flat() ?? []);
  });

  it('a feature that the penalty dropped is an input all the same', async () => {
    const data = { dataset: 'diabetes' };
    const penalty = { lambdas: [0.5], method: 'proximal' as const };
    const optimizer = { name: 'adam', learningRate: 0.02 } as const;
    const model = await trainModel({
      data,
      penalty,
      optimizer,
      network: { hidden: [] },
      training: { epochs: 60 },
    });
    const dropped = model.features.filter((_, i) => model.layers[0].weights[i] === 0).map(({ name }) => name);
    expect(dropped).toContain('age');
    const columns = readColumns(DIABETES);
    const { prediction } = await runOnnx(model, columns);
    expectRelativelyClose(prediction.data, predict(model, DIABETES).predictions);
    const { prediction: older } = await runOnnx(model, { ...columns, age: columns.age.map(() => 99) });
    expect(older.data).toEqual(prediction.data);
  });

  it('large numbers keep the digits that standardising leaves', async () => {
    const [size, colour] = makeModel().features;
    const columns = [{ category: null, mean: 1.7e9, scale: 2 }];
    const network = { hidden: [2], activation: 'linear' as const };
    const model = makeModel({ features: [{ ...size, columns }, colour], network });
    const rows = { size: [1.7e9 - 1, 1.7e9 + 1, 1.7e9 + 3], colour: ['red', 'red', 'red'] };
    const { prediction } = await runOnnx(model, rows);
    const { predictions } = predict(
      model,
      rows.size.map((value, i) => [value, rows.colour[i]]),
    );
    expect(new Set<unknown>(predictions).size).toBe(3);
    expectRelativelyClose(prediction.data, predictions);
  });

  it('NaN is a missing number where the model fills it in, and a text of no category a missing text', async () => {
    const model = makeModel({ missing: 'mean' });
    const { prediction } = await runOnnx(model, { size: [Number.NaN, 7], colour: ['red', ''] });
    expectRelativelyClose(
      prediction.data,
      predict(model, [
        [null, 'red'],
        [7, null],
      ]).predictions,
    );
    const refused = await runOnnx(makeModel(), { size: [Number.NaN], colour: ['red'] });
    expect(refused.prediction.data).toEqual([Number.NaN]);
  });

  it('names of features and of the graph do not meet, and any text is a name', async () => {
    const names = ['prediction', 'absum:all', 'Größe, "q"\n', 'probabilities'];
    const [size] = makeModel().features;
    const layers = [{ inputs: 4, outputs: 2, weights: [1, 2, 3, 4, 5, 6, 7, 8], biases: [0.5, 0] }];
    const model = makeModel({
      task: 'classification',
      classes: ['ja, ü', 'nein'],
      features: names.map((name) => ({ ...size, name })),
      network: { hidden: [], activation: 'linear' },
      layers,
    });
    const columns = Object.fromEntries(names.map((name, i) => [name, [i, -9 * i]]));
    const { prediction_, probabilities_ } = await runOnnx(model, columns);
    const expected = predict(model, [
      [0, 1, 2, 3],
      [0, -9, -18, -27],
    ]);
    expect(prediction_.data).toEqual(expected.predictions);
    expectRelativelyClose(probabilities_.data, expected.probabilities?.flat() ?? []);
  });

  it('no rows give no predictions', async () => {
    const { prediction } = await runOnnx(makeModel(), { size: [], colour: [] });
    expect(prediction).toEqual({ data: [], dims: [0] });
  });
});

describe('exportOnnx', () => {
  const [size, colour] = makeModel().features;
  const red = { category: 'red', mean: 0, scale: 1 };
  it.each<[string, Partial<Model>, string]>([
    ['a NUL in a name', { features: [{ ...size, name: 'a\0b' }, colour] }, 'model.features[0].name'],
    [
      'a lone surrogate in a name',
      { features: [size, { ...colour, name: '\ud800' }] },
      'model.features[1].name',
    ],
    [
      'a NUL in a category',
      { features: [size, { ...colour, columns: [red, { ...red, category: '\0' }] }] },
      'model.features[1].columns[1].category',
    ],
    [
      'a lone surrogate in a class',
      {
        task: 'classification',
        classes: ['x', 'y\udc00'],
        layers: [makeModel().layers[0], { inputs: 2, outputs: 2, weights: [1, 2, 3, 4], biases: [0, 0] }],
      },
      'model.classes[1]',
    ],
  ])('refuses what onnxruntime does not read: %s', (_, given, place) => {
    expect(refusalOf(() => exportOnnx(makeModel(given)))).toMatchObject({ code: 'invalid-model', place });
  });

  it('refuses thousands of layers before it holds their graph', () => {
    const layer = { inputs: 1, outputs: 1, weights: [0.5], biases: [0] };
    const network = { hidden: Array<number>(3_999).fill(1), activation: 'tanh' as const };
    const chain = makeModel({ features: [size], network, layers: Array(4_000).fill(layer) });
    expect(refusalOf(() => exportOnnx(chain))).toMatchObject({ code: 'limit-exceeded', place: 'model' });
  });

  it('writes a graph of 100,000 categories, and of a name of a million colons, within a second or so', () => {
    const columns = Array.from({ length: 100_000 }, (_, i) => ({ ...red, category: `${i}` }));
    const layers = [{ inputs: 100_000, outputs: 1, weights: Array(100_000).fill(0.5), biases: [0] }];
    const network = { hidden: [], activation: 'relu' as const };
    const wide = makeModel({ features: [{ ...colour, columns }], network, layers });
    expect(exportOnnx(wide).length).toBeGreaterThan(1_000_000);
    const name = `absum${':'.repeat(1_000_000)}`;
    expect(exportOnnx(makeModel({ features: [{ ...size, name }, colour] })).length).toBeGreaterThan(
      1_000_000,
    );
  }, 20_000);

  it('gives the same bytes every time', () => {
    expect(exportOnnx(makeModel())).toEqual(exportOnnx(JSON.parse(JSON.stringify(makeModel()))));
  });

  it('refuses what is no model', () => {
    expect(refusalOf(() => exportOnnx({ ...makeModel(), version: 2 })).place).toBe('model.version');
    const layers = [{ ...makeModel().layers[0], weights: [1] }, makeModel().layers[1]];
    expect(refusalOf(() => exportOnnx(makeModel({ layers }))).place).toBe('model.layers[0].weights');
  });
});
