import type { Backward, Event, Fitted, LossComputed, Step, Trace, Updated } from '../flow/trace.ts';
import type { Data, Forward, LoopRun, Module, Term, Value } from '../flow/values.ts';

// Which of all that a program does is the training.

/** The training of a program. */
export interface Training {
  readonly module: Module | null;
  readonly fit: Fitted | null;
  readonly backward: Backward | null;
  readonly step: Step | null;
  readonly updated: Updated | null;
  /** What computed the loss that is trained. */
  readonly loss: LossComputed | null;
  readonly forward: Forward | null;
}

/** The last training of a program; null where there is none. */
export function findTraining({ events }: Trace): Training | null {
  const fit = findLast(events, 'fit');
  const backward = findLast(events, 'backward');
  const step = findStep(events, backward);
  const updated = findLast(events, 'updated');
  if (fit === null && backward === null && step === null && updated === null) return null;
  const forward = findForward(events, backward);
  return {
    module: fit?.module ?? forward?.module ?? findNetwork(events),
    fit,
    backward,
    step,
    updated,
    loss: findLoss(events, forward),
    forward,
  };
}

/** The step in the loop of the gradients; schedulers and others step elsewhere. */
function findStep(events: readonly Event[], backward: Backward | null): Step | null {
  const own = events.findLast((event) => event.kind === 'step' && event.run?.loop === backward?.run?.loop);
  return (own as Step | undefined) ?? findLast(events, 'step');
}

function findLast<Kind extends Event['kind']>(
  events: readonly Event[],
  kind: Kind,
): Extract<Event, { kind: Kind }> | null {
  const found = events.findLast((event) => event.kind === kind);
  return (found as Extract<Event, { kind: Kind }> | undefined) ?? null;
}

/** What gave the output of the loss that is stepped on. */
function findForward(events: readonly Event[], backward: Backward | null): Forward | null {
  for (const { base } of backward === null ? [] : listTerms(backward.value)) {
    if (base.kind === 'loss' && base.forward !== null) return base.forward;
  }
  const found = events.findLast((event) => event.kind === 'forward' && event.hasGradients);
  return (found as Forward | undefined) ?? null;
}

function findLoss(events: readonly Event[], forward: Forward | null): LossComputed | null {
  const losses = events.filter((event) => event.kind === 'loss');
  return losses.find((loss) => forward !== null && loss.forward === forward) ?? losses.at(0) ?? null;
}

function findNetwork(events: readonly Event[]): Module | null {
  const made = events.findLast(
    (event) => event.kind === 'made' && event.value.kind === 'module' && event.value.isNetwork,
  );
  return made?.kind === 'made' && made.value.kind === 'module' ? made.value : null;
}

/** The terms of a value, those that it rests on too. */
export function listTerms(value: Value): Term[] {
  return value.kind === 'quantity' ? value.terms.flatMap(openTerm) : [];
}

function openTerm(term: Term): Term[] {
  return term.base.kind === 'mixed' ? term.base.of.flatMap(openTerm) : [term];
}

/** The numbers that anything in an event has. */
export function listValues(event: Event): Value[] {
  switch (event.kind) {
    case 'backward':
    case 'joined':
    case 'accumulated':
      return [event.value];
    case 'shown':
    case 'escaped':
      return [...event.values];
    case 'updated':
      return [event.change];
    default:
      return [];
  }
}

/** The loops around something, the innermost first, each once. */
export function listRuns(run: LoopRun | null): LoopRun[] {
  const runs: LoopRun[] = [];
  for (let each = run; each !== null; each = each.outer) runs.push(each);
  return runs;
}

/** The number that a value is; null for all else. */
export function readNumber(value: Value | null | undefined): number | null {
  return value?.kind === 'quantity' ? value.number : null;
}

/** Data, and what they were taken from. */
export function listData(forward: Forward | null): Data[] {
  const found: Data[] = [];
  for (const data of forward?.data ?? []) {
    for (let each: Data | null = data; each !== null && !found.includes(each); each = each.parent)
      found.push(each);
  }
  return found;
}
