import { describeValue, errorAt, type Issue } from '../../errors.ts';
import { refuse } from '../../validate.ts';
import { VERSION } from '../../version.ts';
import type { Model, ModelFeature } from '../model.ts';
import { parseModel } from '../parse-model.ts';
import { constant, DOUBLE, FLOAT, INT64, ML, node, port, STRING } from './graph.ts';
import { type Bytes, integer, join, message, text } from './protobuf.ts';

/** Versions of the format and of the operators: what onnxruntime reads from 1.13 (2022) on. */
const IR_VERSION = 8;
const OPSET = 17;
const ML_OPSET = 3;

const ACTIVATIONS = { relu: 'Relu', tanh: 'Tanh', sigmoid: 'Sigmoid', elu: 'Elu', linear: null } as const;

/**
 * Writes a model as an ONNX graph that includes the standardisation: rows go in as they are, and predictions
 * come out in the target's own units.
 *
 * Inputs: one for each feature, with its name and of shape [N], including features whose weights are all
 * zero. A number is a double, since in float32 a year or a time stamp would lose the digits that
 * standardising leaves; a text is a string, since comparing strings is what `OneHotEncoder` (ai.onnx.ml) does
 * in every onnxruntime, and callers often get one-hot columns wrong. A category that no training row had is 0
 * in every column. If the model fills in missing numbers, NaN counts as missing; a missing text is any text
 * that is not a category.
 *
 * Outputs: `prediction` [N], double; for a classification, `prediction` [N], the class as a string, and
 * `probabilities` [N, classes], float, classes in the order of the model. Underscores are added to either
 * name while a feature has the same name. The network is float32, as it was trained.
 *
 * @param input the model, as read from its JSON; validated here
 * @returns the bytes of an `.onnx` file
 * @throws AbsumError `limit-exceeded` for thousands of features or layers; `invalid-model`, also for texts that no ONNX runtime reads
 */
export function exportOnnx(input: unknown): Uint8Array<ArrayBuffer> {
  const model = parseModel(input);
  checkSize(model);
  refuse('invalid-model', findUnreadableTexts(model));
  const names = chooseNames(model.features.map(({ name }) => name));
  const encoded = encodeInputs(model, names);
  const network = runNetwork(model, names);
  const graph = [
    ...encoded,
    ...network,
    ...(model.task === 'regression' ? readNumber(model, names) : readClass(model, names)),
    text(2, 'absum'),
  ];
  return join(
    integer(1, IR_VERSION),
    text(2, 'absum'),
    text(3, VERSION),
    message(7, graph.flat()),
    message(8, text(1, ''), integer(2, OPSET)),
    message(8, text(1, ML), integer(2, ML_OPSET)),
  );
}

/** Nodes, ports and constants of a graph: each is made of some ten pieces, all held until they are joined. */
const MOST_PARTS = 20_000;

function checkSize({ features, layers }: Model): void {
  const parts = 3 * features.length + 6 * layers.length;
  if (parts <= MOST_PARTS) return;
  const message = `an ONNX graph of ${features.length} features and ${layers.length} layers would have ${parts} parts, more than the limit of ${MOST_PARTS}: use fewer`;
  throw errorAt('limit-exceeded', 'model', message);
}

/** onnxruntime ends a text at a NUL, and refuses what is not Unicode; two such names might be one to it. */
const UNREADABLE = /\0|\p{Surrogate}/u;

function* findUnreadableTexts({ features, classes = [] }: Model): Generator<Issue> {
  for (const [f, { name, columns }] of features.entries()) {
    yield* findUnreadable(name, () => `model.features[${f}].name`);
    for (const [c, { category }] of columns.entries()) {
      yield* findUnreadable(category ?? '', () => `model.features[${f}].columns[${c}].category`);
    }
  }
  for (const [c, name] of classes.entries()) yield* findUnreadable(name, () => `model.classes[${c}]`);
}

function* findUnreadable(text: string, place: () => string): Generator<Issue> {
  if (!UNREADABLE.test(text)) return;
  const message = `expected a text that ONNX can hold, without NUL and lone surrogates, got ${describeValue(text)}`;
  yield { place: place(), message };
}

/** Names within the graph, none of which is a feature's. */
interface Names {
  readonly prediction: string;
  readonly probabilities: string;
  inner(name: string): string;
}

function chooseNames(features: readonly string[]): Names {
  const taken = new Set(features);
  const free = (name: string): string => (taken.has(name) ? free(`${name}_`) : name);
  // One colon more than any feature has there.
  const colons = features.map((name) => /^absum(:+)/.exec(name)?.[1].length ?? 0);
  const prefix = `absum${':'.repeat(1 + colons.reduce((a, b) => Math.max(a, b), 0))}`;
  return {
    prediction: free('prediction'),
    probabilities: free('probabilities'),
    inner: (name) => prefix + name,
  };
}

