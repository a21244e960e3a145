import type { SyntaxNode } from '@lezer/common';
import { applyEdits, type Draw, type Edit, type Edited, findAround, listNodes } from './edited.ts';

const UNITS = ['  ', '   ', '        ', '\t'];
const COMMENTS = ['# as before', '# see the notes', '#', '# TODO: tidy'];
const LISTS = ['ArgList', 'ParamList', 'ArrayExpression', 'DictionaryExpression'];
/** A rule may take from these what `weight_decay` was meant for. */
const TELLING = /l1|lasso|l2|decay|regular|penal|sparse/i;

/** Changes what Python does not read: indentation, blank lines, comments, breaks in brackets, quotes. */
export function reformat(before: Edited, draw: Draw): Edited {
  const steps = [indent, removeComments, breakLists, turnQuotes, addLines];
  return steps.reduce((edited, step) => applyEdits(edited, step(edited.text, draw)), before);
}

interface Line {
  readonly from: number;
  readonly to: number;
  readonly spaces: string;
  readonly isBlank: boolean;
}

/** The lines that do not begin within a text of several lines. */
function listLines(text: string): Line[] {
  const long = listNodes(text, ({ name }) => name === 'String' || name === 'FormatString');
  const lines: Line[] = [];
  let from = 0;
  for (const whole of text.split('\n')) {
    const start = from;
    if (!long.some((node) => node.from < start && start < node.to)) {
      const spaces = /^[ \t]*/.exec(whole)?.[0] ?? '';
      lines.push({ from, to: from + whole.length, spaces, isBlank: spaces.length === whole.length });
    }
    from += whole.length + 1;
  }
  return lines;
}

function indent(text: string, draw: Draw): Edit[] {
  const unit = UNITS[Math.floor(draw() * UNITS.length)];
  return listLines(text)
    .filter(({ spaces }) => spaces !== '')
    .map(({ from, spaces }) => {
      const insert = unit.repeat(Math.floor(spaces.length / 4)) + ' '.repeat(spaces.length % 4);
      return { from, to: from + spaces.length, insert };
    });
}

function removeComments(text: string, draw: Draw): Edit[] {
  const comments = listNodes(text, ({ name }) => name === 'Comment');
  return comments.flatMap(({ from, to }) => {
    if (TELLING.test(text.slice(from, to)) || draw() < 0.5) return [];
    const spaces = /[ \t]*$/.exec(text.slice(0, from))?.[0].length ?? 0;
    const isWhole = from === spaces || text[from - spaces - 1] === '\n';
    return [{ from: from - spaces, to: isWhole ? Math.min(to + 1, text.length) : to, insert: '' }];
  });
}

function breakLists(text: string, draw: Draw): Edit[] {
  const commas = listNodes(text, (node) => node.name === ',' && LISTS.includes(node.parent?.name ?? ''));
  const isFree = (node: SyntaxNode) =>
    findAround(node, 'FormatString') === null && findAround(node, 'ArgList', 'ParamList') !== null;
  return commas.filter(isFree).flatMap(({ to }) => {
    const spaces = /^ */.exec(text.slice(to))?.[0].length ?? 0;
    if (draw() < 0.7 || text[to + spaces] === '\n') return [];
    return [{ from: to, to: to + spaces, insert: `\n${' '.repeat(12)}` }];
  });
}

function turnQuotes(text: string, draw: Draw): Edit[] {
  const strings = listNodes(
    text,
    (node) => node.name === 'String' && findAround(node, 'FormatString') === null,
  );
  return strings.flatMap(({ from, to }) => {
    const plain = /^(['"])([^'"\\\n]*)\1$/.exec(text.slice(from, to));
    if (plain === null || draw() < 0.4) return [];
    const quote = plain[1] === '"' ? "'" : '"';
    return [{ from, to, insert: quote + plain[2] + quote }];
  });
}

/** Adds comments and blank lines before lines, and leaves out blank ones. */
function addLines(text: string, draw: Draw): Edit[] {
  return listLines(text).flatMap(({ from, to, spaces, isBlank }) => {
    const luck = draw();
    if (isBlank) return luck < 0.4 && to < text.length ? [{ from, to: to + 1, insert: '' }] : [];
    if (luck < 0.1) return [{ from, to: from, insert: '\n' }];
    const comment = COMMENTS[Math.floor(draw() * COMMENTS.length)];
    return luck < 0.2 ? [{ from, to: from, insert: `${spaces}${comment}\n` }] : [];
  });
}
