import { makeModel } from '../model/samples.ts';

// Bodies up to the limit of a request, each of a kind that something was once built too large for.

const JSON_TYPE = 'application/json';

export interface Body {
  readonly path: string;
  readonly type: string;
  readonly text: string;
}

/** Makes a body of about so many bytes. */
export type MakeBody = (bytes: number) => Body;

/** As many of `unit` as fit, separated by commas, between `start` and `end`; `unit` may depend on its position. */
function fill(start: string, unit: string | ((i: number) => string), end: string, bytes: number): string {
  const parts: string[] = [];
  let left = bytes - start.length - end.length;
  for (let i = 0; ; i++) {
    const part = typeof unit === 'string' ? unit : unit(i);
    left -= part.length + 1;
    if (left < 0) return start + parts.join() + end;
    parts.push(part);
  }
}

const json =
  (path: string, start: string, unit: Parameters<typeof fill>[1], end: string): MakeBody =>
  (bytes) => ({ path, type: JSON_TYPE, text: fill(start, unit, end, bytes) });

const text =
  (path: string, type: string, start: string, unit: string, end = ''): MakeBody =>
  (bytes) => ({
    path,
    type,
    text:
      start + unit.repeat(Math.max(1, Math.floor((bytes - start.length - end.length) / unit.length))) + end,
  });

const DATA = '"data":{"dataset":"diabetes"}';

/** [what it is, on which paths, how it begins, what it repeats, how it ends] */
const RECIPES: readonly [string, string, Parameters<typeof fill>[1], string][] = [
  ['"a" as lambdas', `{${DATA},"penalty":{"lambdas":[`, '"a"', ']}}'],
  ['one lambda again and again', `{${DATA},"penalty":{"lambdas":[`, '0', ']}}'],
  ['lambdas', `{${DATA},"penalty":{"lambdas":[`, (i) => `${i}`, ']}}'],
  [
    'lambdas of another baseline',
    `{${DATA},"compare":{"baseline":0.5},"penalty":{"lambdas":[`,
    (i) => `${i}`,
    ']}}',
  ],
  ['"a" as include', `{${DATA},"include":[`, '"a"', ']}'],
  ['"model" as include', `{${DATA},"include":[`, '"model"', ']}'],
  ['columns to ignore', '{"data":{"dataset":"diabetes","ignore":[', (i) => `"c${i}"`, ']}}'],
  ['hidden layers', `{${DATA},"network":{"hidden":[`, '1', ']}}'],
  ['unknown fields', `{${DATA},`, (i) => `"k${i}":1`, '}'],
  ['fields of fields', '{"data":{', (i) => `"k${i}":{"toString":1}`, '}}'],
  ['empty objects for optimizers', `{${DATA},"optimizer":[`, '{}', ']}'],
  ['rows of one column', '{"data":{"target":"y","rows":[', '{"y":1}', ']}}'],
  ['rows of two columns', '{"data":{"target":"y","rows":[', (i) => `{"y":${i % 10},"a":1}`, ']}}'],
  ['rows of a column of their own', '{"data":{"target":"y","rows":[', (i) => `{"c${i}":1}`, ']}}'],
  ['rows that are no rows', '{"data":{"target":"y","rows":[', '0', ']}}'],
  ['a row of many columns', '{"data":{"target":"y","rows":[{', (i) => `"c${i}":1`, '}]}}'],
  ['x without y', '{"data":{"y":[],"x":[', '[1]', ']}}'],
  ['y without x', '{"data":{"x":[],"y":[', '1', ']}}'],
  ['names of features', '{"data":{"x":[[1]],"y":[1],"names":[', (i) => `"c${i}"`, ']}}'],
  ['arrays in arrays', '{"data":{"y":[1],"x":[[', '[]', ']]}}'],
];

const NUMBER = {
  name: 'a',
  kind: 'number' as const,
  fill: 0,
  columns: [{ category: null, mean: 0, scale: 1 }],
};
const LAYER = { inputs: 1, outputs: 1, weights: [0.5], biases: [0] };
const TINY = JSON.stringify(
  makeModel({ features: [NUMBER], network: { hidden: [], activation: 'relu' }, layers: [LAYER] }),
);
const WHOLE = makeModel();

/** A model with a part that is to be repeated: `before` it and `after` it. */
function open(field: string, given: object = {}): [string, string] {
  const whole = JSON.stringify({ ...WHOLE, ...given, [field]: '#' });
  const [before, after] = whole.split('"#"');
  return [`{"model":${before}[`, `]${after}}`];
}

const MODELS: readonly [string, readonly [string, string], Parameters<typeof fill>[1]][] = [
  ['layers {}', ['{"model":{"layers":[', ']}}'], '{}'],
  ['layers {} of a model', open('layers'), '{}'],
  ['layers of one unit', open('layers'), JSON.stringify(LAYER)],
  ['features {}', open('features'), '{}'],
  ['features', open('features'), (i) => JSON.stringify({ ...NUMBER, name: `f${i}` })],
  ['features of one name', open('features'), JSON.stringify(NUMBER)],
  ['classes', open('classes', { task: 'classification' }), (i) => `"c${i}"`],
  ['hidden layers', open('network'), '1'],
];

