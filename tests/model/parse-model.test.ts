import { describe, expect, it } from 'vitest';
import type { Model, ModelFeature } from '../../src/model/model.ts';
import { parseModel } from '../../src/model/parse-model.ts';
import { makeModel, refusalOf } from './samples.ts';

const NUMBER: ModelFeature = {
  name: 'size',
  kind: 'number',
  fill: 0,
  columns: [{ category: null, mean: 0, scale: 1 }],
};
const TEXT: ModelFeature = {
  name: 'colour',
  kind: 'text',
  fill: 0,
  columns: [{ category: 'red', mean: 0, scale: 1 }],
};
const PLAIN = { decimal: '.', thousands: '', prefix: '', suffix: '' };
const CLASSES: Partial<Model> = { task: 'classification', classes: ['a', 'b'] };

/** A model whose first feature is another. */
function withFeature(feature: object): object {
  return { ...makeModel(), features: [feature, ...makeModel().features.slice(1)] };
}

/** A model whose first layer is changed. */
function withLayer(change: object): object {
  const [first, second] = makeModel().layers;
  return makeModel({ layers: [{ ...first, ...change } as Model['layers'][number], second] });
}

describe('a model', () => {
  it('is read as it is', () => {
    expect(parseModel(makeModel())).toEqual(makeModel());
  });

  it.each([null, undefined, 1, 'x', [], [1]])('is refused when it is %o', (input) => {
    const { code, place, message } = refusalOf(() => parseModel(input));
    expect([code, place]).toEqual(['invalid-model', 'model']);
    expect(message).toMatch(/^expected a model, .+, got /);
  });

  it('of another version is refused with both versions, whatever else it holds', () => {
    expect(refusalOf(() => parseModel({ format: 'absum-model', version: 2, tensors: {} }))).toEqual({
      code: 'invalid-model',
      place: 'model.version',
      message:
        'expected version 1, the only one that this absum reads, got 2: use the absum that made the model, or train it again',
    });
  });

  it('of another format is refused', () => {
    expect(refusalOf(() => parseModel({ ...makeModel(), format: 'onnx' }))).toMatchObject({
      place: 'model.format',
      message: 'expected "absum-model", got "onnx": this is not a model of absum',
    });
    expect(refusalOf(() => parseModel({})).place).toBe('model.format');
  });

  it.each<[string, object, RegExp]>([
    ['model.lambda', { ...makeModel(), lambda: '0.1' }, /^expected a number, got "0.1"$/],
    ['model.extra', { ...makeModel(), extra: 1 }, /^unknown field$/],
    ['model.toString', { ...makeModel(), toString: 1 }, /^unknown field$/],
    ['model.network', { ...makeModel(), network: [] }, /^expected an object, got an empty array$/],
    [
      'model.network.activation',
      { ...makeModel(), network: { hidden: [2], activation: 'gelu' } },
      /"relu".+got "gelu"/,
    ],
    ['model.missing', { ...makeModel(), missing: 'guess' }, /got "guess"$/],
    ['model.targetScale', { ...makeModel(), targetScale: 0 }, /^expected more than 0, got 0$/],
    ['model.targetMean', { ...makeModel(), targetMean: Number.NaN }, /^expected a number, got NaN$/],
    ['model.features', { ...makeModel(), features: [] }, /^expected at least 1 of them, got none$/],
    ['model.features[1].columns', makeModel({ features: [NUMBER, { ...TEXT, columns: [] }] }), /at least 1/],
    [
      'model.features[1].name',
      makeModel({ features: [NUMBER, NUMBER, TEXT] }),
      /^expected a name of its own, got "size" again$/,
    ],
    [
      'model.features[0].columns',
      makeModel({ features: [{ ...TEXT, kind: 'number' }, NUMBER, { ...NUMBER, name: 'b' }] }),
      /without a category, got the category "red"$/,
    ],
    [
      'model.features[0].columns',
      makeModel({ features: [{ ...NUMBER, columns: [NUMBER.columns[0], NUMBER.columns[0]] }, TEXT] }),
      /^expected one column without a category, got 2$/,
    ],
    [
      'model.features[0].columns',
      makeModel({ features: [{ ...NUMBER, kind: 'text' }, TEXT, { ...NUMBER, name: 'b' }] }),
      /^expected a category of its own in each column$/,
    ],
    [
      'model.features[0].columns',
      makeModel({ features: [{ ...TEXT, columns: [TEXT.columns[0], TEXT.columns[0]] }, NUMBER] }),
      /^expected a category of its own in each column$/,
    ],
    ...(
      [
        ['notation', { ...PLAIN, decimal: ';' }, '.decimal', /got ";"$/],
        ['notation', { ...PLAIN, thousands: '_' }, '.thousands', /got "_"$/],
        ['notation', { ...PLAIN, prefix: '$'.repeat(21) }, '.prefix', /^expected at most 20, got 21$/],
        [
          'notation',
          { ...PLAIN, suffix: 'g'.repeat(100_000) },
          '.suffix',
          /^expected at most 20, got 100000$/,
        ],
        ['notation', { ...PLAIN, sign: '-' }, '.sign', /^unknown field$/],
        ['notation', null, '', /got null$/],
        ['binary', false, '', /^expected true, got false$/],
        ['date', { column: 'a', part: 'hour', order: 'ymd' }, '.part', /"weekday".+got "hour"$/],
        ['date', { column: 'a', part: 'year', order: 'ydm' }, '.order', /"mdy".+got "ydm"$/],
        ['date', { column: 'a', part: 'year', order: 'ambiguous' }, '.order', /got "ambiguous"$/],
        ['date', { column: '', part: 'year', order: 'ymd' }, '.column', /^must not be empty$/],
      ] as const
    ).map(([field, value, end, message]): [string, object, RegExp] => [
      `model.features[0].${field}${end}`,
      withFeature({ ...NUMBER, [field]: value }),
      message,
    ]),
    ...Object.entries({
      notation: PLAIN,
      binary: true,
      date: { column: 'a', part: 'year', order: 'ymd' },
    }).map(([field, value]): [string, object, RegExp] => [
      `model.features[0].${field}`,
      withFeature({ ...TEXT, name: 'paint', [field]: value }),
      /^applies only to kind "number", but the kind is "text"$/,
    ]),
    [
      'model.features[1].date.order',
      makeModel({
        features: (['ymd', 'dmy'] as const).map((order) => ({
          ...NUMBER,
          name: order,
          date: { column: 'sold', part: 'year' as const, order },
        })),
        layers: [{ inputs: 2, outputs: 2, weights: [1, 2, 3, 4], biases: [0, 0] }, makeModel().layers[1]],
      }),
      /^expected "ymd", as above for the same column, got "dmy"$/,
    ],
    [
      'model.missingMarkers',
      makeModel({ missingMarkers: Array(101).fill('?') }),
      /^expected at most 100, got 101$/,
    ],
    ['model.ignored[1]', makeModel({ ignored: ['a', ''] }), /^must not be empty$/],
    ['model.target', makeModel({ target: 'size' }), /^expected a name that is not a feature's, got "size"$/],
    [
      'model.classes',
      makeModel({ task: 'classification' }),
      /^is required, since the task is "classification"$/,
    ],
    ['model.layers', makeModel({ layers: [] }), /^expected at least 1 of them, got none$/],
    [
      'model.layers',
      makeModel({ layers: makeModel().layers.slice(1) }),
      /^expected 2, one more than network.hidden has, got 1$/,
    ],
    ['model.layers[0].inputs', withLayer({ inputs: 4 }), /^expected 3, .+, got 4$/],
    ['model.layers[0].outputs', withLayer({ outputs: 1 }), /^expected 2, .+, got 1$/],
    ['model.layers[1].outputs', makeModel(CLASSES), /^expected 2, .+, got 1$/],
    ['model.layers[0].weights', withLayer({ weights: [1, 2, 3, 4, 5] }), /^expected 6 numbers, got 5$/],
    ['model.layers[0].weights', withLayer({ weights: new Array(7).fill(1) }), /^expected 6 numbers, got 7$/],
    ['model.layers[0].weights', withLayer({ weights: 'AAAA' }), /^expected an array, got "AAAA"$/],
    [
      'model.layers[0].weights[2]',
      withLayer({ weights: [1, 2, Number.NaN, 4, 5, 6] }),
      /^expected a number within .+, got NaN$/,
    ],
    ['model.layers[0].weights[2]', withLayer({ weights: [1, 2, null, 4, 5, 6] }), /got null$/],
    ['model.layers[0].weights[2]', withLayer({ weights: [1, 2, '3', 4, 5, 6] }), /got "3"$/],
    ['model.layers[0].weights[0]', withLayer({ weights: new Array(6) }), /got nothing$/],
    ['model.layers[0].weights[5]', withLayer({ weights: [1, 2, 3, 4, 5, 1e39] }), /float32.+got 1e\+39$/],
    ['model.layers[0].biases', withLayer({ biases: [] }), /^expected 2 numbers, got 0$/],
  ])('is refused at %s: %o', (place, input, message) => {
    const refusal = refusalOf(() => parseModel(input));
    expect(refusal).toEqual({ code: 'invalid-model', place, message: expect.stringMatching(message) });
  });

  it('is refused for classes that belong to no regression, or stand twice', () => {
    const layers = [makeModel().layers[0], { inputs: 2, outputs: 2, weights: [1, 2, 3, 4], biases: [0, 0] }];
    expect(refusalOf(() => parseModel(makeModel({ classes: ['a', 'b'], layers })))).toMatchObject({
      place: 'model.classes',
      message: 'applies only to task "classification", but the task is "regression"',
    });
    const twice = makeModel({ ...CLASSES, classes: ['a', 'a'], layers });
    expect(refusalOf(() => parseModel(twice)).place).toBe('model.classes');
  });
});
