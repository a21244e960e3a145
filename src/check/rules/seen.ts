import { listBases } from '../flow/quantities.ts';
import type { Backward, Event, LossComputed, Trace } from '../flow/trace.ts';
import type { Forward, LoopRun, Quantity, Term, Value } from '../flow/values.ts';
import type { Place } from '../syntax/nodes.ts';

/** A trace, with what several rules want to know of it. */
export interface Seen {
  readonly trace: Trace;
  readonly backwards: readonly Backward[];
  /** Forward passes whose outputs are trained on. */
  readonly trained: ReadonlySet<Forward>;
  /** Forward passes whose outputs went where they cannot be followed. */
  readonly lost: ReadonlySet<Forward>;
  /** Losses and metrics of outputs that nothing trains on. */
  readonly evaluations: readonly LossComputed[];
}

export function see(trace: Trace): Seen {
  const backwards = trace.events.filter((event) => event.kind === 'backward');
  const trained = new Set(backwards.flatMap(({ value }) => listForwards(value)));
  const escaped = trace.events.filter((event) => event.kind === 'escaped');
  const lost = new Set(escaped.flatMap(({ values }) => values.flatMap(listOpenForwards)));
  const evaluations = trace.events.filter(
    (event) =>
      event.kind === 'loss' &&
      event.forward !== null &&
      !trained.has(event.forward) &&
      !lost.has(event.forward),
  ) as LossComputed[];
  return { trace, backwards, trained, lost, evaluations };
}

/** The forward passes that a value rests on. */
export function listForwards(value: Value | null): Forward[] {
  return listBases(value).flatMap((base) =>
    (base.kind === 'output' || base.kind === 'loss') && base.forward !== null ? [base.forward] : [],
  );
}

/** Those whose gradients may still be asked for. */
function listOpenForwards(value: Value): Forward[] {
  if (value.kind === 'several') return [...value.items, ...value.added].flatMap(listOpenForwards);
  if (value.kind === 'dictionary') return [...value.entries.values()].flatMap(listOpenForwards);
  if (value.kind !== 'quantity') return [];
  const open = value.terms.filter(({ detachedAt }) => detachedAt === null);
  return listForwards({ ...value, terms: open }).filter(({ hasGradients }) => hasGradients);
}

export function ofKind<Kind extends Event['kind']>(
  { trace }: Seen,
  kind: Kind,
): Extract<Event, { kind: Kind }>[] {
  return trace.events.filter((event): event is Extract<Event, { kind: Kind }> => event.kind === kind);
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
