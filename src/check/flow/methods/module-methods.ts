import {
  makeModule,
  makeOf,
  makeParameters,
  makeSeveral,
  makeText,
  makeUnknown,
  NONE,
  pickTruth,
} from '../make.ts';
import { asModule, listLayers, setMode } from '../modules.ts';
import { takeOfLayer } from '../parameters.ts';
import { toQuantity } from '../quantities.ts';
import type { Machine } from '../state.ts';
import type { Given, Module, Unknown, Value } from '../values.ts';
import { watchSum } from '../watch.ts';

const OWN =
  /^(parameters|named_parameters|modules|children|named_modules|named_children|state_dict|train|eval|requires_grad_|compile|fit|fit_generator|load_state_dict|load_weights|add_loss|get_weights|evaluate|predict|train_on_batch|trainable_variables)$/;

export function isMethodOfModule(name: string): boolean {
  return OWN.test(name);
}

/** A method that a library gives to networks. */
export function callOfModule(machine: Machine, object: Module | Unknown, name: string, given: Given): Value {
  const { state } = machine;
  const happened = state.happened(given.place);
  // What has no more than `fit` and `predict` need not be a network of ours.
  if (object.kind === 'unknown' && object.module === null && /^(fit|predict|evaluate|compile)$/.test(name)) {
    return callEstimator(machine, object, name, given);
  }
  const module = object.kind === 'module' ? object : asModule(object, state.modules);
  switch (name) {
    case 'parameters':
      return makeParameters(module, given.place);
    case 'named_parameters':
      return makeParameters(module, given.place, { isNamed: true });
    case 'state_dict': {
      return { ...makeParameters(module, given.place, { isDetached: true }) };
    }
    case 'modules':
    case 'children':
      return listModules(module, given);
    case 'named_modules':
    case 'named_children': {
      const item = listModules(module, given).items[0] ?? makeUnknown();
      return makeSeveral([makeSeveral([makeText(null), item], given.place)], given.place, true);
    }
    case 'train':
    case 'eval': {
      const mode = name === 'eval' || pickTruth(given, 'mode', 0) === false ? 'eval' : 'train';
      const isUnknown =
        name === 'train' &&
        given.positional.length + given.named.size > 0 &&
        pickTruth(given, 'mode', 0) === null;
      setMode(state, module, isUnknown ? 'unknown' : mode, given.place);
      state.emit({ ...happened, kind: 'mode', module, mode });
      return object;
    }
    case 'zero_grad':
      state.emit({ ...happened, kind: 'zero' });
      return NONE;
    case 'forward':
    case '__call__':
      return machine.call(module, given);
    case 'add':
    case 'append':
    case 'add_module':
      for (const value of given.positional.slice(-1)) module.parts.set(String(module.parts.size), value);
      return NONE;
    case 'register_parameter':
    case 'register_buffer':
      return NONE;
    case 'add_loss':
      addLoss(machine, module, given);
      return NONE;
    case 'compile':
      state.framework ??= 'keras';
      module.parts.set('compiled', { kind: 'thing', type: 'compiled', given, parts: new Map() });
      return NONE;
    case 'train_on_batch':
      return trainOnBatch(machine, module, given);
    case 'get_weights':
      return takeWeights(machine, module, given);
    case 'fit':
    case 'fit_generator':
      return trainByKeras(machine, module, given);
    case 'manual_backward':
      state.emit({
        ...happened,
        kind: 'backward',
        value: given.positional[0] ?? makeUnknown(),
        by: 'backward',
      });
      return NONE;
    case 'predict':
    case 'evaluate': {
      // Of Keras; a network of PyTorch has none but its own.
      const isKeras = /keras/.test(module.type ?? '') || module.parts.has('compiled');
      return isKeras ? machine.call(module, given) : makeUnknown();
    }
    case 'apply':
    case 'load_state_dict':
    case 'load_weights':
      return NONE;
    default:
      return /^(to|cuda|cpu|float|double|half|requires_grad_|share_memory|build|type|bfloat16)$/.test(name)
        ? object
        : makeUnknown();
  }
}

/** Layers of a loop over them: which, an `isinstance` says, if anything does. */
function listModules(module: Module, given: Given) {
  const layers = listLayers(module).filter((layer) => layer !== module && layer.definition === null);
  const each = makeModule(null, { isNetwork: false, parts: new Map<string, Value>([['layers of', module]]) });
  return makeSeveral(
    layers.length === 1 && layers[0].type === module.type ? layers : [each],
    given.place,
    true,
  );
}

/** Keras adds this to the loss that it trains on. */
function addLoss(machine: Machine, module: Module, given: Given): void {
  const { state } = machine;
  const value = toQuantity(given.positional[0] ?? null, given.place, state.run);
  if (value === null) return;
  const loss = makeOf(
    { kind: 'loss', name: 'other', forward: null, isReduced: true, reduction: null },
    given.place,
    state.run,
  );
  const sum = { ...value, terms: [...loss.terms, ...value.terms] };
  watchSum(state, sum, [loss, value], given.place);
  state.emit({
    ...state.happened(given.place),
    kind: 'backward',
    value: sum,
    by: 'returned',
  });
  module.parts.set('added loss', value);
}

function trainByKeras(machine: Machine, module: Module, given: Given): Value {
  const { state } = machine;
  const compiled = module.parts.get('compiled');
  state.emit({
    ...state.happened(given.place),
    kind: 'fit',
    module,
    given,
    compiled: compiled?.kind === 'thing' ? compiled.given : null,
  });
  return { kind: 'thing', type: 'history', given, parts: new Map() };
}

/** A step of Keras on the rows that it is given. */
function trainOnBatch(machine: Machine, module: Module, given: Given): Value {
  const { state } = machine;
  const { place } = given;
  const training = new Map([['training', { kind: 'truth' as const, value: true, filter: null }]]);
  machine.call(module, { place, positional: given.positional.slice(0, 1), named: training, args: [] });
  const last = state.events.at(-1);
  const forward = last?.kind === 'forward' ? last : null;
  const base = { kind: 'loss' as const, name: 'other', forward, isReduced: true, reduction: 'mean' as const };
  const value = makeOf(base, place, state.run);
  state.emit({ ...state.happened(place), kind: 'backward', value, by: 'keras' });
  state.emit({ ...state.happened(place), kind: 'step', optimizer: null, by: 'tape' });
  return makeOf({ kind: 'number', value: null }, place, state.run, { rank: 0 });
}

/** Copies of the weights of a layer: kernel, then bias. */
function takeWeights(machine: Machine, module: Module, given: Given): Value {
  const parts = ['weight', 'bias'].map((name) => takeOfLayer(machine.state, module, name, given.place));
  return makeSeveral(parts, given.place);
}

/** A model of which only that is known. */
function callEstimator(machine: Machine, object: Unknown, name: string, given: Given): Value {
  const { state } = machine;
  if (name === 'predict') return makeUnknown();
  if (name === 'compile') {
    const compiled: Value = { kind: 'thing', type: 'compiled', given, parts: new Map() };
    asModule(object, state.modules).parts.set('compiled', compiled);
  }
  return makeUnknown();
}
