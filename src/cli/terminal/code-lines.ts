import { showUnseen } from '../../errors.ts';
import type { Style } from './style.ts';

// Lines of somebody's text, as a terminal shows them.

interface LinesPlace {
  /** The first line's number, from 1. */
  readonly line: number;
  /** Where the mark stands, from 1, in UTF-16 units of the first line. */
  readonly column: number;
  readonly width: number;
  readonly style: Style;
}

/** A fault that spans more is known by its first lines. */
const MOST_LINES = 6;

/** Lines with their numbers, and a mark under the column where a fault begins. */
export function showLines(source: readonly string[], { line, column, width, style }: LinesPlace): string[] {
  const shown = source.slice(0, MOST_LINES);
  const digits = String(line + shown.length - 1).length;
  const gutter = (number: string) => style.dim(`  ${number.padStart(digits)} | `);
  const room = Math.max(10, width - digits - 5);
  const lines = shown.map((text, i) => ({
    number: String(line + i),
    ...cut(text, i === 0 ? column : 1, room),
  }));
  const left = source.length - shown.length;
  return lines.flatMap(({ number, text, at }, i) => [
    gutter(number) + text,
    ...(i === 0 ? [`${gutter('')}${' '.repeat(at)}${style.red('^')}`] : []),
    ...(left > 0 && i === shown.length - 1 ? [`${gutter('')}... ${left} more`] : []),
  ]);
}

/** What stands for what is cut away. */
const CUT = '...';

/** What of a line has room around a column, and where the column then stands, from 0. */
function cut(line: string, column: number, room: number): { text: string; at: number } {
  // Of a line of a million characters, no more is looked at than may be shown.
  const from = Math.max(0, column - 1 - room);
  const before = show(line.slice(from, column - 1));
  const after = show(line.slice(column - 1, column - 1 + room));
  const isWhole = from === 0 && line.length <= column - 1 + room && before.length + after.length <= room;
  if (isWhole) return { text: before + after, at: before.length };
  const half = Math.floor(room / 2);
  const isCutBefore = from > 0 || before.length > half;
  const head = isCutBefore ? CUT + before.slice(before.length - half + CUT.length) : before;
  const left = room - head.length;
  const isCutAfter = after.length > left || line.length > column - 1 + room;
  return { text: head + (isCutAfter ? after.slice(0, left - CUT.length) + CUT : after), at: head.length };
}

/** A tab is as wide as its terminal likes. */
function show(text: string): string {
  return showUnseen(text.replaceAll('\t', '    '));
}

/** A line of a diff may be long, since it is copied, but not without end. */
const MOST_CHARACTERS = 400;

/** Lines as they are and as they should be, less what both begin and end with. */
export function showDiff(old: readonly string[], mended: readonly string[], style: Style): string[] {
  let start = 0;
  while (start < old.length && start < mended.length && old[start] === mended[start]) start += 1;
  let end = 0;
  const most = Math.min(old.length, mended.length) - start;
  while (end < most && old[old.length - 1 - end] === mended[mended.length - 1 - end]) end += 1;
  const shorten = (line: string) => {
    const shown = show(line);
    return shown.length > MOST_CHARACTERS ? `${shown.slice(0, MOST_CHARACTERS)}${CUT}` : shown;
  };
  return [
    ...old.slice(start, old.length - end).map((line) => style.red(`  - ${shorten(line)}`)),
    ...mended.slice(start, mended.length - end).map((line) => style.green(`  + ${shorten(line)}`)),
  ];
}
