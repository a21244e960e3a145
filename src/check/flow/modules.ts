import type { Place } from '../syntax/nodes.ts';
import { makeModule, pickTruth } from './make.ts';
import type { State } from './state.ts';
import type { Module, Unknown, Value } from './values.ts';

// What is known of a network by its layers.

const NOISY = /Dropout\d?d?$|AlphaDropout$|DropPath$|SpatialDropout|GaussianDropout|GaussianNoise/;
const NORMS = /(Batch|Layer|Group|Instance|RMS|LocalResponse)Norm(alization)?(\d?d)?$/;
const BATCH_NORMS = /BatchNorm(alization)?(\d?d)?$/;
const WEIGHTED =
  /(^|\.)(Linear|LazyLinear|Bilinear|Conv\dd|ConvTranspose\dd|Dense|Conv\dD|LSTM|GRU|RNN|LSTMCell|GRUCell|Embedding|MultiheadAttention)$/;

/** Layers at any depth; a network that holds itself is looked at once. */
export function listLayers(module: Module, seen: Set<Module> = new Set()): Module[] {
  if (seen.has(module) || seen.size > 2000) return [];
  seen.add(module);
  const inner = [...module.parts].flatMap(([name, part]) =>
    name === 'layers of' ? [] : listLayersOf(part, seen),
  );
  return [module, ...inner];
}

function listLayersOf(part: Value, seen: Set<Module>): Module[] {
  if (part.kind === 'module') return listLayers(part, seen);
  if (part.kind === 'several')
    return [...part.items, ...part.added].flatMap((item) => listLayersOf(item, seen));
  if (part.kind === 'dictionary')
    return [...part.entries.values()].flatMap((item) => listLayersOf(item, seen));
  return [];
}

/** Whether all of its layers are known: false where something in it came from elsewhere. */
export function isKnown(module: Module): boolean {
  return listLayers(module).every((layer) => {
    if (layer.type === null || (layer.definition === null && layer.given === null)) return false;
    const isOpen = [...layer.parts.values()].some((part) => part.kind === 'unknown' && part.module !== null);
    return (
      !isOpen &&
      (layer.definition !== null || layer.isWhole || !/Sequential|Model$|ModuleList/.test(layer.type))
    );
  });
}

/** Whether it behaves otherwise in training than in use: null where that is not known. */
export function findNoise(module: Module): 'dropout' | 'batch norm' | null | undefined {
  const layers = listLayers(module);
  if (layers.some(({ type, callsDropout }) => callsDropout || (type !== null && NOISY.test(type))))
    return 'dropout';
  if (layers.some(({ type }) => type !== null && BATCH_NORMS.test(type))) return 'batch norm';
  return isKnown(module) ? null : undefined;
}

export function hasNorms(module: Module): boolean {
  return listLayers(module).some(({ type }) => type !== null && NORMS.test(type));
}

export function isNorm({ type }: Module): boolean {
  return type !== null && NORMS.test(type);
}

export function hasEmbeddings(module: Module): boolean {
  return listLayers(module).some(({ type }) => type !== null && /(^|\.)Embedding$/.test(type));
}

/** Whether it has biases: null where that is not known. */
export function hasBiases(module: Module): boolean | null {
  const weighted = listLayers(module).filter(
    ({ type }) => type !== null && (WEIGHTED.test(type) || NORMS.test(type)),
  );
  const without = weighted.filter(
    ({ type, given }) =>
      given !== null &&
      (pickTruth(given, 'bias') ?? pickTruth(given, 'use_bias')) === false &&
      !NORMS.test(type ?? ''),
  );
  if (weighted.some((layer) => !without.includes(layer) && !/Embedding$/.test(layer.type ?? ''))) return true;
  return isKnown(module) ? false : null;
}

/** The names of its parameters as PyTorch gives them; null where they are not all known. */
export function listParameterNames(module: Module, prefix = '', depth = 0): string[] | null {
  if (depth > 20) return null;
  const names: string[] = [];
  if (module.type !== null && (WEIGHTED.test(module.type) || NORMS.test(module.type))) {
    if (/LSTM|GRU|RNN|Multihead/.test(module.type)) return null;
    if (/^keras/.test(module.type)) return listKerasNames(module);
    names.push(`${prefix}weight`);
    if (hasBiases(module) !== false && !/Embedding$/.test(module.type)) names.push(`${prefix}bias`);
    return names;
  }
  if (!isKnown(module)) return null;
  for (const [name, part] of module.parts) {
    const inner = listNamesOfPart(part, `${prefix}${name}`, depth);
    if (inner === null) return null;
    names.push(...inner);
    if (names.length > 1000) return null;
  }
  return names;
}

/** Keras names a parameter by its layer, such as `dense/kernel:0`. */
function listKerasNames({ type, given }: Module): string[] {
  const layer = (type?.split('.').at(-1) ?? '').toLowerCase();
  if (NORMS.test(type ?? '')) return [`${layer}/gamma:0`, `${layer}/beta:0`];
  const hasBias = given === null || pickTruth(given, 'use_bias') !== false;
  return hasBias ? [`${layer}/kernel:0`, `${layer}/bias:0`] : [`${layer}/kernel:0`];
}

function listNamesOfPart(part: Value, name: string, depth: number): string[] | null {
  if (part.kind === 'module') return listParameterNames(part, `${name}.`, depth + 1);
  if (part.kind === 'quantity') {
    return part.terms.some(({ base }) => base.kind === 'parameter' && base.set.of === null) ? [name] : [];
  }
  if (part.kind === 'unknown') return null;
  if (part.kind !== 'several') return [];
  const names: string[] = [];
  for (const [i, item] of part.items.entries()) {
    const inner = listNamesOfPart(item, `${name}.${i}`, depth + 1);
    if (inner === null) return null;
    names.push(...inner);
  }
  return names;
}

/** A network of which nothing is known but how it is used. */
export function asModule(unknown: Unknown, modules: Module[]): Module {
  if (unknown.module === null) {
    unknown.module = makeModule(null);
    modules.push(unknown.module);
  }
  return unknown.module;
}

/** Puts it, and all its layers, into training or into use. */
export function setMode({ modes }: State, module: Module, mode: Module['mode'], at: Place): void {
  for (const layer of listLayers(module)) {
    modes.push({ module: layer, mode: layer.mode });
    layer.mode = mode;
    layer.modeAt = at;
  }
}

/** The modes that a branch has set since `mark`, which are then as before it. */
export function takeModesBack({ modes }: State, mark: number): Map<Module, Module['mode']> {
  const set = new Map<Module, Module['mode']>();
  for (const { module } of modes.slice(mark)) set.set(module, module.mode);
  while (modes.length > mark) {
    const last = modes.pop();
    if (last !== undefined) last.module.mode = last.mode;
  }
  return set;
}

/** What modes are after branches: unknown where they differ. */
export function joinModes({ modes }: State, branches: readonly ReadonlyMap<Module, Module['mode']>[]): void {
  const changed = new Set(branches.flatMap((set) => [...set.keys()]));
  for (const module of changed) {
    const [first, ...others] = branches.map((set) => set.get(module) ?? module.mode);
    modes.push({ module, mode: module.mode });
    module.mode = others.every((mode) => mode === first) ? first : 'unknown';
  }
}
