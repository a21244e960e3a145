import type { Fault } from '../answer.ts';
import type { Edit, Found } from '../rules/found.ts';
import { lineAt, linesOf, locate, placeLine, type Source } from '../source/source.ts';
import type { Place } from '../syntax/nodes.ts';
import { FAULT_SEVERITIES } from './codes.ts';
import { SEEN, WHY } from './texts.ts';

/** Lines that an answer repeats of one fault. */
const MOST_LINES = 8;

/** A fault as the answer has it. */
export function makeFault(source: Source, { code, place, message, mend, isCertain }: Found): Fault {
  const lines = coverLines(source, place, mend);
  const { cell, line, column } = locate(source, place.from);
  return {
    code,
    severity: FAULT_SEVERITIES[code],
    cell,
    line,
    column,
    endLine: placeLine(source, lineAt(source, Math.max(lines.from, lines.to - 1))).line,
    source: linesOf(source, lines).slice(0, MOST_LINES),
    message,
    why: WHY[code],
    seen: SEEN[code],
    mend: mend === null ? null : applyEdits(source, lines, mend),
    certainty: isCertain ? 'certain' : 'likely',
  };
}

/** From the fault to the end of what its mend changes; a long statement is shown by its first lines. */
function coverLines(source: Source, place: Place, mend: readonly Edit[] | null): Place {
  const to = Math.max(place.to, ...(mend ?? []).map((edit) => edit.to));
  const last = lineAt(source, place.from) + MOST_LINES - 1;
  return { from: place.from, to: Math.min(to, source.starts[last] ?? source.text.length) };
}

/** The lines as they should be; null where the change lies elsewhere. */
function applyEdits(source: Source, lines: Place, edits: readonly Edit[]): string | null {
  const first = lineAt(source, lines.from);
  const start = source.starts[first - 1];
  const text = linesOf(source, lines).join('\n');
  const inside = edits.every(({ from, to }) => from >= start && to <= start + text.length);
  if (!inside || source.text.slice(start, start + text.length) !== text) return null;
  const ordered = edits.toSorted((a, b) => b.from - a.from);
  return ordered.reduce(
    (changed, { from, to, text: by }) => changed.slice(0, from - start) + by + changed.slice(to - start),
    text,
  );
}
