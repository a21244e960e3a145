import type { Forward, Value } from './values.ts';

/** Whether what a loop goes through may give batches: a loader, or something that came from elsewhere. */
export function isOverBatches(over: Value): boolean {
  if (over.kind === 'loader') return true;
  if (over.kind === 'unknown') return over.parts.has('each');
  const inner = unwrap(over);
  return inner?.some(isOverBatches) === true;
}

/** Whether it gives what a network was asked with. */
export function feeds(over: Value, { inputs }: Pick<Forward, 'inputs'>): boolean {
  if (over.kind === 'loader') return true;
  if (over.kind === 'unknown') {
    const each = over.parts.get('each');
    return each !== undefined && inputs.some((input) => isPartOf(input, each));
  }
  return unwrap(over)?.some((inner) => feeds(inner, { inputs })) ?? false;
}

/** What `enumerate` and `zip` go through. */
function unwrap(over: Value): readonly Value[] | null {
  if (over.kind !== 'thing' || !/^(enumerate|zip|same|dataset)$/.test(over.type)) return null;
  if (over.type === 'dataset') return null;
  return over.given.positional;
}

function isPartOf(input: Value, whole: Value): boolean {
  if (input === whole) return true;
  return whole.kind === 'unknown' && [...whole.parts.values()].includes(input);
}
