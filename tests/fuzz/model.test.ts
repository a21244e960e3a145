import fc from 'fast-check';
import { expect, it } from 'vitest';
import { exportOnnx } from '../../src/model/onnx/export-onnx.ts';
import { parseModel } from '../../src/model/parse-model.ts';
import { predict } from '../../src/model/predict.ts';
import type { RowsInput } from '../../src/model/read-rows.ts';
import { makeModel } from '../model/samples.ts';
import { FUZZ_TIMEOUT, fuzz } from './fuzz.ts';
import { anything, mutate, texts } from './mutate.ts';

const CLASSES = makeModel({
  task: 'classification',
  classes: ['no', 'yes'],
  layers: [
    { inputs: 3, outputs: 2, weights: [1, -1, 0.5, 0, 0, 2], biases: [0, 0.5] },
    { inputs: 2, outputs: 2, weights: [2, 1, -1, 0.5], biases: [-1, 1] },
  ],
});
const FILE = JSON.stringify(makeModel());

/** The text of a model file with a stretch cut out or written over. */
const files = fc.tuple(fc.nat(), fc.nat(20), fc.string({ maxLength: 4 })).map(([at, cut, put]) => {
  const start = at % FILE.length;
  return FILE.slice(0, start) + put + FILE.slice(start + cut);
});
const models = fc.oneof(
  { weight: 4, arbitrary: mutate(makeModel(), 2) },
  { weight: 2, arbitrary: mutate(CLASSES, 2) },
  { weight: 1, arbitrary: files },
  { weight: 1, arbitrary: anything },
);
const cell = fc.oneof(
  fc.double(),
  fc.constantFrom(0, 1.5, 'red', 'blue', '', null, true, '__proto__', [], {}),
);
const rows = fc.oneof(
  { weight: 3, arbitrary: fc.constant([{ size: 3, colour: 'red' }]) },
  { weight: 1, arbitrary: fc.array(fc.array(cell, { minLength: 1, maxLength: 3 }), { maxLength: 3 }) },
  {
    weight: 1,
    arbitrary: fc.array(fc.dictionary(fc.constantFrom('size', 'colour', 'price', '__proto__'), cell)),
  },
  { weight: 1, arbitrary: texts(['size', 'colour', ',', '\n', '1', '"', 'red', '.'], { longest: 20_000 }) },
  { weight: 1, arbitrary: anything },
);

it(
  'the model reader, the prediction and the ONNX file take any value, or refuse it',
  async () => {
    await fuzz(
      'model reader',
      fc.tuple(models, rows),
      ([given, input]) => {
        const value = typeof given === 'string' ? readJson(given) : given;
        const model = parseModel(value);
        expect(exportOnnx(model).length).toBeGreaterThan(100);
        const { predictions, probabilities } = predict(model, input as RowsInput);
        expect(predictions.length).toBeGreaterThan(0);
        for (const one of predictions) expect(typeof one === 'string' || Number.isFinite(one)).toBe(true);
        for (const row of probabilities ?? []) expect(row.every((p) => p >= 0 && p <= 1)).toBe(true);
        return true;
      },
      { runs: 3000 },
    );
  },
  FUZZ_TIMEOUT,
);

/** What a text holds; a text that is no JSON is no model either. */
function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