const CATEGORIES = (i: number) => `{"category":"${i}","mean":0,"scale":1}`;
const OF_TEXT: [string, string] = [
  '{"model":{"features":[{"name":"a","kind":"text","fill":0,"columns":[',
  ']}]}}',
];

/** A model that fits its categories, with as many rows as there is room for. */
const manyCategories: MakeBody = (bytes) => {
  const count = Math.floor(bytes / 2 / 40);
  const columns = Array.from({ length: count }, (_, i) => ({ category: `${i}`, mean: 0, scale: 1 }));
  const layer = { ...LAYER, inputs: count, weights: Array(count).fill(0) };
  const features = [{ name: 'a', kind: 'text' as const, fill: 0, columns }];
  const model = makeModel({ features, network: { hidden: [], activation: 'relu' }, layers: [layer] });
  return {
    path: '/v1/predict',
    type: JSON_TYPE,
    text: fill(`{"model":${JSON.stringify(model)},"x":[`, (i) => `["${i}"]`, ']}', bytes),
  };
};

/** A model that fits its many features. */
const manyFeatures: MakeBody = (bytes) => {
  const count = Math.floor(bytes / 100);
  const features = Array.from({ length: count }, (_, i) => ({ ...NUMBER, name: `f${i}` }));
  const layer = { ...LAYER, inputs: count, weights: Array(count).fill(0) };
  const model = makeModel({ features, network: { hidden: [], activation: 'relu' }, layers: [layer] });
  return { path: '/v1/onnx', type: JSON_TYPE, text: `{"model":${JSON.stringify(model)}}` };
};

/** A model that is a chain of layers of one tanh unit. */
function chain(path: string, end: string): MakeBody {
  return (bytes) => {
    const length = Math.max(2, Math.floor((bytes - 1000) / 60));
    const network = { hidden: Array(length - 1).fill(1), activation: 'tanh' as const };
    const model = makeModel({ features: [NUMBER], network, layers: Array(length).fill(LAYER) });
    return { path, type: JSON_TYPE, text: `{"model":${JSON.stringify(model)}${end}}` };
  };
}

export const BODIES: ReadonlyMap<string, MakeBody> = new Map([
  ...RECIPES.flatMap(([name, start, unit, end]) =>
    ['compare', 'plan'].map((path): [string, MakeBody] => [
      `${path}: ${name}`,
      json(`/v1/${path}`, start, unit, end),
    ]),
  ),
  ...[...MODELS, ['categories', OF_TEXT, CATEGORIES] as const].flatMap(([name, [start, end], unit]) =>
    ['predict', 'onnx'].map((path): [string, MakeBody] => {
      const rows = path === 'predict' ? `${end.slice(0, -1)},"x":[[1]]}` : end;
      return [`${path}: ${name}`, json(`/v1/${path}`, start, unit, rows)];
    }),
  ),
  ['predict: rows', json('/v1/predict', `{"model":${TINY},"rows":[`, '{"a":1}', ']}')],
  ['predict: arrays', json('/v1/predict', `{"model":${TINY},"x":[`, '[1]', ']}')],
  ['predict: arrays that are no rows', json('/v1/predict', `{"model":${TINY},"x":[`, '[]', ']}')],
  [
    'predict: rows of a column of their own',
    json('/v1/predict', `{"model":${TINY},"rows":[`, (i) => `{"c${i}":1}`, ']}'),
  ],
  ['predict: lines', text('/v1/predict', JSON_TYPE, `{"model":${TINY},"csv":"a`, '\\n1', '"}')],
  ['predict: categories that fit', manyCategories],
  ['predict: a chain of layers', chain('/v1/predict', ',"x":[[1],[2]]')],
  ['onnx: a chain of layers', chain('/v1/onnx', '')],
  ['onnx: features that fit', manyFeatures],
  ['compare: lines of one column', text('/v1/compare?target=y', 'text/csv', 'y\n', '1\n')],
  ['compare: lines of two columns', text('/v1/compare?target=y', 'text/csv', 'a,y\n', '1,2\n')],
  ['compare: lines of texts', text('/v1/compare?target=y', 'text/csv', 'a,y\n', 'x,2\n')],
  ['compare: a header', text('/v1/compare?target=y', 'text/csv', '', 'a,', 'y\n')],
  ['compare: quotes', text('/v1/compare?target=y', 'text/csv', 'a,y\n', '"')],
  [
    'compare: parts of a form',
    text(
      '/v1/compare',
      'multipart/form-data; boundary=x',
      '',
      '--x\r\ncontent-disposition: form-data; name="p"\r\n\r\n1\r\n',
      '--x--\r\n',
    ),
  ],
  ['compare: open brackets', text('/v1/compare', JSON_TYPE, '', '[')],
  ['compare: a key', text('/v1/compare', JSON_TYPE, '{"', 'k', '":1}')],
  ['predict: a key', text('/v1/predict', JSON_TYPE, '{"model":{"', 'k', '":1}}')],
]);
