import { describeValue, errorAt, type Issue } from '../errors.ts';
import { refuse, validate } from '../validate.ts';
import { FORMAT, FORMAT_VERSION, type Model, type ModelFeature, ModelSchema } from './model.ts';

/**
 * Reads a model and checks that its parts agree with one another.
 *
 * @throws AbsumError `invalid-model` with the place of each fault (`model.layers[0].weights[17]`); for a
 *   model of another version, which version it is and which one this absum reads
 */
export function parseModel(input: unknown): Model {
  refuseOtherFormats(input);
  const model = validate(ModelSchema, input, 'invalid-model', 'model');
  refuse('invalid-model', findFaults(model));
  return model;
}

function* findFaults(model: Model): Generator<Issue> {
  yield* findFeatureFaults(model.features);
  yield* findOrderFaults(model.features);
  yield* findTargetFaults(model);
  yield* findLayerFaults(model);
}

/** Checked before anything else: in a model of another version every other field may differ. */
function refuseOtherFormats(input: unknown): void {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    const message = `expected a model, the object in a report's "model", got ${describeValue(input)}`;
    throw errorAt('invalid-model', 'model', message);
  }
  const { format, version } = input as { format?: unknown; version?: unknown };
  if (format !== FORMAT) {
    const message = `expected "${FORMAT}", got ${describeValue(format)}: this is not a model of absum`;
    throw errorAt('invalid-model', 'model.format', message);
  }
  if (version !== FORMAT_VERSION) {
    const message =
      `expected version ${FORMAT_VERSION}, the only one that this absum reads, got ${describeValue(version)}: ` +
      'use the absum that made the model, or train it again';
    throw errorAt('invalid-model', 'model.version', message);
  }
}

function* findFeatureFaults(features: readonly ModelFeature[]): Generator<Issue> {
  const names = new Set<string>();
  for (const [f, { name, kind, columns, ...more }] of features.entries()) {
    const place = `model.features[${f}]`;
    if (names.has(name)) {
      const message = `expected a name of its own, got ${describeValue(name)} again`;
      yield { place: `${place}.name`, message };
    }
    names.add(name);
    const categories = columns.map(({ category }) => category);
    if (kind === 'number' && (columns.length > 1 || categories[0] !== null)) {
      const got = columns.length > 1 ? columns.length : `the category ${describeValue(categories[0])}`;
      yield { place: `${place}.columns`, message: `expected one column without a category, got ${got}` };
    }
    if (kind === 'text' && (categories.includes(null) || new Set(categories).size < categories.length)) {
      yield { place: `${place}.columns`, message: 'expected a category of its own in each column' };
    }
    for (const field of kind === 'text' ? (['notation', 'binary', 'date'] as const) : []) {
      if (more[field] === undefined) continue;
      yield { place: `${place}.${field}`, message: 'applies only to kind "number", but the kind is "text"' };
    }
  }
}

/** The dates of a column are read once. */
function* findOrderFaults(features: readonly ModelFeature[]): Generator<Issue> {
  const orders = new Map<string, string>();
  for (const [f, { date }] of features.entries()) {
    if (date === undefined) continue;
    const { column, order } = date;
    const first = orders.get(column) ?? order;
    orders.set(column, first);
    if (order === first) continue;
    const message = `expected ${describeValue(first)}, as above for the same column, got ${describeValue(order)}`;
    yield { place: `model.features[${f}].date.order`, message };
  }
}

function findTargetFaults({ task, classes, target, features }: Model): Issue[] {
  const faults: Issue[] = [];
  if (task === 'classification' && classes === undefined) {
    faults.push({ place: 'model.classes', message: 'is required, since the task is "classification"' });
  }
  if (task === 'regression' && classes !== undefined) {
    faults.push({
      place: 'model.classes',
      message: 'applies only to task "classification", but the task is "regression"',
    });
  }
  if (classes !== undefined && new Set(classes).size < classes.length) {
    faults.push({ place: 'model.classes', message: 'expected a name of its own for each class' });
  }
  if (features.some(({ name }) => name === target)) {
    const message = `expected a name that is not a feature's, got ${describeValue(target)}`;
    faults.push({ place: 'model.target', message });
  }
  return faults;
}

/** Compares the widths that the rest of the model implies with those of the layers and their numbers. */
function* findLayerFaults({ features, network, layers, classes }: Model): Generator<Issue> {
  const inputs = features.reduce((sum, { columns }) => sum + columns.length, 0);
  const widths = [inputs, ...network.hidden, classes?.length ?? 1];
  if (layers.length !== widths.length - 1) {
    const message = `expected ${widths.length - 1}, one more than network.hidden has, got ${layers.length}`;
    yield { place: 'model.layers', message };
    return;
  }
  for (const [i, layer] of layers.entries()) {
    const place = `model.layers[${i}]`;
    const shape = { inputs: widths[i], outputs: widths[i + 1] };
    const wrong = (['inputs', 'outputs'] as const).filter((side) => layer[side] !== shape[side]);
    for (const side of wrong) {
      const message = `expected ${shape[side]}, as features, network and classes have it, got ${layer[side]}`;
      yield { place: `${place}.${side}`, message };
    }
    if (wrong.length > 0) continue;
    yield* findNumberFault(layer.weights, shape.inputs * shape.outputs, `${place}.weights`);
    yield* findNumberFault(layer.biases, shape.outputs, `${place}.biases`);
  }
}

/** A wrong length, or the first entry that is not a number or is too large for float32. */
function findNumberFault(values: readonly unknown[], length: number, place: string): Issue[] {
  if (values.length !== length)
    return [{ place, message: `expected ${length} numbers, got ${values.length}` }];
  // By position, since `findIndex` would cost a call for each weight, and holes must be noticed.
  for (let i = 0; i < length; i++) {
    const value = values[i];
    if (typeof value === 'number' && Number.isFinite(Math.fround(value))) continue;
    const message = `expected a number within +-3.4e38 (float32), got ${describeValue(value)}`;
    return [{ place: `${place}[${i}]`, message }];
  }
  return [];
}