/** From the features to `x` [N, inputs], float, standardised. */
function encodeInputs({ features, missing }: Model, { inner }: Names): Bytes[] {
  const columns = features.flatMap((feature) =>
    feature.columns.map((column) => ({ ...column, fill: feature.fill })),
  );
  const list = (pick: (column: (typeof columns)[number]) => number) => columns.map(pick);
  const raw = features.map((_, f) => inner(`raw${f}`));
  const known = missing === 'mean' ? inner('known') : inner('all');
  return [
    ...features.map(({ name, kind }) => port('input', name, kind === 'number' ? DOUBLE : STRING, [])),
    constant(inner('axis'), [1], INT64, [1]),
    ...features.flatMap((feature, f) => widen(feature, raw[f], inner)),
    node('Concat', raw, inner('all'), { axis: 1 }),
    ...(missing === 'mean'
      ? [
          constant(
            inner('fill'),
            [columns.length],
            DOUBLE,
            list(({ fill }) => fill),
          ),
          node('IsNaN', [inner('all')], inner('absent')),
          node('Where', [inner('absent'), inner('fill'), inner('all')], known),
        ]
      : []),
    constant(
      inner('mean'),
      [columns.length],
      DOUBLE,
      list(({ mean }) => mean),
    ),
    constant(
      inner('scale'),
      [columns.length],
      DOUBLE,
      list(({ scale }) => scale),
    ),
    node('Sub', [known, inner('mean')], inner('centred')),
    node('Div', [inner('centred'), inner('scale')], inner('scaled')),
    node('Cast', [inner('scaled')], inner('x'), { to: FLOAT }),
  ];
}

/** One feature [N] as columns [N, columns], double: the number itself, or 1 for the category and 0 for the others. */
function widen({ name, kind, columns }: ModelFeature, output: string, inner: Names['inner']): Bytes[] {
  if (kind === 'number') return [node('Unsqueeze', [name, inner('axis')], output)];
  const categories = columns.map(({ category }) => String(category));
  const oneHot = `${output}:oneHot`;
  return [
    node('OneHotEncoder', [name], oneHot, { cats_strings: categories, zeros: 1 }, ML),
    node('Cast', [oneHot], output, { to: DOUBLE }),
  ];
}

/** From `x` to `output` [N, outputs], float. */
function runNetwork({ layers, network }: Model, { inner }: Names): Bytes[] {
  const operator = ACTIVATIONS[network.activation];
  return layers.flatMap(({ inputs, outputs, weights, biases }, i) => {
    const last = i === layers.length - 1;
    const [w, b, product, sum] = ['weights', 'biases', 'product', 'sum'].map((name) => inner(`${name}${i}`));
    const next = last ? inner('output') : inner(`hidden${i}`);
    return [
      constant(w, [inputs, outputs], FLOAT, weights),
      constant(b, [outputs], FLOAT, biases),
      node('MatMul', [i === 0 ? inner('x') : inner(`hidden${i - 1}`), w], product),
      node('Add', [product, b], sum),
      node(last ? 'Identity' : (operator ?? 'Identity'), [sum], next),
    ];
  });
}

/** From `output` to the prediction in the target's own units. */
function readNumber({ targetMean, targetScale }: Model, { inner, prediction }: Names): Bytes[] {
  return [
    port('output', prediction, DOUBLE, []),
    constant(inner('targetMean'), [], DOUBLE, [targetMean]),
    constant(inner('targetScale'), [], DOUBLE, [targetScale]),
    node('Squeeze', [inner('output'), inner('axis')], inner('flat')),
    node('Cast', [inner('flat')], inner('wide'), { to: DOUBLE }),
    node('Mul', [inner('wide'), inner('targetScale')], inner('spread')),
    node('Add', [inner('spread'), inner('targetMean')], prediction),
  ];
}

/** From `output` to the most probable class (the first among equals) and the probabilities of all classes. */
function readClass({ classes = [] }: Model, { inner, prediction, probabilities }: Names): Bytes[] {
  return [
    port('output', prediction, STRING, []),
    port('output', probabilities, FLOAT, [classes.length]),
    constant(inner('classes'), [classes.length], STRING, classes),
    node('Softmax', [inner('output')], probabilities, { axis: 1 }),
    node('ArgMax', [inner('output')], inner('best'), { axis: 1, keepdims: 0 }),
    node('Gather', [inner('classes'), inner('best')], prediction),
  ];
}
