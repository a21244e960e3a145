import { makeNumber, makeOf, makeQuantity, makeUnknown, NONE } from '../make.ts';
import { compute, isOperation, operate } from '../operations.ts';
import { add, listBases, listData, mix, negate, scale, toQuantity } from '../quantities.ts';
import type { Machine } from '../state.ts';
import type { Given, Quantity, Value } from '../values.ts';
import { callOfData, isMethodOfData } from './data-methods.ts';

/** A method of a tensor or an array. */
export function callOfTensor(machine: Machine, object: Quantity, name: string, given: Given): Value {
  const { state } = machine;
  const { place } = given;
  const happened = state.happened(place);
  const others = given.positional.flatMap((value) => toQuantity(value, place, state.run) ?? []);
  switch (name) {
    case 'backward':
      state.emit({
        ...happened,
        kind: 'backward',
        value: object,
        by: 'backward',
      });
      return NONE;
    case 'zero_':
      if (isGradient(object)) state.emit({ ...happened, kind: 'zero' });
      return object;
    case 'numel':
    case 'nelement':
    case 'count_params':
      return makeOf(
        { kind: 'count', counted: isParameter(object) ? 'weights' : 'rows-of-batch' },
        place,
        state.run,
        { rank: 0 },
      );
    case 'size':
      return machine.attribute(object, 'shape', place).kind === 'several' && given.positional.length > 0
        ? makeOf(
            { kind: 'count', counted: isParameter(object) ? 'weights' : 'rows-of-batch' },
            place,
            state.run,
            { rank: 0 },
          )
        : machine.attribute(object, 'shape', place);
    case 'dim':
    case 'ndimension':
      return makeNumber(object.rank, place);
    case 'count_nonzero':
      return countZeros(machine, object, given);
    case 'eq':
      if (others[0]?.number === 0) return countZeros(machine, object, given);
      return compute(state, name, [object, ...given.positional], place);
    case 'add':
      return others.length > 0 ? add(object, others[0], 1, place, state.run) : object;
    case 'sub':
      return others.length > 0 ? add(object, others[0], -1, place, state.run) : object;
    case 'mul':
      return others.length > 0 ? scale(object, others[0], false, place, state.run) : object;
    case 'div':
      return others.length > 0 ? scale(object, others[0], true, place, state.run) : object;
    default:
      break;
  }
  if (name.endsWith('_') && !name.startsWith('_') && isParameterOrGradient(object)) {
    return changeInPlace(machine, object, name, given, others);
  }
  const operated = operate(state, name, object, given, others);
  if (operated !== null) return operated;
  if (isMethodOfData(name) && listData(object).length > 0) return callOfData(machine, object, name, given);
  if (isOperation(name)) return compute(state, name, [object, ...others], place);
  return others.length > 0 || listBases(object).length > 0
    ? compute(state, name, [object, ...others], place)
    : makeUnknown();
}

function isParameter({ terms }: Quantity): boolean {
  return terms.length === 1 && terms[0].base.kind === 'parameter' && terms[0].base.reduced === 'no';
}

function isGradient({ terms }: Quantity): boolean {
  return terms.some(({ base }) => base.kind === 'mixed' && base.operation === 'gradient');
}

function isParameterOrGradient(object: Quantity): boolean {
  return isParameter(object) || isGradient(object);
}

/** `p.data.clamp_(...)`, `p.grad.add_(lambda * p.sign())`, `p.data.sub_(...)`. */
function changeInPlace(
  machine: Machine,
  object: Quantity,
  name: string,
  given: Given,
  others: readonly Quantity[],
): Quantity {
  const { state } = machine;
  const { place } = given;
  const happened = state.happened(place);
  const [term] = object.terms;
  const set = term.base.kind === 'parameter' ? term.base.set : null;
  const isOfGradient = isGradient(object);
  const [other] = others;
  const alpha = toQuantity(given.named.get('alpha') ?? null, place, state.run);
  const value =
    other === undefined ? null : alpha === null ? other : scale(other, alpha, false, place, state.run);
  const hasSign =
    value?.terms.some(({ base }) => base.kind === 'parameter' && base.operation === 'sign') === true;
  if (value !== null && hasSign && (name === 'add_' || name === 'sub_')) {
    const isAdded = name === 'add_';
    const change = isAdded === isOfGradient ? negate(value, place) : value;
    state.emit({ ...happened, kind: 'updated', name: state.text.slice(place.from, place.to), change });
  } else if (/^(copy_|clamp_|mul_|fill_|masked_fill_|zero_)$/.test(name) && !isOfGradient) {
    state.emit({ ...happened, kind: 'shrunk', set });
  }
  return object;
}

function countZeros(machine: Machine, object: Quantity, { place }: Given): Quantity {
  const { state } = machine;
  const [term] = object.terms;
  if (isParameter(object) && term.base.kind === 'parameter') {
    state.emit({ ...state.happened(place), kind: 'zeros', set: term.base.set });
  }
  return makeQuantity([mix('zeros', [object], place, state.run)], place);
}
