import type { Fault } from '../../../check/answer.ts';

/** What an edit does to a text: the characters between two places give way to others. */
export interface Change {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
}

export function applyChange(text: string, { from, to, insert }: Change): string {
  return text.slice(0, from) + insert + text.slice(to);
}

/** Where a line begins, from 1; the end of the text where it has fewer lines. */
export function findLine(text: string, line: number): number {
  let at = 0;
  for (let i = 1; i < line; i++) {
    const next = text.indexOf('\n', at);
    if (next === -1) return text.length;
    at = next + 1;
  }
  return at;
}

/** The place after the last character of a line. */
export function findLineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end;
}

/**
 * Puts the lines as they should be where the fault stands.
 *
 * @param line where it stands in this text
 * @returns null where nothing mends it, or where the text has other lines there by now
 */
export function mendFault(text: string, line: number, { source, mend }: Fault): Change | null {
  if (mend === null) return null;
  const from = findLine(text, line);
  const old = source.join('\n');
  const to = from + old.length;
  if (!text.startsWith(old, from) || findLineEnd(text, to) !== to) return null;
  // Lines that should not be there go with their end.
  if (mend === '') return { from, to: Math.min(to + 1, text.length), insert: '' };
  return { from, to, insert: mend.replace(/\n$/, '') };
}

/**
 * Several changes in one, from the last to the first; of those that meet, the first one of the text is done.
 *
 * @returns null where there is none
 */
export function joinChanges(text: string, changes: readonly Change[]): Change | null {
  const kept: Change[] = [];
  for (const change of changes.toSorted((a, b) => a.from - b.from)) {
    const last = kept.at(-1);
    if (last === undefined || change.from >= last.to) kept.push(change);
  }
  const [first, last] = [kept.at(0), kept.at(-1)];
  if (first === undefined || last === undefined) return null;
  const mended = kept.reduceRight(applyChange, text);
  return {
    from: first.from,
    to: last.to,
    insert: mended.slice(first.from, mended.length - (text.length - last.to)),
  };
}

/** The smallest change that makes one text of another. */
export function findChange(before: string, after: string): Change {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start++;
  let end = 0;
  while (end < most - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  return { from: start, to: before.length - end, insert: after.slice(start, after.length - end) };
}
