import { computeLoss, isLossName } from '../losses.ts';
import {
  makeData,
  makeModule,
  makeOf,
  makeParameters,
  makeSeveral,
  makeTruth,
  makeUnknown,
  NONE,
  pick,
  pickTruth,
} from '../make.ts';
import { takeParameter } from '../parameters.ts';
import { listData, toQuantity } from '../quantities.ts';
import { dataOf } from '../slices.ts';
import type { Machine } from '../state.ts';
import type { Data, Given, Module, Split, Thing, Value } from '../values.ts';

const OPTIMIZERS =
  /^(SGD|Adam|AdamW|Adamax|NAdam|RAdam|Adagrad|Adadelta|RMSprop|Rprop|LBFGS|ASGD|SparseAdam|Lion)$/;
const LAYERS =
  /^(Linear|LazyLinear|Bilinear|Conv\dd|ConvTranspose\dd|Dropout\d?d?|AlphaDropout|BatchNorm\dd|LayerNorm|GroupNorm|InstanceNorm\dd|RMSNorm|LSTM|GRU|RNN|LSTMCell|GRUCell|Embedding|Flatten|Identity|MaxPool\dd|AvgPool\dd|AdaptiveAvgPool\dd|ReLU6?|LeakyReLU|PReLU|ELU|GELU|SELU|CELU|SiLU|Mish|Tanh|Sigmoid|LogSigmoid|Softplus|Softmax|LogSoftmax|Hardtanh|Hardswish|MultiheadAttention|TransformerEncoder\w*|Unflatten|Softmax2d)$/;
const CONTAINERS = /^(Sequential|ModuleList|ModuleDict|ParameterList)$/;

/** A function or class of PyTorch; null where it is none that matters. */
export function callTorch(machine: Machine, path: string, name: string, given: Given): Value | null {
  const { state } = machine;
  const { place } = given;
  const happened = state.happened(place);
  const [first] = given.positional;
  const isBare = !path.includes('.');
  const thing = (type: string): Thing => ({ kind: 'thing', type, given, parts: new Map() });
  const isOptimizer = /\.optim\.|^torch\.optim/.test(path) || (isBare && OPTIMIZERS.test(name));
  if (isOptimizer && OPTIMIZERS.test(name)) {
    state.framework ??= 'pytorch';
    return made(machine, { kind: 'optimizer', type: `torch.optim.${name}`, given });
  }
  // Its steps take no gradients.
  if (/lr_scheduler/.test(path)) return thing('scheduler');
  if (isLossName(name) && (path.includes('.nn') || isBare)) {
    state.framework ??= 'pytorch';
    if (/^[A-Z]/.test(name))
      return made(machine, makeModule(`torch.nn.${name}`, { given, isNetwork: false, isWhole: true }));
    return computeLoss(machine, `torch.nn.functional.${name}`, null, given);
  }
  if ((path.includes('.nn') || isBare) && (LAYERS.test(name) || CONTAINERS.test(name))) {
    state.framework ??= 'pytorch';
    return makeLayer(machine, name, given);
  }
  if (path.includes('.prune.')) {
    state.emit({ ...happened, kind: 'shrunk', set: null });
    return makeUnknown();
  }
  switch (name) {
    case 'no_grad':
    case 'inference_mode':
      return { ...thing('gradients'), given: { ...given, positional: [makeTruth(false)] } };
    case 'enable_grad':
      return { ...thing('gradients'), given: { ...given, positional: [makeTruth(true)] } };
    case 'set_grad_enabled': {
      const truth = first?.kind === 'truth' ? first.value : null;
      if (truth !== null) state.hasGradients = truth;
      return thing('gradients');
    }
    case 'Variable':
      return first ?? makeUnknown();
    case 'Parameter':
      return keepWeights(machine, given);
    case 'DataLoader':
      return {
        kind: 'loader',
        items: first ?? given.named.get('dataset') ?? makeUnknown(),
        shuffles:
          given.named.has('sampler') || given.named.has('batch_sampler')
            ? true
            : (pickTruth(given, 'shuffle', 2) ??
              (given.named.has('shuffle') || given.positional.length > 2 ? null : false)),
        batchSize: pick(given, 'batch_size', 1),
        dropsLast: given.named.has('drop_last') ? pickTruth(given, 'drop_last') : false,
        given,
      };
    case 'TensorDataset':
      return thing('dataset');
    case 'Subset':
      return first ?? makeUnknown();
    case 'random_split':
      return divide(machine, first, given);
    case 'GradScaler':
      return thing('grad-scaler');
    case 'manual_seed':
    case 'manual_seed_all':
    case 'seed_everything':
      state.emit({ ...happened, kind: 'seeded', seed: first ?? null });
      return NONE;
    case 'clip_grad_norm_':
    case 'clip_grad_value_':
      return NONE;
    case 'dropout':
      return dropOut(machine, given);
    case 'softshrink':
    case 'hardshrink':
      return shrink(machine, given);
    case 'grad':
      if (!path.includes('autograd')) return null;
      state.emit({
        ...happened,
        kind: 'backward',
        value: first ?? makeUnknown(),
        by: 'autograd',
      });
      return makeUnknown();
    case 'backward':
      state.emit({
        ...happened,
        kind: 'backward',
        value: first ?? makeUnknown(),
        by: 'autograd',
      });
      return NONE;
    case 'parameters_to_vector':
      return first?.kind === 'parameters' ? takeParameter(state, first, place) : makeUnknown();
    case 'tensor':
    case 'as_tensor':
      return copyTensor(machine, name, given);
    case 'randn':
    case 'rand':
    case 'zeros':
    case 'ones':
    case 'empty':
      if (pickTruth(given, 'requires_grad') === true) return keepWeights(machine, given);
      return null;
    default:
      return null;
  }
}

