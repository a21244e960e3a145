import type { SyntaxNode, Tree } from '@lezer/common';
import { parser } from '@lezer/python';
import { closeFloats } from '../../../src/check/syntax/parse.ts';

// Texts that were changed, and still know where each part of them came from.

/** A text, and where an offset of it stood in the text that it was made from. */
export interface Edited {
  readonly text: string;
  readonly origin: (offset: number) => number;
}

export interface Range {
  readonly from: number;
  readonly to: number;
}

export interface Edit extends Range {
  readonly insert: string;
}

/** Numbers from 0 to 1, the same for the same seed. */
export type Draw = () => number;

export function untouched(text: string): Edited {
  return { text, origin: (offset) => offset };
}

/** Does edits that do not overlap, in any order. What is inserted comes from where it stands. */
export function applyEdits(before: Edited, edits: readonly Edit[]): Edited {
  const parts: Part[] = [];
  let done = 0;
  for (const { from, to, insert } of [...edits].sort((a, b) => a.from - b.from || a.to - b.to)) {
    if (from < done) throw new Error(`edits overlap at ${from}`);
    parts.push({ from: done, to: from }, { from, text: insert });
    done = to;
  }
  return assemble(before, [...parts, { from: done, to: before.text.length }]);
}

/** Lets two ranges take each other's place; `first` ends before `second` begins. */
export function swapRanges(before: Edited, first: Range, second: Range): Edited {
  return assemble(before, [
    { from: 0, to: first.from },
    second,
    { from: first.to, to: second.from },
    first,
    { from: second.to, to: before.text.length },
  ]);
}

type Part = Range | { readonly from: number; readonly text: string };

function assemble({ text, origin }: Edited, parts: readonly Part[]): Edited {
  const starts: { readonly at: number; readonly from: number; readonly isCopied: boolean }[] = [];
  let whole = '';
  for (const part of parts) {
    const piece = 'text' in part ? part.text : text.slice(part.from, part.to);
    if (piece === '') continue;
    starts.push({ at: whole.length, from: part.from, isCopied: !('text' in part) });
    whole += piece;
  }
  return {
    text: whole,
    origin(offset) {
      const piece = starts.findLast(({ at }) => at <= offset);
      if (piece === undefined) return origin(0);
      return origin(piece.isCopied ? piece.from + offset - piece.at : piece.from);
    },
  };
}

/** The nodes of a text's tree, outer ones first. */
export function listNodes(text: string, isWanted: (node: SyntaxNode) => boolean): SyntaxNode[] {
  const nodes: SyntaxNode[] = [];
  parse(text).iterate({
    enter({ node }) {
      if (isWanted(node)) nodes.push(node);
    },
  });
  return nodes;
}

/** The tree of the last text is kept: several questions are asked of each. */
let last: { readonly text: string; readonly tree: Tree } | null = null;

function parse(text: string): Tree {
  if (last?.text !== text) last = { text, tree: parser.parse(closeFloats(text)) };
  return last.tree;
}

export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) children.push(child);
  return children;
}

/** The innermost node around a node that has one of these names. */
export function findAround(node: SyntaxNode, ...names: readonly string[]): SyntaxNode | null {
  let around = node.parent;
  while (around !== null && !names.includes(around.name)) around = around.parent;
  return around;
}

/** A draw by a linear congruence, good enough to choose edits. */
export function drawFrom(seed: number): Draw {
  let state = (seed ^ 0x9e3779b9) >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
