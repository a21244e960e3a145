import type { Place } from '../syntax/nodes.ts';
import { findMethod, noteEscape } from './calls.ts';
import { computeLoss, isLossName } from './losses.ts';
import { makeOf, makeSeveral, makeUnknown, pickNumber, pickText, pickTruth } from './make.ts';
import { listData, toQuantity } from './quantities.ts';
import { dataOf } from './slices.ts';
import type { Machine } from './state.ts';
import type { Forward, Given, Module, Quantity, Squashed, Value } from './values.ts';

// A network is asked for its output.

export function callModule(machine: Machine, module: Module, given: Given): Value {
  const { state } = machine;
  const { type } = module;
  if (type !== null && module.definition === null && isLossName(type)) {
    return computeLoss(machine, type, module.given, given);
  }
  if (module.definition !== null && !module.isNetwork) {
    const own =
      findMethod(module.definition, '__call__', module) ?? findMethod(module.definition, 'forward', module);
    if (own !== null) return machine.call(own, given);
    noteEscape(machine, given);
    return makeUnknown();
  }
  if (state.forward !== null) return passThrough(machine, module, given, state.forward);
  const forward: Forward = {
    ...state.happened(given.place),
    kind: 'forward',
    module,
    ...findMode(module, given),
    hasGradients: state.hasGradients,
    inputs: given.positional,
    data: given.positional.flatMap((input) => listInputData(machine, input)),
  };
  state.forward = forward;
  try {
    const output = passThrough(machine, module, given, forward);
    // A module that made a penalty, or a loss of its own, has not been asked for an output.
    if (isOutput(output)) state.emit(forward);
    return output;
  } finally {
    state.forward = null;
  }
}

function isOutput(value: Value): boolean {
  if (value.kind === 'several') return value.items.some(isOutput);
  if (value.kind !== 'quantity') return true;
  return (
    value.terms.length === 0 ||
    !value.terms.every(({ base }) => base.kind === 'parameter' || base.kind === 'loss')
  );
}

/** Keras says by an argument whether it trains. */
function findMode(module: Module, given: Given): Pick<Forward, 'mode' | 'modeAt'> {
  const training = pickTruth(given, 'training');
  if (given.named.has('training')) {
    return { mode: training === null ? 'unknown' : training ? 'train' : 'eval', modeAt: given.place };
  }
  if (module.type !== null && /keras/.test(module.type)) return { mode: 'eval', modeAt: null };
  return { mode: module.mode, modeAt: module.modeAt };
}

function listInputData(machine: Machine, input: Value): ReturnType<typeof listData> {
  if (input.kind === 'unknown') return [dataOf(machine, input)];
  return listData(input);
}

/** What a layer, or all of a network, makes of its input. */
function passThrough(machine: Machine, module: Module, given: Given, forward: Forward): Value {
  const { state } = machine;
  if (module.definition !== null) {
    const name = ['forward', 'call', '__call__'].find((each) => hasMethod(module, each));
    const method = name === undefined ? null : findMethod(module.definition, name, module);
    if (method !== null) return asOutput(machine, machine.call(method, given), forward, given);
  }
  const type = module.type ?? '';
  const input = toQuantity(given.positional[0] ?? null, given.place, state.run);
  if (/Sequential$/.test(type) && module.isWhole && module.parts.size > 0) {
    let value: Value = given.positional[0] ?? makeUnknown();
    for (const part of module.parts.values()) {
      if (part.kind !== 'module') return makeOutput(machine, forward, given);
      value = passThrough(machine, part, { ...given, positional: [value] }, forward);
    }
    return value;
  }
  return applyLayer(machine, module, input, forward, given);
}

function hasMethod({ definition }: Module, name: string): boolean {
  return definition !== null && findMethod(definition, name, null) !== null;
}

function makeOutput(
  { state }: Machine,
  forward: Forward,
  { place }: Given,
  form: Partial<Quantity> = {},
): Quantity {
  return makeOf({ kind: 'output', forward }, place, state.run, {
    rank: form.rank ?? null,
    isColumn: form.isColumn ?? false,
    squashed: form.squashed ?? null,
  });
}

/** What a forward pass gave back is output, save penalties and losses in it. */
function asOutput(machine: Machine, value: Value, forward: Forward, given: Given): Value {
  if (value.kind === 'several') {
    return makeSeveral(
      value.items.map((item) => asOutput(machine, item, forward, given)),
      value.place,
      value.isEach,
    );
  }
  if (value.kind !== 'quantity') {
    return value.kind === 'dictionary' ? value : makeOutput(machine, forward, given);
  }
  const isOther =
    value.terms.length > 0 &&
    value.terms.every(({ base }) => base.kind === 'parameter' || base.kind === 'loss');
  return isOther ? value : makeOutput(machine, forward, given, value);
}

const ACTIVATIONS = /(ReLU|ELU|GELU|SiLU|Tanh|Mish|Hardtanh|Softplus|Activation|PReLU|CELU|SELU)$/;
const KEEPING =
  /(Dropout\d?d?|Identity|BatchNorm\w*|LayerNorm\w*|BatchNormalization|LayerNormalization|GaussianNoise)$/;

function applyLayer(
  machine: Machine,
  { type: named, given: made }: Module,
  input: Quantity | null,
  forward: Forward,
  given: Given,
): Quantity {
  const type = named ?? '';
  const output = (form: Partial<Quantity>) => makeOutput(machine, forward, given, form);
  const own = {
    rank: input?.rank ?? null,
    isColumn: input?.isColumn ?? false,
    squashed: input?.squashed ?? null,
  };
  const activation = made === null ? null : pickText(made, 'activation', 1);
  if (/(^|\.)(Linear|LazyLinear|Dense)$/.test(type) && made !== null) {
    const isDense = /Dense$/.test(type);
    const width = isDense
      ? pickNumber(made, 'units', 0)
      : (pickNumber(made, 'out_features', /Lazy/.test(type) ? 0 : 1) ?? null);
    return output({
      rank: input?.rank ?? 2,
      isColumn: width === 1,
      squashed: isDense ? squash(activation, made.place) : null,
    });
  }
  if (/Softmax(2d)?$/.test(type))
    return output({
      ...own,
      squashed: { by: /Log/.test(type) ? 'log-softmax' : 'softmax', place: made?.place ?? given.place },
    });
  if (/Sigmoid$/.test(type))
    return output({
      ...own,
      squashed: /Log|Hard/.test(type) ? null : { by: 'sigmoid', place: made?.place ?? given.place },
    });
  if (ACTIVATIONS.test(type)) {
    const kept =
      /Activation$/.test(type) && made !== null ? squash(pickText(made, 'activation', 0), made.place) : null;
    return output({ ...own, squashed: kept });
  }
  if (KEEPING.test(type)) return output(own);
  if (/Flatten$/.test(type)) {
    const start = made === null ? null : pickNumber(made, 'start_dim', 0);
    return output(start === 0 ? { rank: 1 } : { rank: 2 });
  }
  return output({});
}

function squash(activation: string | null, place: Place): Squashed | null {
  return activation === 'softmax' || activation === 'sigmoid' ? { by: activation, place } : null;
}