function made(machine: Machine, value: Value): Value {
  const { state } = machine;
  if (value.kind === 'module') state.modules.push(value);
  const place = value.kind === 'module' || value.kind === 'optimizer' ? value.given?.place : null;
  if (place != null) state.emit({ ...state.happened(place), kind: 'made', value });
  return value;
}

function makeLayer(machine: Machine, name: string, given: Given): Value {
  const module: Module = makeModule(`torch.nn.${name}`, { given, isWhole: true });
  if (CONTAINERS.test(name)) fillContainer(module, given);
  return made(machine, module);
}

/** The layers of a container, by their numbers or names; whole only where each was seen. */
function fillContainer(module: Module, given: Given): void {
  const [first] = given.positional;
  if (given.isOpen === true) module.isWhole = false;
  const isList = first?.kind === 'several' && given.positional.length === 1;
  const items = isList ? [...first.items, ...first.added] : given.positional;
  if (isList && (first.isEach || first.added.length > 0)) module.isWhole = false;
  if (first?.kind === 'dictionary') {
    for (const [key, value] of first.entries) module.parts.set(key, value);
    return;
  }
  for (const [i, item] of items.entries()) {
    // An ordered dictionary has pairs of name and layer.
    const isPair = item.kind === 'several' && item.items.length === 2 && item.items[0].kind === 'text';
    if (isPair)
      module.parts.set(
        item.items[0].kind === 'text' ? (item.items[0].value ?? String(i)) : String(i),
        item.items[1],
      );
    else module.parts.set(String(i), item);
    if (!isPair && item.kind !== 'module') module.isWhole = false;
  }
}

/** Weights that somebody keeps by himself. */
function keepWeights(machine: Machine, given: Given): Value {
  const set = makeParameters(null, given.place, { only: 'unknown' });
  return takeParameter(machine.state, set, given.place);
}

