import type { Backward, Event } from '../flow/trace.ts';
import type { Forward, Value } from '../flow/values.ts';
import type { Place } from '../syntax/nodes.ts';
import type { Found } from './found.ts';
import { insertLine } from './lines.ts';
import { listForwards, ofKind, quote, type Seen, textOf } from './seen.ts';

// When gradients are set to zero.

/** Gradients are added to those of steps before, or erased before the step that should take them. */
export function findGradientFaults(seen: Seen): Found[] {
  if (isSteppedElsewhere(seen)) return [];
  const found: Found[] = [];
  let before: 'clean' | 'computed' | 'stepped' = 'clean';
  let erasedAt: Place | null = null;
  let added: Backward | null = null;
  for (const event of seen.trace.events) {
    switch (event.kind) {
      case 'zero':
        if (before === 'computed') erasedAt = event.place;
        before = 'clean';
        added = null;
        break;
      case 'backward':
        if (!addsGradients(event)) break;
        if (before === 'stepped' && event.run !== null) added = event;
        before = 'computed';
        erasedAt = null;
        break;
      case 'step':
        if (event.by !== 'optimizer') break;
        // A scheduler steps too, and takes no gradients.
        // What is set to zero again before a step has added up to nothing.
        if (added !== null) found.push(sayAdded(seen, added));
        added = null;
        if (before === 'computed') before = 'stepped';
        else if (erasedAt !== null && before === 'clean') {
          found.push(sayErased(seen, erasedAt, event));
          erasedAt = null;
        }
        break;
      default:
        break;
    }
  }
  return found;
}

function addsGradients({ by }: Backward): boolean {
  return by === 'backward';
}

/** Where the optimizer was handed on, somebody else may set gradients to zero. */
function isSteppedElsewhere(seen: Seen): boolean {
  return ofKind(seen, 'escaped').some(({ values }) =>
    values.some(({ kind }) => kind === 'optimizer' || kind === 'parameters'),
  );
}

function sayAdded(seen: Seen, { place }: Backward): Found {
  return {
    code: 'gradients-add-up',
    place,
    message: `Nothing sets the gradients to zero between the last step and ${quote(seen, place)}, which adds to them.`,
    mend: setToZero(seen, place),
    isCertain: true,
  };
}

