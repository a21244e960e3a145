import type { Place } from '../syntax/nodes.ts';
import { makeNumber, makeOf, makeParameters, makeQuantity, makeTerm, pickNumber } from './make.ts';
import { detach, listBases, listData, mix, negate, toQuantity, unite } from './quantities.ts';
import type { State } from './state.ts';
import type { Base, Given, Quantity, Term, Value } from './values.ts';

// What the functions and methods of torch, numpy and tensorflow do to a tensor.

const ABS = /^(abs|absolute|fabs|abs_)$/;
const SQUARE = /^(square|square_)$/;
const SIGN = /^(sign|sgn)$/;
const SUM = /^(sum|reduce_sum|nansum|add_n)$/;
const MEAN = /^(mean|reduce_mean|average|nanmean|median|reduce_median)$/;
const SAME =
  /^(to|cuda|float|double|half|bfloat16|long|int|type|type_as|astype|cast|contiguous|clone|copy|requires_grad_|retain_grad|convert_to_tensor|as_tensor|asarray|ascontiguousarray|array|from_numpy|identity|values|to_numpy|reset_index|float32|float64|Tensor|FloatTensor|pin_memory|fillna|dropna|nan_to_num)$/;
const DETACHED = /^(detach|detach_|item|numpy|tolist|stop_gradient|data|get_value)$/;
const RESHAPED =
  /^(view|reshape|flatten|ravel|squeeze|squeeze_|unsqueeze|unsqueeze_|expand_dims|T|t|transpose|permute|expand|view_as|reshape_as|expand_as|atleast_2d)$/;
const SHRINKING = /^(softshrink|soft_threshold|hardshrink)$/;
const COMPARED =
  /^(eq|ne|gt|lt|ge|le|isclose|equal|greater|less|not_equal|logical_not|argmax|argmin|round|rint)$/;

/** Whether a function of this name works on a tensor as its method of the same name does. */
export function isOperation(name: string): boolean {
  return (
    [ABS, SQUARE, SIGN, SUM, MEAN, SAME, DETACHED, RESHAPED, COMPARED, SHRINKING].some((of) =>
      of.test(name),
    ) || OTHERS.has(name)
  );
}

const OTHERS = new Set([
  'pow',
  'power',
  'norm',
  'vector_norm',
  'numel',
  'nelement',
  'size',
  'dim',
  'softmax',
  'log_softmax',
  'sigmoid',
  'expit',
  'relu',
  'tanh',
  'exp',
  'log',
  'sqrt',
  'clamp',
  'clip',
  'maximum',
  'minimum',
  'where',
  'max',
  'min',
  'std',
  'var',
  'dot',
  'matmul',
  'mm',
  'count_nonzero',
  'cat',
  'stack',
  'concat',
  'concatenate',
  'hstack',
  'vstack',
  'add',
  'sub',
  'subtract',
  'mul',
  'multiply',
  'div',
  'divide',
  'neg',
  'negative',
  'l2_loss',
  'dropout',
  'leaky_relu',
  'elu',
  'gelu',
  'softplus',
  'log1p',
  'cumsum',
  'outer',
  'einsum',
  'column_stack',
  'c_',
]);

/** What an operation makes of a quantity; null where it is none of those. */
export function operate(
  state: State,
  name: string,
  self: Quantity,
  given: Given,
  others: readonly Quantity[],
): Quantity | null {
  const { place } = given;
  if (ABS.test(name)) return mapElements(state, self, 'abs', place);
  if (SQUARE.test(name)) return mapElements(state, self, 'square', place);
  if (SIGN.test(name)) return mapElements(state, self, 'sign', place);
  if (name === 'pow' || name === 'power') return raise(state, self, others[0] ?? null, place);
  if (SUM.test(name)) return reduce(state, self, 'sum', place);
  if (MEAN.test(name)) return reduce(state, self, 'mean', place);
  if (name === 'norm' || name === 'vector_norm') return takeNorm(state, self, given, place);
  if (name === 'l2_loss') return reduce(state, mapElements(state, self, 'square', place), 'sum', place);
  if (SAME.test(name)) return self;
  if (name === 'cpu') return self;
  if (DETACHED.test(name)) return detach(self, place);
  if (RESHAPED.test(name)) return reshape(name, self, given);
  if (name === 'softmax' || name === 'log_softmax') {
    return { ...self, squashed: { by: name === 'softmax' ? 'softmax' : 'log-softmax', place } };
  }
  if (name === 'sigmoid' || name === 'expit') return { ...self, squashed: { by: 'sigmoid', place } };
  if (name === 'neg' || name === 'negative') {
    return negate(self, place);
  }
  if (/^(relu|tanh|leaky_relu|elu|gelu|softplus|dropout)$/.test(name) && isOutputOnly(self)) {
    return { ...self, squashed: null };
  }
  return null;
}

