import type { ClassDefinition, Expression, Place } from '../syntax/nodes.ts';
import type { Scope } from './scope.ts';
import type { Event, Trace } from './trace.ts';
import type {
  CallSite,
  ClassValue,
  Filter,
  Forward,
  Given,
  Happened,
  LoopRun,
  Module,
  Value,
} from './values.ts';

/** Expressions and statements that are followed before the check gives up, calls of functions followed anew each time. */
const MOST_STEPS = 80_000;
/** Calls within calls. */
const MOST_CALLS = 14;
/** Things that happened, of which a program of twenty loops has a thousand. */
const MOST_EVENTS = 20_000;

/** Leaves whatever is being followed, since it takes too long. */
export class TooLong extends Error {}

/** Where a program is, and what it has done so far. */
export class State {
  readonly text: string;
  readonly events: Event[] = [];
  readonly modules: Module[] = [];
  /** What modes were before they were set, the last one last: branches take theirs back by it. */
  readonly modes: { readonly module: Module; readonly mode: Module['mode'] }[] = [];
  /** Classes of the program, wherever they are defined. */
  readonly classes = new Map<ClassDefinition, ClassValue>();
  run: LoopRun | null = null;
  hasGradients = true;
  forward: Forward | null = null;
  steps = 0;
  isCut = false;
  framework: Trace['framework'] = null;
  #lastData = 0;
  /** What holds of the parameters of a loop, in the branch that is being followed. */
  #filters: readonly Filter[] = [];
  readonly #calls: { readonly site: CallSite; readonly node: unknown; readonly self: Value | null }[] = [];

  constructor(text: string) {
    this.text = text;
  }

  /** @throws TooLong when all steps are spent */
  spend(): void {
    this.steps += 1;
    if (this.steps <= MOST_STEPS && this.events.length < MOST_EVENTS) return;
    this.isCut = true;
    throw new TooLong();
  }

  happened(place: Place): Happened {
    return {
      place,
      run: this.run,
      call: this.#calls.at(-1)?.site ?? null,
    };
  }

  /** The function that is being followed, and the object whose method it is. */
  get caller(): { readonly node: unknown; readonly self: Value | null } | null {
    return this.#calls.at(-1) ?? null;
  }

  emit(event: Event): void {
    this.events.push(event);
  }

  /** Where a branch is, or what follows one: which parameters come there. */
  get filters(): readonly Filter[] {
    return this.#filters;
  }

  withFilters<Result>(filters: readonly Filter[], work: () => Result): Result {
    const before = this.#filters;
    this.#filters = [...before, ...filters];
    try {
      return work();
    } finally {
      this.#filters = before;
    }
  }

  /** A parameter, with what the branch says of it. */
  refine(value: Value): Value {
    if (value.kind !== 'quantity' || this.#filters.length === 0) return value;
    const terms = value.terms.map((term) => {
      const { base } = term;
      if (base.kind !== 'parameter' || base.reduced !== 'no') return term;
      const said = this.#filters.filter(({ set }) => set.place.from === base.set.place.from);
      const conditions = said.flatMap((filter) => filter.conditions);
      const added = conditions.filter((each) => !base.set.conditions.includes(each));
      if (added.length === 0) return term;
      const set = { ...base.set, conditions: [...base.set.conditions, ...added] };
      return { ...term, base: { ...base, set } };
    });
    return { ...value, terms };
  }

  /** Follows a call, unless it lies too deep or within itself; null then. */
  enter<Result>(
    called: {
      readonly name: string;
      readonly place: Place;
      readonly node: unknown;
      readonly self: Value | null;
    },
    work: () => Result,
  ): Result | null {
    const { name, place, node, self } = called;
    const isWithin = this.#calls.some((call) => call.node === node);
    if (isWithin || this.#calls.length >= MOST_CALLS) return null;
    this.#calls.push({ site: { place, name, outer: this.#calls.at(-1)?.site ?? null }, node, self });
    try {
      return work();
    } finally {
      this.#calls.pop();
    }
  }

  /** Goes a round of a loop. */
  inRound<Result>(run: LoopRun, work: () => Result): Result {
    const before = this.run;
    this.run = run;
    try {
      return work();
    } finally {
      this.run = before;
    }
  }

  withGradients<Result>(hasGradients: boolean, work: () => Result): Result {
    const before = this.hasGradients;
    this.hasGradients = hasGradients;
    try {
      return work();
    } finally {
      this.hasGradients = before;
    }
  }

  nextData(): number {
    this.#lastData += 1;
    return this.#lastData;
  }
}

/** What works on values needs of what runs the program. */
export interface Machine {
  readonly state: State;
  evaluate(expression: Expression, scope: Scope<Value>): Value;
  call(callee: Value, given: Given): Value;
  callMethod(object: Value, name: string, given: Given): Value;
  attribute(object: Value, name: string, place: Place): Value;
  /** What each round of a loop over a value is given; one for all where it is not known how many there are. */
  itemsOf(value: Value, place: Place): Value;
}
