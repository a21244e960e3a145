import { parseSync } from 'vite';

/** One change of a source: its text from `start` to just before `end` becomes `after`. */
export interface Mutant {
  /** The path from the root of the tree. */
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly after: string;
  /** Whether a statement is left out, and not an expression replaced. */
  readonly isStatement: boolean;
  /** From 1. */
  readonly line: number;
  /** The lines that the change touches, as they are and as they become. */
  readonly lines: { readonly before: string; readonly after: string };
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
}

/** A replacement of a node, or of a whole statement by nothing. */
type Change = { readonly node: Node; readonly after: string; readonly isStatement?: boolean };

/** Every change that the operators below make of a source, in the order of their places. */
export function listMutants(file: string, source: string): Mutant[] {
  const { program, errors } = parseSync(file, source);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0].message}`);
  const changes: Change[] = [];
  walk(program as unknown as Node, (node, isInChain) => changes.push(...mutate(node, source, isInChain)));
  return changes
    .map(({ node: { start, end }, after, isStatement = false }) => {
      const lines = quoteLines(source, start, end, after);
      return { file, start, end, after, isStatement, line: countLines(source, start), lines };
    })
    .filter(({ lines }) => lines.before !== lines.after)
    .sort((a, b) => a.start - b.start || a.end - b.end);
}

/** Types and imports do nothing at run time; of what wraps an expression in a type the expression does. */
const TYPED = ['TSAsExpression', 'TSNonNullExpression', 'TSSatisfiesExpression'];
const WITHOUT_CODE = ['ImportDeclaration', 'ExportAllDeclaration', 'TemplateElement'];

/** Visits all nodes that run; told is whether a node is a link of an optional chain, which nothing may wrap. */
function walk(node: Node, visit: (node: Node, isInChain: boolean) => void, isInChain = false): void {
  if (WITHOUT_CODE.includes(node.type)) return;
  if (node.type.startsWith('TS') && !TYPED.includes(node.type)) return;
  visit(node, isInChain);
  const isLink = isInChain || node.type === 'ChainExpression';
  for (const [field, value] of Object.entries(node)) {
    if (['key', 'property'].includes(field) && node.computed !== true) continue;
    if (field === 'source' && node.type.startsWith('Export')) continue;
    const isSpine = isLink && ['expression', 'callee', 'object'].includes(field);
    for (const child of Array.isArray(value) ? value : [value]) {
      if (isNode(child)) walk(child, visit, isSpine);
    }
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}

const SWAPS: Readonly<Record<string, readonly string[]>> = {
  '+': ['-'],
  '-': ['+'],
  '*': ['/'],
  '/': ['*'],
  '%': ['*'],
  '**': ['*'],
  '<': ['<=', '>='],
  '<=': ['<', '>'],
  '>': ['>=', '<='],
  '>=': ['>', '<'],
  '===': ['!=='],
  '!==': ['==='],
  '&&': ['||'],
  '||': ['&&'],
  '+=': ['-='],
  '-=': ['+='],
  '*=': ['/='],
  '/=': ['*='],
  '++': ['--'],
  '--': ['++'],
};

const METHODS: Readonly<Record<string, string>> = { some: 'every', every: 'some' };
const FUNCTIONS: Readonly<Record<string, string>> = { min: 'max', max: 'min', floor: 'ceil', ceil: 'floor' };
/** Of these the argument is left. */
const UNWRAPPED = ['abs', 'sqrt', 'round', 'log', 'exp'];
/** Of these the list is left. */
const LEFT_OUT = ['filter', 'toSorted', 'sort', 'toReversed'];

function mutate(node: Node, source: string, isInChain: boolean): Change[] {
  const text = (part: unknown) => (isNode(part) ? source.slice(part.start, part.end) : '');
  const replace = (...afters: string[]): Change[] => afters.map((after) => ({ node, after }));
  switch (node.type) {
    case 'BinaryExpression':
      return isText(node) ? [] : replace(...swapOperator(node, source));
    case 'LogicalExpression':
      return node.operator === '??' ? replace(text(node.left)) : replace(...swapOperator(node, source));
    case 'AssignmentExpression':
      return replace(...swapOperator(node, source));
    case 'UpdateExpression': {
      const [swapped] = SWAPS[String(node.operator)];
      return replace(text(node).replace(String(node.operator), swapped));
    }
    case 'UnaryExpression':
      return ['!', '-'].includes(String(node.operator)) ? replace(text(node.argument)) : [];
    case 'IfStatement':
    case 'ConditionalExpression':
      return negate(node.test, text);
    case 'WhileStatement':
      return isNode(node.test) ? [{ node: node.test, after: 'false' }] : [];
    case 'Literal':
      return replace(...otherValues(node.value));
    case 'CallExpression':
      return isInChain ? [] : replace(...otherCalls(node, text));
    case 'ExpressionStatement':
      return isNode(node.expression) && typeof node.directive !== 'string'
        ? [{ node: node.expression, after: 'undefined' }]
        : [];
    case 'ThrowStatement':
      return [{ node, after: '', isStatement: true }];
    case 'ReturnStatement':
      return isNode(node.argument) && node.argument.type !== 'Literal'
        ? [{ node: node.argument, after: 'null' }]
        : [];
    default:
      return [];
  }
}

/** The operator stands between its sides, where only blanks and comments do besides. */
function swapOperator(node: Node, source: string): string[] {
  const { left, right, operator } = node;
  if (!isNode(left) || !isNode(right)) return [];
  const between = source.slice(left.end, right.start);
  return (SWAPS[String(operator)] ?? []).map(
    (swapped) =>
      source.slice(node.start, left.end) +
      between.replace(String(operator), swapped) +
      source.slice(right.start, node.end),
  );
}

/** Whether `+` puts texts together, of which nothing but a message is made. */
function isText(node: unknown): boolean {
  if (!isNode(node)) return false;
  if (node.type === 'TemplateLiteral') return true;
  if (node.type === 'Literal') return typeof node.value === 'string';
  if (node.type === 'ParenthesizedExpression') return isText(node.expression);
  if (node.type === 'ConditionalExpression') return isText(node.consequent) || isText(node.alternate);
  return (
    node.type === 'BinaryExpression' && node.operator === '+' && (isText(node.left) || isText(node.right))
  );
}

/** A condition that has no operator of its own to be swapped. */
function negate(test: unknown, text: (node: unknown) => string): Change[] {
  if (!isNode(test) || ['BinaryExpression', 'LogicalExpression', 'UnaryExpression'].includes(test.type))
    return [];
  return [{ node: test, after: `!(${text(test)})` }];
}

function otherValues(value: unknown): string[] {
  if (typeof value === 'boolean') return [String(!value)];
  if (typeof value !== 'number') return [];
  return value === 0 ? ['1'] : [String(value + 1), '0'];
}

function otherCalls(node: Node, text: (node: unknown) => string): string[] {
  const { callee, arguments: given } = node;
  if (!isNode(callee) || callee.type !== 'MemberExpression' || callee.computed === true) return [];
  const [object, name] = [text(callee.object), text(callee.property)];
  const given1 = Array.isArray(given) ? text(given[0]) : '';
  const rest = text(node).slice(text(callee).length);
  if (object === 'Math') {
    if (FUNCTIONS[name] !== undefined) return [`Math.${FUNCTIONS[name]}${rest}`];
    return UNWRAPPED.includes(name) ? [given1] : [];
  }
  if (METHODS[name] !== undefined) return [`${object}.${METHODS[name]}${rest}`];
  return LEFT_OUT.includes(name) ? [object] : [];
}

function countLines(source: string, position: number): number {
  return source.slice(0, position).split('\n').length;
}

function quoteLines(source: string, start: number, end: number, after: string): Mutant['lines'] {
  const from = source.lastIndexOf('\n', start - 1) + 1;
  const next = source.indexOf('\n', end);
  const to = next === -1 ? source.length : next;
  const join = (text: string) => text.replace(/\s+/g, ' ').trim();
  return {
    before: join(source.slice(from, to)),
    after: join(source.slice(from, start) + after + source.slice(end, to)),
  };
}
