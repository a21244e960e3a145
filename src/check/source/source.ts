import type { Place } from '../syntax/nodes.ts';
import { readNotebook } from './notebook.ts';

/** A program as text, and where its lines stand in what somebody sent. */
export interface Source {
  readonly text: string;
  /** Of a notebook: for each cell of code its number, and the line of `text` that it begins at, both from 1. */
  readonly cells: readonly { readonly cell: number; readonly firstLine: number }[] | null;
  /** Where each line of `text` begins. */
  readonly starts: readonly number[];
}

export interface Position {
  /** Null of a script. */
  readonly cell: number | null;
  readonly line: number;
  readonly column: number;
}

/** A script, or the code of a notebook. */
export function readSource(text: string): Source {
  const notebook = readNotebook(text);
  const program = notebook?.text ?? text;
  const starts = [0];
  for (let at = program.indexOf('\n'); at >= 0; at = program.indexOf('\n', at + 1)) starts.push(at + 1);
  return { text: program, cells: notebook?.cells ?? null, starts };
}

/** The line of the program at an offset, from 1. */
export function lineAt({ starts }: Source, offset: number): number {
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (starts[middle] <= offset) low = middle;
    else high = middle - 1;
  }
  return low + 1;
}

export function locate(source: Source, offset: number): Position {
  const line = lineAt(source, offset);
  const column = offset - source.starts[line - 1] + 1;
  return { ...placeLine(source, line), column };
}

/** The cell of a line of the program, and its line there. */
export function placeLine({ cells }: Source, line: number): { cell: number | null; line: number } {
  const within = cells?.findLast(({ firstLine }) => firstLine <= line);
  return within === undefined
    ? { cell: null, line }
    : { cell: within.cell, line: line - within.firstLine + 1 };
}

/** The lines of the program that a place lies on, as they are written. */
export function linesOf(source: Source, { from, to }: Place): string[] {
  const [first, last] = [lineAt(source, from), lineAt(source, Math.max(from, to - 1))];
  return source.text
    .slice(source.starts[first - 1], source.starts[last] ?? source.text.length + 1)
    .replace(/\r?\n$/, '')
    .split('\n')
    .map((line) => line.replace(/\r$/, ''));
}
