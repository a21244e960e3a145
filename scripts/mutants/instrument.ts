import type { Mutant } from './list-mutants.ts';

/** A mutant under the number by which it is switched on. */
export interface Numbered extends Mutant {
  readonly id: number;
}

/**
 * A source that holds all its mutants at once, each switched on by its number: `__mutant` of `watch-tests.ts` says
 * whether it is. So one text is compiled once for all of them.
 */
export function instrument(source: string, mutants: readonly Numbered[]): string {
  return rewrite(source, 0, source.length, mutants);
}

/** Nodes of a syntax tree lie in each other or apart, so the outermost of the ranges are rewritten one by one. */
function rewrite(source: string, from: number, to: number, mutants: readonly Numbered[]): string {
  let text = '';
  let at = from;
  const left = mutants.toSorted((a, b) => a.start - b.start || b.end - a.end);
  while (left.length > 0) {
    const { start, end } = left[0];
    const own = left.filter((mutant) => mutant.start === start && mutant.end === end);
    const inner = left.filter((mutant) => !own.includes(mutant) && mutant.start < end);
    left.splice(0, own.length + inner.length);
    text += source.slice(at, start) + own.reduce(wrap, rewrite(source, start, end, inner));
    at = end;
  }
  return text + source.slice(at, to);
}

function wrap(text: string, { id, after, isStatement }: Numbered): string {
  return isStatement ? `if (!__mutant(${id})) ${text}` : `(__mutant(${id}) ? (${after}) : (${text}))`;
}
