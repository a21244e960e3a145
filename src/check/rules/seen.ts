import { listBases, listParts } from '../flow/quantities.ts';
import type { Backward, Event, LossComputed, Trace } from '../flow/trace.ts';
import type { Forward, LoopRun, Quantity, Term, Value } from '../flow/values.ts';
import type { Place } from '../syntax/nodes.ts';

/** A trace, with what several rules want to know of it. */
export interface Seen {
  readonly trace: Trace;
  readonly byKind: ReadonlyMap<Event['kind'], readonly Event[]>;
  readonly backwards: readonly Backward[];
  /** Forward passes whose outputs are trained on. */
  readonly trained: ReadonlySet<Forward>;
  /** Forward passes whose outputs went where they cannot be followed. */
  readonly lost: ReadonlySet<Forward>;
  /** Losses and metrics of outputs that nothing trains on. */
  readonly evaluations: readonly LossComputed[];
}

export function see(trace: Trace): Seen {
  const byKind = new Map<Event['kind'], Event[]>();
  for (const event of trace.events) {
    const others = byKind.get(event.kind);
    if (others === undefined) byKind.set(event.kind, [event]);
    else others.push(event);
  }
  const listOf = <Kind extends Event['kind']>(kind: Kind) =>
    (byKind.get(kind) ?? []) as Extract<Event, { kind: Kind }>[];
  const backwards = listOf('backward');
  const trained = new Set(backwards.flatMap(({ value }) => listForwards(value)));
  const escaped = listOf('escaped');
  const lost = new Set(escaped.flatMap(({ values }) => values.flatMap(listOpenForwards)));
  // Of the rounds of a loop whose losses are summed up, the sum has only the last.
  const places = new Set([...trained].map(nameForward));
  const evaluations = listOf('loss').filter(
    ({ forward }) => forward !== null && !places.has(nameForward(forward)) && !lost.has(forward),
  );
  return { trace, byKind, backwards, trained, lost, evaluations };
}

/** The forward passes that a value rests on. */
export function listForwards(value: Value | null): Forward[] {
  return listBases(value).flatMap((base) =>
    (base.kind === 'output' || base.kind === 'loss') && base.forward !== null ? [base.forward] : [],
  );
}

/** A forward pass by its place and by how it is done there. */
function nameForward({ place, mode, hasGradients }: Forward): string {
  return `${place.from} ${mode} ${hasGradients}`;
}

/** Those whose gradients may still be asked for. */
function listOpenForwards(value: Value): Forward[] {
  return listParts(value).flatMap((part) => {
    if (part.kind !== 'quantity') return [];
    const open = part.terms.filter(({ detachedAt }) => detachedAt === null);
    return listForwards({ ...part, terms: open }).filter(({ hasGradients }) => hasGradients);
  });
}

export function ofKind<Kind extends Event['kind']>(
  { byKind }: Seen,
  kind: Kind,
): readonly Extract<Event, { kind: Kind }>[] {
  return (byKind.get(kind) ?? []) as Extract<Event, { kind: Kind }>[];
}

/** The penalty on the size of weights in a sum, if it is one: not its square. */
export function isPenalty({ base }: Term): boolean {
  if (base.kind === 'regularisers') return true;
  return base.kind === 'parameter' && base.reduced !== 'no' && base.operation === 'abs';
}

export function listPenalties(value: Value | null): Term[] {
  return value?.kind === 'quantity' ? value.terms.filter(isPenalty) : [];
}

export function hasDataLoss({ terms }: Quantity): boolean {
  return terms.some((term) => !isPenalty(term) && term.base.kind !== 'number' && term.base.kind !== 'count');
}

/** Whether one round is the other or within it. */
export function isWithin(run: LoopRun | null, outer: LoopRun | null): boolean {
  for (let each = run; ; each = each.outer) {
    if (each === outer) return true;
    if (each === null) return false;
  }
}

export function textOf({ trace }: Seen, { from, to }: Place): string {
  return trace.text.slice(from, to);
}

/** A text of the program as a message quotes it. */
export function quote(seen: Seen, place: Place): string {
  const text = textOf(seen, place).replace(/\s+/g, ' ').trim();
  return text.length <= 60 ? text : `${text.slice(0, 57)}...`;
}
