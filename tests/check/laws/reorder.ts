import type { SyntaxNode } from '@lezer/common';
import { childrenOf, type Draw, type Edited, listNodes, type Range, swapRanges } from './edited.ts';

const DEFINITIONS = ['FunctionDefinition', 'ClassDefinition', 'DecoratedStatement'];
const ROUNDS = 6;

/** Lets neighbours that do not need each other change places: definitions, imports, assignments, keywords of a call. */
export function reorder(before: Edited, draw: Draw): Edited {
  let edited = before;
  for (let round = 0; round < ROUNDS; round++) {
    const pairs = listPairs(edited.text);
    if (pairs.length === 0) break;
    const [first, second] = pairs[Math.floor(draw() * pairs.length)];
    edited = swapRanges(edited, first, second);
  }
  return edited;
}

type Pair = readonly [Range, Range];

function listPairs(text: string): Pair[] {
  const bodies = listNodes(text, ({ name }) => name === 'Script' || name === 'Body');
  const calls = listNodes(text, ({ name }) => name === 'ArgList');
  return [
    ...bodies.flatMap((body) => pairStatements(body, text)),
    ...calls.flatMap((list) => pairKeywords(list, text)),
  ];
}

function pairStatements(body: SyntaxNode, text: string): Pair[] {
  const statements = childrenOf(body).filter(({ name }) => /Statement$|Definition$/.test(name));
  return statements.slice(1).flatMap((second, i) => {
    const first = statements[i];
    // Two on one line, or a body on its header's line: not worth the care.
    if ([first, second].some(({ from }) => !/\n[ \t]*$|^$/.test(text.slice(0, from)))) return [];
    const isFree =
      areImports(first, second) || areDefinitions(first, second, text) || areApart(first, second, text);
    return isFree ? [[trim(first, text), trim(second, text)]] : [];
  });
}

function areImports(first: SyntaxNode, second: SyntaxNode): boolean {
  return first.name === 'ImportStatement' && second.name === 'ImportStatement';
}

/** Functions or classes, of which neither needs the other before it is called. */
function areDefinitions(first: SyntaxNode, second: SyntaxNode, text: string): boolean {
  if (![first, second].every(({ name }) => DEFINITIONS.includes(name))) return false;
  const [one, other] = [first, second].map((node) => readDefinition(node, text));
  return one.name !== other.name && !one.needs.has(other.name) && !other.needs.has(one.name);
}

function readDefinition(node: SyntaxNode, text: string) {
  const definition = node.name === 'DecoratedStatement' ? node.lastChild : node;
  const name = definition?.getChild('VariableName');
  // A class is read when it is defined, a function's body when it is called.
  const end = definition?.name === 'FunctionDefinition' ? definition.getChild('Body')?.from : node.to;
  return {
    name: name ? text.slice(name.from, name.to) : '',
    needs: namesIn(text.slice(node.from, name?.from), text.slice(name?.to, end)),
  };
}

/** Assignments to single names, of which neither names what the other sets or calls what may change it. */
function areApart(first: SyntaxNode, second: SyntaxNode, text: string): boolean {
  const [one, other] = [first, second].map((node) => readAssignment(node, text));
  if (one === null || other === null || one.target === other.target) return false;
  return !one.names.has(other.target) && !other.names.has(one.target);
}

function readAssignment(node: SyntaxNode, text: string) {
  const [target, op, value, ...more] = childrenOf(node);
  if (node.name !== 'AssignStatement' || target?.name !== 'VariableName') return null;
  if (op?.name !== 'AssignOp' || value === undefined || more.length > 0) return null;
  const whole = text.slice(value.from, value.to);
  // Constructors have names in capitals; other calls may do anything.
  const isQuiet = !/(^|[^\w.])[a-z_]\w*\(|\.(?!parameters\b)[a-z_]\w*\(/.test(whole);
  return isQuiet ? { target: text.slice(target.from, target.to), names: namesIn(whole) } : null;
}

/** `a=1, b=2` in a call: two keywords side by side. */
function pairKeywords(list: SyntaxNode, text: string): Pair[] {
  const groups: SyntaxNode[][] = [[]];
  for (const child of childrenOf(list).slice(1, -1)) {
    if (child.name === ',') groups.push([]);
    else groups.at(-1)?.push(child);
  }
  const isKeyword = ([name, op, value, ...more]: readonly SyntaxNode[]) =>
    name?.name === 'VariableName' && op?.name === 'AssignOp' && value !== undefined && more.length === 0;
  return groups.slice(1).flatMap((second, i): Pair[] => {
    const first = groups[i];
    if (!isKeyword(first) || !isKeyword(second)) return [];
    return [[spanOf(first, text), spanOf(second, text)]];
  });
}

function spanOf(nodes: readonly SyntaxNode[], text: string): Range {
  return trim({ from: nodes[0].from, to: nodes[nodes.length - 1].to }, text);
}

/** A block's node may end with the line breaks after it. */
function trim({ from, to }: Range, text: string): Range {
  return { from, to: from + text.slice(from, to).trimEnd().length };
}

function namesIn(...texts: readonly string[]): Set<string> {
  return new Set(texts.flatMap((text) => text.match(/[A-Za-z_]\w*/g) ?? []));
}