function isOutputOnly({ terms }: Quantity): boolean {
  return terms.length > 0 && terms.every(({ base }) => base.kind === 'output');
}

function isUnreduced({ base }: Term): boolean {
  return base.kind === 'parameter' && base.reduced === 'no';
}

function applyTo(
  term: Term,
  operation: 'abs' | 'square' | 'sign' | 'other',
  place: Place,
  { run }: State,
): Term {
  if (term.base.kind !== 'parameter') return term;
  const before = term.base.operation;
  return { ...term, base: { ...term.base, operation: before === 'none' ? operation : 'other' }, place, run };
}

/** An operation on each element: known of parameters, else something that rests on them. */
export function mapElements(
  state: State,
  self: Quantity,
  operation: 'abs' | 'square' | 'sign' | 'other',
  place: Place,
): Quantity {
  if (self.terms.length > 0 && self.terms.every(isUnreduced)) {
    const terms = self.terms.map((each) => applyTo(each, operation, place, state));
    return { ...self, terms, number: null };
  }
  const others = self.terms.filter(({ base }) => base.kind !== 'number');
  const [term] = others.length === 1 ? others : self.terms;
  if (self.terms.length === 1 && term.base.kind === 'parameter' && operation === 'abs') return self;
  const isAlone = self.terms.length === 1 || others.length === 1;
  const isByHand = term?.base.kind === 'unknown' || (term?.base.kind === 'data' && operation === 'sign');
  if (isAlone && isByHand && operation !== 'other') {
    // An array of which nothing is known, and whose size or sign is asked for: weights that somebody keeps by himself.
    const hasBias = term.base.kind === 'unknown' && term.base.of?.parts.has('with bias') === true;
    const set = makeParameters(null, hasBias ? place : term.place, { only: hasBias ? 'all' : 'unknown' });
    if (term.base.kind === 'unknown') term.base.of?.parts.set('penalised', { kind: 'none' });
    const base: Base = { kind: 'parameter', set, operation, reduced: 'no' };
    return { ...self, terms: [{ ...term, base, place, run: state.run }], number: null };
  }
  return { ...self, terms: [mix(operation, [self], place, state.run)], number: null };
}

function raise(state: State, self: Quantity, power: Quantity | null, place: Place): Quantity {
  if (self.number !== null && power?.number != null) {
    const number = self.number ** power.number;
    return makeNumber(Number.isFinite(number) ? number : null, place);
  }
  return mapElements(state, self, power?.number === 2 ? 'square' : 'other', place);
}

/** Sums or averages a tensor: a penalty of parameters, a loss of what rests on outputs. */
export function reduce(state: State, self: Quantity, how: 'sum' | 'mean', place: Place): Quantity {
  const isOfRows = self.terms.some(({ base }) => base.kind === 'loss' && !base.isReduced);
  const terms = self.terms.map((term): Term => {
    const { base } = term;
    if (base.kind === 'parameter' && base.reduced === 'no') {
      const detachedAt = term.detachedAt ?? (state.hasGradients ? null : place);
      return { ...term, base: { ...base, reduced: how }, detachedAt, place, run: state.run };
    }
    if (base.kind === 'loss' && !base.isReduced) {
      return { ...term, base: { ...base, isReduced: true, reduction: how }, run: state.run };
    }
    if (base.kind === 'parameter' && isOfRows && how === 'sum') {
      // Added to the loss of each row, and so counted once for each.
      const factor = {
        value: null,
        counted: 'rows-of-batch' as const,
        isDivisor: false,
        place,
        origin: place,
      };
      return { ...term, factors: [...term.factors, factor] };
    }
    if (base.kind === 'mixed') return { ...term, base: reduceMixed(base, how), place };
    return term;
  });
  return makeQuantity(terms, place, { rank: 0 });
}

