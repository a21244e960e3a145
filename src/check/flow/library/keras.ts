import { computeLoss, isLossName } from '../losses.ts';
import { makeModule, makeParameters, makeUnknown, NONE, pick } from '../make.ts';
import { takeParameter } from '../parameters.ts';
import type { Machine } from '../state.ts';
import type { Given, Module, Thing, Value } from '../values.ts';

const OPTIMIZERS = /^(SGD|Adam|AdamW|Adamax|Nadam|Adagrad|Adadelta|RMSprop|Ftrl|Lion)$/;
const LAYERS =
  /^(Dense|Conv\dD|Dropout|SpatialDropout\dD|GaussianNoise|GaussianDropout|BatchNormalization|LayerNormalization|Activation|Flatten|Embedding|LSTM|GRU|SimpleRNN|Input|InputLayer|Normalization|MaxPooling\dD|AveragePooling\dD|GlobalAveragePooling\dD|ReLU|LeakyReLU|PReLU|ELU|Softmax|Concatenate|Add|Reshape|Rescaling|Bidirectional|TimeDistributed|Lambda)$/;

/** A function or class of Keras or TensorFlow; null where it is none that matters. */
export function callKeras(machine: Machine, path: string, name: string, given: Given): Value | null {
  const { state } = machine;
  const { place } = given;
  const happened = state.happened(place);
  const [first] = given.positional;
  const isBare = !path.includes('.');
  const isKeras = /^keras|^tensorflow/.test(path) || isBare;
  if (!isKeras) return null;
  if (OPTIMIZERS.test(name) && (isBare || path.includes('optimizers'))) {
    state.framework ??= 'keras';
    const optimizer: Value = { kind: 'optimizer', type: `keras.optimizers.${name}`, given };
    state.emit({ ...happened, kind: 'made', value: optimizer });
    return optimizer;
  }
  if (/\.regularizers\.|^(l1|l2|L1|L2|l1_l2|L1L2)$/.test(path) && /^(l1|l2|L1|L2|l1_l2|L1L2)$/.test(name)) {
    const regulariser: Thing = { kind: 'thing', type: 'regularizer', given, parts: new Map() };
    regulariser.parts.set('name', { kind: 'text', value: name });
    state.emit({ ...happened, kind: 'made', value: regulariser });
    return regulariser;
  }
  if (path.includes('losses') && isLossName(name)) {
    if (/^[A-Z]/.test(name)) {
      const loss = makeModule(`keras.losses.${name}`, { given, isNetwork: false, isWhole: true });
      state.emit({ ...happened, kind: 'made', value: loss });
      return loss;
    }
    return computeLoss(machine, `keras.losses.${name}`, null, given);
  }
  if (isLossName(name) && /^[A-Z]/.test(name)) {
    return makeModule(`keras.losses.${name}`, { given, isNetwork: false, isWhole: true });
  }
  if (isLossName(name)) return computeLoss(machine, path, null, given);
  if (LAYERS.test(name)) return makeLayer(machine, name, given);
  switch (name) {
    case 'Sequential':
      return makeSequential(machine, given);
    case 'Model':
      return makeFunctional(machine, given);
    case 'EarlyStopping':
      return { kind: 'thing', type: name, given, parts: new Map() };
    case 'GradientTape':
      return { kind: 'thing', type: 'tape', given, parts: new Map() };
    case 'Variable':
      return takeParameter(state, makeParameters(null, place, { only: 'unknown' }), place);
    case 'set_random_seed':
    case 'set_seed':
      state.emit({ ...happened, kind: 'seeded', seed: first ?? null });
      return NONE;
    case 'from_tensor_slices': {
      const items = first?.kind === 'several' ? first.items : first === undefined ? [] : [first];
      return { kind: 'thing', type: 'dataset', given: { ...given, positional: items }, parts: new Map() };
    }
    case 'nn':
      return makeUnknown();
    default:
      return null;
  }
}

function made(machine: Machine, module: Module): Module {
  const { state } = machine;
  state.framework ??= 'keras';
  state.modules.push(module);
  if (module.given !== null)
    state.emit({ ...state.happened(module.given.place), kind: 'made', value: module });
  return module;
}

function makeLayer(machine: Machine, name: string, given: Given): Value {
  const module = makeModule(`keras.layers.${name}`, { given, isWhole: true });
  const isInput = /^Input/.test(name);
  if (isInput) return { ...module, parts: new Map([['input', makeUnknown()]]) };
  return made(machine, module);
}

function makeSequential(machine: Machine, given: Given): Value {
  const module = makeModule('keras.Sequential', { given, isWhole: true });
  const layers = pick(given, 'layers', 0);
  if (layers?.kind === 'several') {
    if (layers.isEach || layers.added.length > 0) module.isWhole = false;
    for (const [i, item] of layers.items.entries()) module.parts.set(String(i), item);
  } else if (layers !== null) module.isWhole = false;
  return made(machine, module);
}

/** `Model(inputs, outputs)`: its layers are those that the output came through, which are not followed. */
function makeFunctional(machine: Machine, given: Given): Value {
  return made(machine, makeModule('keras.Model', { given, isWhole: false }));
}