/** `torch.tensor(x)` copies values, and no gradient goes through it. */
function copyTensor(machine: Machine, name: string, given: Given): Value {
  const { state } = machine;
  const [first] = given.positional;
  if (first === undefined) return makeUnknown();
  if (pickTruth(given, 'requires_grad') === true && first.kind !== 'unknown')
    return keepWeights(machine, given);
  const quantity = toQuantity(first, given.place, state.run);
  if (quantity === null) {
    const [data] = first.kind === 'several' ? listData(first) : [];
    if (data !== undefined) return makeOf({ kind: 'data', data }, given.place, state.run);
    return first.kind === 'several' ? rowsOfList(machine, first, given) : makeUnknown();
  }
  if (first.kind === 'unknown') return first;
  if (name === 'as_tensor' || quantity.number !== null) return quantity;
  const isOfWeights = quantity.terms.some(({ base }) => base.kind !== 'data' && base.kind !== 'unknown');
  if (!isOfWeights) return quantity;
  return {
    ...quantity,
    terms: quantity.terms.map((term) => ({ ...term, detachedAt: term.detachedAt ?? given.place })),
  };
}

/** A list of numbers is a vector, a list of lists a matrix. */
function rowsOfList(machine: Machine, list: Extract<Value, { kind: 'several' }>, given: Given): Value {
  const { state } = machine;
  const [item] = list.items;
  const rank = item?.kind === 'several' ? 2 : item?.kind === 'quantity' && item.number !== null ? 1 : null;
  const isColumn = item?.kind === 'several' && item.items.length === 1;
  return makeOf({ kind: 'data', data: makeData(state.nextData()) }, given.place, state.run, {
    rank,
    isColumn,
  });
}

function dropOut(machine: Machine, given: Given): Value {
  const { state } = machine;
  const forward = state.forward;
  const training = pick(given, 'training', 2);
  if (forward !== null && (training === null || training.kind !== 'truth' || training.value !== false)) {
    forward.module.callsDropout = true;
  }
  return given.positional[0] ?? makeUnknown();
}

/** A proximal step: what it gives is put back into the weights. */
function shrink(machine: Machine, given: Given): Value {
  const { state } = machine;
  const [first] = given.positional;
  const base = first?.kind === 'quantity' ? first.terms[0]?.base : undefined;
  const set = base?.kind === 'parameter' ? base.set : null;
  state.emit({ ...state.happened(given.place), kind: 'shrunk', set });
  return first ?? makeUnknown();
}

/** `random_split(dataset, [a, b])`. */
function divide(machine: Machine, whole: Value | undefined, given: Given): Value {
  const { state } = machine;
  const lengths = pick(given, 'lengths', 1);
  const parts = lengths?.kind === 'several' ? lengths.items.length : 2;
  const share = lengths?.kind === 'several' ? shareOf(lengths.items.at(-1)) : null;
  const split: Split = { place: given.place, parts, share, kind: 'holdout', folds: null, seed: null };
  const inputs = whole === undefined ? [] : whole.kind === 'thing' ? whole.given.positional : [whole];
  state.emit({ ...state.happened(given.place), kind: 'split', split, inputs });
  const divided = Array.from({ length: parts }, (_, part) => takePart(machine, whole, split, part, given));
  return makeSeveral(divided, given.place);
}

function shareOf(value: Value | undefined): number | null {
  const number = value?.kind === 'quantity' ? value.number : null;
  return number !== null && number > 0 && number < 1 ? number : null;
}

function takePart(
  machine: Machine,
  whole: Value | undefined,
  split: Split,
  part: number,
  given: Given,
): Value {
  const items = whole?.kind === 'thing' ? whole.given.positional : whole === undefined ? [] : [whole];
  const { state } = machine;
  const positional = items.map((item): Value => {
    const own =
      listData(item)[0] ?? (item.kind === 'unknown' ? dataOf(machine, item) : makeData(state.nextData()));
    const data: Data = { ...own, id: state.nextData(), parent: own, split, part, isShuffled: true };
    const form = item.kind === 'quantity' ? { rank: item.rank, isColumn: item.isColumn } : {};
    return makeOf({ kind: 'data', data }, given.place, state.run, form);
  });
  if (whole?.kind !== 'thing') return positional[0] ?? makeUnknown();
  return { ...whole, given: { ...whole.given, positional }, parts: new Map() };
}