/** By the name of what steps. */
function setToZero(seen: Seen, place: Place): Found['mend'] {
  const step = ofKind(seen, 'step').find(({ by }) => by === 'optimizer');
  const [, name] = step === undefined ? [] : (/^([\w.]+)\.step\(/.exec(textOf(seen, step.place)) ?? []);
  return name === undefined ? null : insertLine(seen, place, `${name}.zero_grad()`);
}

function sayErased(seen: Seen, place: Place, step: Event): Found {
  return {
    code: 'gradients-erased',
    place,
    message: `${quote(seen, place)} stands after backward and before ${quote(seen, step.place)}, which then has nothing to step with.`,
    mend: null,
    isCertain: true,
  };
}

/** A step on the loss of rows that validate. */
export function findValidationSteps(seen: Seen): Found[] {
  const found: Found[] = [];
  let last: Backward | null = null;
  for (const event of seen.trace.events) {
    if (event.kind === 'backward') last = event;
    if (event.kind !== 'step' || last === null) continue;
    const reason = isOfValidation(seen, last) ?? isShownAsValidation(seen, last);
    if (reason !== null) {
      found.push({
        code: 'steps-in-validation',
        place: event.place,
        message: `${quote(seen, event.place)} trains on ${reason}.`,
        mend: null,
        isCertain: true,
      });
    }
  }
  return found;
}

/** Forward passes of which a step in validation makes training. */
export function listValidationForwards(seen: Seen): ReadonlySet<Forward> {
  const wrong = seen.backwards.filter((backward) => isOfValidation(seen, backward) !== null);
  return new Set(wrong.flatMap(({ value }) => listForwards(value)));
}

/** Why a loss is one of validation: its rows, or since the network is in use while another loss trains it. */
function isOfValidation(seen: Seen, { value, place }: Backward): string | null {
  const forwards = listForwards(value);
  if (forwards.length === 0) return null;
  const parts = forwards.flatMap(({ data }) =>
    data.flatMap(({ split, part }) => (split === null || part === null ? [] : [part])),
  );
  // Another function of the file, with a network of its own, says nothing of this one.
  const own = new Set(forwards.map(({ module }) => module));
  const trainsElsewhere = seen.backwards.some(
    (other) =>
      other.place.from !== place.from &&
      listForwards(other.value).some(
        ({ mode, data, module }) =>
          own.has(module) && mode === 'train' && data.every(({ part }) => part === null || part === 0),
      ),
  );
  if (!trainsElsewhere) return null;
  if (parts.length > 0 && parts.every((part) => part > 0)) return 'rows that the split kept for validation';
  const isSetInLoop = forwards.every(
    ({ mode, modeAt, run }) => mode === 'eval' && modeAt !== null && run !== null,
  );
  return isSetInLoop ? 'a loss that is computed after eval(), as one of validation' : null;
}

/** A step of Keras whose loss is then shown as one of validation. */
function isShownAsValidation(seen: Seen, { by, place }: Backward): string | null {
  if (by !== 'keras' || seen.backwards.every((other) => other.place.from === place.from)) return null;
  const isShown = ofKind(seen, 'shown').some(
    ({ values }) =>
      values.some(
        (value) =>
          value.kind === 'text' && /\b(val|valid|validation|test)\b/i.test(value.value ?? value.said ?? ''),
      ) &&
      values.some(
        (value) => value.kind === 'quantity' && value.terms.some((term) => term.place.from === place.from),
      ),
  );
  return isShown ? 'rows whose loss is then shown as one of validation' : null;
}

/** A sum of losses that still has their graphs. */
export function findKeptGraphs(seen: Seen): Found[] {
  // A tape of TensorFlow keeps nothing beyond its block.
  if (!seen.backwards.some(({ by }) => by === 'backward')) return [];
  const summed = ofKind(seen, 'accumulated').map(({ value, place, run, name }) => ({
    values: [value],
    place,
    run,
    name,
  }));
  const kept = ofKind(seen, 'shown')
    .filter(({ by }) => by === 'append')
    .map(({ values, place, run }) => ({ values, place, run, name: null }));
  const sums = new Set(summed.map(({ place }) => place.from));
  // Whether another figure, such as an accuracy, has a graph is not known.
  const trained = new Set(seen.backwards.flatMap(({ value }) => listTermPlaces(value)));
  return [...summed, ...kept].flatMap(({ values, place, run, name }): Found[] => {
    const isKept = values.some((value) => {
      if (value.kind !== 'quantity') return false;
      return value.terms.some(
        ({ base, detachedAt, joined, place: at }) =>
          base.kind === 'loss' &&
          trained.has(at.from) &&
          detachedAt === null &&
          base.forward?.hasGradients === true &&
          // What comes of a sum is at fault there.
          (joined === null || joined.from === place.from || !sums.has(joined.from)) &&
          seen.trained.has(base.forward),
      );
    });
    if (!isKept || run === null || isTrainedOn(seen, name) || isBackwardLater(seen, place, run)) return [];
    return [
      {
        code: 'loss-keeps-graph',
        place,
        message: `${quote(seen, place)} keeps the graph of each step; what is wanted is the number.`,
        mend: addItem(seen, place),
        isCertain: true,
      },
    ];
  });
}

function listTermPlaces(value: Value): number[] {
  return value.kind === 'quantity' ? value.terms.map(({ place }) => place.from) : [];
}

/** Whether backward is called on the sum, by its name, every so many rounds. */
function isTrainedOn(seen: Seen, name: string | null): boolean {
  if (name === null) return false;
  return seen.backwards.some(({ place }) => {
    const [before] = textOf(seen, place).split('.backward');
    return before.split(/[^\w.]+/).includes(name);
  });
}

/** Whether what is summed up is trained on as a whole, after its loop. */
function isBackwardLater(seen: Seen, place: Place, run: Backward['run']): boolean {
  return seen.backwards.some((backward) => {
    if (backward.place.from < place.from) return false;
    for (let each = run?.outer ?? null; ; each = each.outer) {
      if (each === backward.run) return true;
      if (each === null) return false;
    }
  });
}

/** `total += loss` as `total += loss.item()`. */
function addItem(seen: Seen, place: Place): { from: number; to: number; text: string }[] | null {
  const text = textOf(seen, place);
  const update = /^[\w.]+\s*\+=\s*(\w+)/.exec(text) ?? /\.append\((\w+)/.exec(text);
  if (update === null) return null;
  const end = place.from + update.index + update[0].length;
  if (!/^(\)|\s|$|\*)/.test(seen.trace.text.slice(end, end + 1))) return null;
  return [{ from: end, to: end, text: '.item()' }];
}
