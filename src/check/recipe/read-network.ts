import { pick, pickNumber, pickText } from '../flow/make.ts';
import { listLayers } from '../flow/modules.ts';
import type { Module, Value } from '../flow/values.ts';
import type { Place } from '../syntax/nodes.ts';
import type { Training } from './find-training.ts';
import { readForward } from './read-forward.ts';
import type { Reading } from './reading.ts';

// The network of a loop as a recipe says it: dense layers of some widths, one activation, dropout after each.

const DENSE = /(^|\.)(Linear|LazyLinear|Dense)$/;
const DROPOUT = /(^|\.)Dropout$/;
const NORM = /Norm(alization)?(\dd)?$/;
const OTHER_LAYER =
  /(^|\.)(Conv\w*|\w*Pool\w*|LSTM\w*|GRU\w*|RNN\w*|SimpleRNN|Embedding\w*|MultiheadAttention|MultiHeadAttention|Transformer\w*|Bilinear)$/;
/** The layers of a library that are activations, and the functions, by the name that a recipe has. */
const ACTIVATIONS: Readonly<Record<string, string>> = {
  ReLU: 'relu',
  relu: 'relu',
  relu_: 'relu',
  Tanh: 'tanh',
  tanh: 'tanh',
  Sigmoid: 'sigmoid',
  sigmoid: 'sigmoid',
  ELU: 'elu',
  elu: 'elu',
};
/** Those that a recipe does not have. */
const OTHER_ACTIVATION =
  /^(GELU|gelu|LeakyReLU|leaky_relu|PReLU|SiLU|silu|swish|Mish|mish|SELU|selu|CELU|celu|Softplus|softplus|Hardswish|hardswish|ReLU6|relu6|Hardtanh|hardtanh)$/;

/** Reads widths, activation, dropout and initial weights. */
export function readNetwork(reading: Reading, { module, forward }: Training): void {
  if (module === null) {
    reading.miss(
      'network.hidden',
      null,
      'The network could not be found: a run takes one hidden layer of 32 units.',
    );
    return;
  }
  const layers = findLayers(reading, module);
  const dense = layers.filter(({ type }) => type !== null && DENSE.test(type));
  if (dense.length === 0 && !layers.some(isOtherLayer)) {
    const place = placeOf(module) ?? forward?.place ?? null;
    const message =
      'The layers of the network could not be read: a run takes one hidden layer of 32 units and relu.';
    reading.miss('network.hidden', place, message);
    return;
  }
  const hidden = readWidths(reading, layers, dense) ? dense.length - 1 : null;
  if (hidden === null || hidden > 0) {
    readActivation(reading, layers, hidden !== null);
    readDropout(reading, layers, hidden);
  }
  readInitialization(reading, dense);
  const norm = layers.find(({ type }) => type !== null && NORM.test(type));
  if (norm !== undefined) {
    reading.miss('network', placeOf(norm), `A recipe has no ${shortName(norm)}: a run trains without it.`);
  }
}

/** The layers of a network; of the one that Keras makes of inputs and outputs, all that were made for it. */
function findLayers({ trace }: Reading, module: Module): Module[] {
  if (!/(^|\.)Model$/.test(module.type ?? '') || module.definition !== null) return listLayers(module);
  const made = trace.events.flatMap((event) =>
    event.kind === 'made' && event.value.kind === 'module' && event.value.isNetwork ? [event.value] : [],
  );
  const isAlone = made.filter(({ type }) => type === module.type).length === 1;
  return isAlone ? [module, ...made.filter((each) => each !== module)] : [module];
}

function placeOf(module: Module): Place | null {
  return module.given?.place ?? null;
}

/** The last part of a full name. */
function shortName({ type }: { readonly type: string | null }): string {
  return type?.split('.').at(-1) ?? 'layer';
}

function isOtherLayer({ type }: Module): boolean {
  return type !== null && OTHER_LAYER.test(type);
}

/** @returns whether the widths of the hidden layers are known */
function readWidths(reading: Reading, layers: readonly Module[], dense: readonly Module[]): boolean {
  const [problem, place] = findProblem(layers, dense);
  if (problem !== null) {
    reading.miss('network.hidden', place, `${problem}: a run takes one hidden layer of 32 units.`);
    return false;
  }
  if (place !== null) reading.say('network.hidden', dense.slice(0, -1).map(readWidth), place);
  return true;
}

/** Why the widths cannot be those of a recipe, and where that is; else the place of the first layer. */
function findProblem(
  layers: readonly Module[],
  dense: readonly Module[],
): readonly [problem: string | null, place: Place | null] {
  const other = layers.find(isOtherLayer);
  if (other !== undefined) {
    const what = `A recipe has dense layers alone, and this network has ${shortName(other)}`;
    return [what, placeOf(other)];
  }
  const widths = dense.map(readWidth);
  const unknown = widths.slice(0, -1).indexOf(null);
  if (unknown !== -1) {
    return [`The width of hidden layer ${unknown + 1} could not be read`, placeOf(dense[unknown])];
  }
  const fork = dense.findIndex((layer, i) => i > 0 && !follows(layer, widths[i - 1]));
  if (fork !== -1) {
    return ['A recipe has one layer after the other, and this network divides', placeOf(dense[fork])];
  }
  if (dense.length > 5) {
    const what = `A recipe has at most 4 hidden layers, and this network has ${dense.length - 1}`;
    return [what, placeOf(dense[0])];
  }
  return [null, placeOf(dense[0])];
}

/** Whether a layer takes what the one before it gives, as far as the text says so. */
function follows({ type, given }: Module, width: number | null): boolean {
  const inputs = given === null || !/\.Linear$/.test(type ?? '') ? null : pickNumber(given, 'in_features', 0);
  return inputs === null || width === null || inputs === width;
}