/** The error of outputs, summed up, is a loss. */
function reduceMixed(base: Extract<Base, { kind: 'mixed' }>, how: 'sum' | 'mean'): Base {
  const output = base.of.find((term) => term.base.kind === 'output');
  if (output?.base.kind !== 'output') return { ...base, operation: how };
  const name = base.operation === 'square' ? 'mse' : base.operation === 'abs' ? 'mae' : 'other';
  return { kind: 'loss', name, forward: output.base.forward, isReduced: true, reduction: how };
}

function takeNorm(state: State, self: Quantity, given: Given, place: Place): Quantity {
  const order = pickNumber(given, 'p', 0) ?? pickNumber(given, 'ord', 0) ?? null;
  return reduce(state, mapElements(state, self, order === 1 ? 'abs' : 'other', place), 'sum', place);
}

function reshape(name: string, self: Quantity, given: Given): Quantity {
  const sizes = given.positional.map((each) => (each.kind === 'quantity' ? each.number : null));
  const flat = given.positional[0]?.kind === 'several' ? given.positional[0].items : null;
  const all = flat?.map((each) => (each.kind === 'quantity' ? each.number : null)) ?? sizes;
  switch (name) {
    case 'squeeze':
    case 'squeeze_':
      return self.isColumn ? { ...self, rank: 1, isColumn: false } : { ...self, rank: null, isColumn: false };
    case 'unsqueeze':
    case 'unsqueeze_':
    case 'expand_dims': {
      const axis = pickNumber(given, 'dim', 0) ?? pickNumber(given, 'axis', 0);
      const isLast = self.rank === 1 && axis !== 0;
      return { ...self, rank: self.rank === null ? null : self.rank + 1, isColumn: isLast };
    }
    case 'flatten':
    case 'ravel':
      // torch keeps the first dimension where asked, as `flatten(x, 1)`.
      return all.length === 0 ? { ...self, rank: 1, isColumn: false } : { ...self, rank: 2, isColumn: false };
    case 'view':
    case 'reshape': {
      if (all.length === 0) return { ...self, rank: null, isColumn: false };
      return { ...self, rank: all.length, isColumn: all.length > 1 && all.at(-1) === 1 };
    }
    default:
      return { ...self, rank: null, isColumn: false };
  }
}

/** Several tensors put together, along an axis. */
export function gather(state: State, parts: readonly Quantity[], place: Place): Quantity {
  // What is put together of several losses is no longer that of one batch.
  const terms = unite(parts.flatMap((part) => part.terms)).map((term) =>
    term.base.kind === 'parameter' ? term : { ...term, joined: term.joined ?? place },
  );
  const isCount = terms.length === 1 && terms[0].base.kind === 'count';
  if (isCount || terms.every(({ base }) => base.kind === 'parameter' || base.kind === 'loss')) {
    return makeQuantity(terms, place);
  }
  const data = parts.flatMap(listData)[0];
  if (data !== undefined && parts.every((part) => part.terms.every(({ base }) => base.kind === 'data'))) {
    return makeOf({ kind: 'data', data }, place, state.run);
  }
  return makeQuantity([{ ...mix('gather', parts, place, state.run), joined: place }], place);
}

/** Anything else that is computed of quantities: all that it rests on. */
export function compute(state: State, name: string, from: readonly (Value | null)[], place: Place): Quantity {
  const of = from.flatMap((each) => toQuantity(each, place, state.run) ?? []);
  const penalised = of.find(({ terms }) =>
    terms.some(({ base }) => base.kind === 'parameter' && base.operation === 'abs'),
  );
  if (of.length === 1 && penalised !== undefined && listBases(penalised).length === 1) {
    return { ...penalised, terms: penalised.terms };
  }
  return makeQuantity(
    of.length === 0
      ? [makeTerm({ kind: 'unknown', of: null }, place, state.run)]
      : [mix(name, of, place, state.run)],
    place,
  );
}
