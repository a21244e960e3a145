import type { ReadField, Unread } from '../answer.ts';
import type { FaultCode } from '../faults/codes.ts';
import type { Trace } from '../flow/trace.ts';
import type { Place } from '../syntax/nodes.ts';

/** Where a place is for people: of a notebook, within its cell. */
export interface Spot {
  readonly cell: number | null;
  readonly line: number;
  readonly column: number;
}

/** Finds the spot of a place in the text that was checked. */
export type Locate = (place: Place) => Spot;

/** What is being read of a loop: fields that it says, each with its place, and what it does not say. */
export class Reading {
  readonly trace: Trace;
  readonly codes: ReadonlySet<FaultCode>;
  readonly recipe: Record<string, unknown> = {};
  readonly fields: ReadField[] = [];
  readonly unread: Unread[] = [];
  readonly #locate: Locate;

  constructor(trace: Trace, codes: ReadonlySet<FaultCode>, locate: Locate) {
    this.trace = trace;
    this.codes = codes;
    this.#locate = locate;
  }

  /** Takes what the loop says of a field. */
  say(field: string, value: unknown, place: Place): void {
    assign(this.recipe, field.split('.'), value);
    this.fields.push({ field, value, ...this.#locate(place) });
  }

  /**
   * Keeps what could not be read, or what a recipe cannot say, and what a run takes instead; once for each sentence.
   *
   * @param place the line that could not be read; null where no line says it
   */
  miss(field: string, place: Place | null, message: string): void {
    if (this.unread.some((each) => each.message === message)) return;
    const { cell, line } = place === null ? { cell: null, line: null } : this.#locate(place);
    this.unread.push({ field, cell, line, message });
  }

  has(field: string): boolean {
    return this.fields.some((each) => each.field === field);
  }
}

function assign(draft: Record<string, unknown>, [key, ...rest]: string[], value: unknown): void {
  if (rest.length === 0) draft[key] = value;
  else {
    draft[key] ??= {};
    assign(draft[key] as Record<string, unknown>, rest, value);
  }
}
