import type { SyntaxNode } from '@lezer/common';
import { applyEdits, childrenOf, type Draw, type Edited, findAround, listNodes } from './edited.ts';

/** A rule may take these from a name: no program says otherwise which rows validate, or that a number was meant for L1. */
const ROLES = /train|valid|val|test|dev|eval|hold|l1|lasso|l2/g;
const WORDS = ['blue', 'stone', 'river', 'zed', 'k', 'quince'];

/** Gives the variables, parameters, functions and classes of a script other names, the same everywhere. */
export function rename(before: Edited, draw: Draw): Edited {
  const tokens = listNodes(before.text, ({ name }) => name === 'VariableName');
  const nameOf = (node: SyntaxNode) => before.text.slice(node.from, node.to);
  const names = new Set(tokens.filter(isBound).map(nameOf));
  for (const token of tokens) if (mustStay(token)) names.delete(nameOf(token));
  const renamed = new Map<string, string>();
  for (const name of names) {
    if (/^(self|cls|_.*)$/.test(name)) continue;
    const roles = name.toLowerCase().match(ROLES) ?? [];
    const word = WORDS[Math.floor(draw() * WORDS.length)];
    const fresh = [word + renamed.size, ...roles].join('_');
    renamed.set(name, /^[A-Z]/.test(name) ? fresh[0].toUpperCase() + fresh.slice(1) : fresh);
  }
  return applyEdits(
    before,
    tokens.flatMap((token) => {
      const insert = renamed.get(nameOf(token));
      return insert === undefined ? [] : [{ from: token.from, to: token.to, insert }];
    }),
  );
}

/** Whether a token gives its name to something here. */
function isBound(token: SyntaxNode): boolean {
  const { parent } = token;
  switch (parent?.name) {
    case 'FunctionDefinition':
    case 'ClassDefinition':
      return token.prevSibling?.name === 'def' || token.prevSibling?.name === 'class';
    case 'ParamList':
      return token.prevSibling?.name !== 'AssignOp';
    case 'NamedExpression':
      return token.nextSibling?.name === 'AssignOp';
    case 'WithStatement':
    case 'TryStatement':
      return token.prevSibling?.name === 'as';
  }
  return isTarget(token);
}

/** Whether it is assigned to, in a tuple or alone, or the variable of a `for`. */
function isTarget(token: SyntaxNode): boolean {
  let node = token;
  while (node.parent !== null && /^(Tuple|Array|Parenthesized)Expression$/.test(node.parent.name)) {
    node = node.parent;
  }
  const siblings = node.parent === null ? [] : childrenOf(node.parent);
  const at = siblings.findIndex(({ from }) => from === node.from);
  if (node.parent?.name === 'AssignStatement') {
    return siblings.slice(at + 1).some(({ name }) => name === 'AssignOp');
  }
  const before = siblings.slice(0, at).map(({ name }) => name);
  return before.lastIndexOf('for') > before.lastIndexOf('in');
}

/** Whether something beyond the names of a script holds this one: an import, a keyword of a call, a class. */
function mustStay(token: SyntaxNode): boolean {
  const { parent, prevSibling, nextSibling } = token;
  if (parent?.name === 'ImportStatement' || parent?.name === 'ScopeStatement') return true;
  if (parent?.name === 'Decorator' && prevSibling?.name === '.') return true;
  if (parent?.name === 'ArgList' && nextSibling?.name === 'AssignOp') return true;
  if (!isBound(token)) return false;
  const owner = findAround(token, 'FunctionDefinition', 'ClassDefinition', 'LambdaExpression', 'Script');
  // A method's name token lies in its own definition; so does a class's.
  if (parent?.name === 'FunctionDefinition') {
    return findAround(parent, 'FunctionDefinition', 'ClassDefinition', 'Script')?.name === 'ClassDefinition';
  }
  return owner?.name === 'ClassDefinition' && parent?.name !== 'ClassDefinition';
}