/** Units of a dense layer. */
function readWidth({ type, given }: Module): number | null {
  if (given === null) return null;
  const width = /Dense$/.test(type ?? '')
    ? pickNumber(given, 'units', 0)
    : /LazyLinear$/.test(type ?? '')
      ? pickNumber(given, 'out_features', 0)
      : pickNumber(given, 'out_features', 1);
  return width !== null && Number.isSafeInteger(width) && width > 0 && width <= 4096 ? width : null;
}

interface Used {
  readonly name: string;
  readonly place: { readonly from: number; readonly to: number };
}

function readActivation(reading: Reading, layers: readonly Module[], isKnown: boolean): void {
  const used = [...listOfLayers(layers), ...readForward(layers).functions];
  const other = used.find(({ name }) => OTHER_ACTIVATION.test(name));
  const known = used.flatMap(({ name, place }) =>
    Object.hasOwn(ACTIVATIONS, name) ? [{ name: ACTIVATIONS[name], place }] : [],
  );
  if (other !== undefined) {
    const message = `A recipe has no ${other.name}: a run takes relu.`;
    reading.miss('network.activation', other.place, message);
    return;
  }
  const [first] = known;
  if (first === undefined) {
    const [dense] = layers.filter(({ type }) => type !== null && DENSE.test(type));
    const place = dense === undefined ? null : placeOf(dense);
    if (place !== null && isKnown && readForward(layers).isRead)
      reading.say('network.activation', 'linear', place);
    else reading.miss('network.activation', place, 'The activation could not be read: a run takes relu.');
    return;
  }
  // A sigmoid at the output is no activation of hidden units.
  const names = new Set(known.map(({ name }) => name));
  if (names.size > 1) names.delete('sigmoid');
  const [name] = names;
  const chosen = known.find((each) => each.name === name) ?? first;
  if (names.size > 1) {
    const message = `A recipe has one activation for all hidden units, and this network has ${[...names].join(' and ')}: a run takes ${chosen.name}.`;
    reading.miss('network.activation', known[1].place, message);
  }
  reading.say('network.activation', chosen.name, chosen.place);
}

/** Activations that are layers, or arguments of layers. */
function listOfLayers(layers: readonly Module[]): Used[] {
  return layers.flatMap((layer) => {
    const { given } = layer;
    if (given === null) return [];
    const own = shortName(layer);
    if (/^Activation$/.test(own)) {
      const name = pickText(given, 'activation', 0);
      return name === null ? [] : [{ name, place: given.place }];
    }
    if (Object.hasOwn(ACTIVATIONS, own) || OTHER_ACTIVATION.test(own))
      return [{ name: own, place: given.place }];
    if (!/Dense$/.test(layer.type ?? '')) return [];
    const named = nameOf(pick(given, 'activation', 1));
    return named === null || named === 'linear' ? [] : [{ name: named, place: given.place }];
  });
}

function nameOf(value: Value | null): string | null {
  if (value?.kind === 'text') return value.value;
  return value?.kind === 'path' ? (value.path.split('.').at(-1) ?? null) : null;
}

function readDropout(reading: Reading, layers: readonly Module[], hidden: number | null): void {
  const forward = readForward(layers);
  const made = layers.flatMap((layer) => {
    if (layer.given === null || layer.type === null || !DROPOUT.test(layer.type)) return [];
    const isNamed =
      layer.given.named.has('p') || layer.given.named.has('rate') || layer.given.positional.length > 0;
    const value = pick(layer.given, 'p', 0) ?? pick(layer.given, 'rate', 0);
    const share = isNamed ? (value?.kind === 'quantity' ? value.number : null) : 0.5;
    return [{ share, place: layer.given.place, uses: forward.countUses(layer) }];
  });
  const used = [...made, ...forward.dropouts.map((each) => ({ ...each, uses: 1 }))];
  const [first] = used;
  if (first === undefined) return;
  const { share, place } = first;
  if (share === null || share < 0 || share > 0.95) {
    reading.miss(
      'network.dropout',
      place,
      'The share that dropout drops could not be read: a run takes none.',
    );
    return;
  }
  const shares = [...new Set(used.map((each) => each.share))];
  const uses = used.reduce((sum, each) => sum + each.uses, 0);
  if (shares.length > 1) {
    const message = `A recipe drops one share after each hidden layer, and this network drops several: a run takes ${share} after each.`;
    reading.miss('network.dropout', used[1].place, message);
  } else if (hidden !== null && uses !== hidden && share > 0) {
    const message = `A recipe drops after each hidden layer, and this network after ${uses} of ${hidden}: a run takes ${share} after each.`;
    reading.miss('network.dropout', place, message);
  }
  reading.say('network.dropout', share, place);
}

/** What a library's layers begin with, unless they are told otherwise. */
function readInitialization(reading: Reading, [first]: readonly Module[]): void {
  if (first?.given == null) return;
  const isKeras = /Dense$/.test(first.type ?? '');
  const initializer = isKeras ? pick(first.given, 'kernel_initializer') : null;
  if (initializer !== null) {
    const name = nameOf(initializer) ?? '';
    if (/^he_uniform$/i.test(name)) reading.say('network.initialization', 'he', first.given.place);
    else if (/^glorot_uniform$/i.test(name))
      reading.say('network.initialization', 'glorot', first.given.place);
    else {
      const message =
        'A recipe has no such initial weights: a run takes those that Keras takes unless told otherwise.';
      reading.miss('network.initialization', first.given.place, message);
      reading.say('network.initialization', 'glorot', first.given.place);
    }
    return;
  }
  reading.say('network.initialization', isKeras ? 'glorot' : 'pytorch', first.given.place);
}
