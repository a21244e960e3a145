import type { Place } from '../syntax/nodes.ts';
import type { Edit } from './found.ts';
import type { Seen } from './seen.ts';

/** A line of its own before the statement that a place stands in; null where that begins on an earlier line. */
export function insertLine({ trace: { text } }: Seen, { from }: Place, line: string): Edit[] | null {
  const start = text.lastIndexOf('\n', from - 1) + 1;
  const [indent] = /^[ \t]*/.exec(text.slice(start)) ?? [''];
  const before = text.slice(0, start).trimEnd();
  const isOpen = /[([{,\\]$/.test(before) || countOpen(text.slice(0, start)) !== 0;
  const isOneLine = /^[ \t]*(?:for|with|if|while|def|class|elif|else)\b/.test(text.slice(start));
  if (isOpen || isOneLine) return null;
  return [{ from: start, to: start, text: `${indent}${line}\n` }];
}

/** Brackets that are not closed, texts and comments left out. */
function countOpen(text: string): number {
  const code = text.replace(/'''[\s\S]*?'''|"""[\s\S]*?"""|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|#.*/g, '');
  return (code.match(/[([{]/g)?.length ?? 0) - (code.match(/[)\]}]/g)?.length ?? 0);
}
