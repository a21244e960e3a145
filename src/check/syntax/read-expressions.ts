import type { SyntaxNode } from '@lezer/common';
import { Children } from './children.ts';
import type { Argument, Clause, Expression, Parameter, Place } from './nodes.ts';

/** An expression nested more deeply is not read; people stay below 20. */
const MOST_DEEP = 150;

const COMPREHENSIONS = [
  'ComprehensionExpression',
  'ArrayComprehensionExpression',
  'SetComprehensionExpression',
  'DictionaryComprehensionExpression',
];

/** Reads the parser's tree into expressions. */
export class ExpressionReader {
  readonly text: string;
  isTooDeep = false;
  #depth = 0;

  constructor(text: string) {
    this.text = text;
  }

  read(node: SyntaxNode | undefined): Expression {
    if (node === undefined) return { kind: 'other', from: 0, to: 0, parts: [] };
    if (this.#depth >= MOST_DEEP) {
      this.isTooDeep = true;
      return { kind: 'other', from: node.from, to: node.to, parts: [] };
    }
    this.#depth += 1;
    const expression = this.#readNode(node);
    this.#depth -= 1;
    return expression;
  }

  /** Expressions with commas between them, up to a token: one, or a tuple of several. */
  readList(children: Children, ...until: readonly string[]): Expression {
    const items: Expression[] = [];
    let hasComma = false;
    while (!children.isDone && !children.isAt(...until)) {
      if (children.skip(',')) hasComma = true;
      else items.push(this.#readItem(children));
    }
    if (items.length === 1 && !hasComma) return items[0];
    const place = { from: items[0]?.from ?? 0, to: items.at(-1)?.to ?? 0 };
    return { kind: 'tuple', ...place, items };
  }

  #readItem(children: Children): Expression {
    const star = children.peek();
    if (!children.skip('*', '**')) return this.read(children.take());
    const value = this.read(children.take());
    return { kind: 'star', from: star?.from ?? value.from, to: value.to, value };
  }

  #readNode(node: SyntaxNode): Expression {
    const place: Place = { from: node.from, to: node.to };
    const text = () => this.text.slice(node.from, node.to);
    const children = () => new Children(node, this.text);
    switch (node.name) {
      case 'VariableName':
        return { kind: 'name', ...place, name: text() };
      case 'Number':
        return { kind: 'number', ...place, value: readNumber(text()) };
      case 'String':
        return { kind: 'text', ...place, value: unquote(text()), parts: [] };
      case 'FormatString':
      case 'ContinuedString':
        return { kind: 'text', ...place, ...this.#readStrings(node) };
      case 'Boolean':
        return { kind: 'constant', ...place, value: text() === 'True' };
      case 'None':
        return { kind: 'constant', ...place, value: null };
      case 'MemberExpression':
        return this.#readMember(place, children());
      case 'CallExpression':
        return this.#readCall(place, children());
      case 'BinaryExpression':
        return this.#readBinary(place, children());
      case 'UnaryExpression':
        return this.#readUnary(place, children());
      case 'ParenthesizedExpression':
        return this.#readBracketed(children());
      case 'TupleExpression':
        return { kind: 'tuple', ...place, items: this.#readItems(children()) };
      case 'ArrayExpression':
        return { kind: 'list', ...place, items: this.#readItems(children()) };
      case 'SetExpression':
        return { kind: 'set', ...place, items: this.#readItems(children()) };
      case 'DictionaryExpression':
        return this.#readDictionary(place, children());
      case 'ConditionalExpression':
        return this.#readConditional(place, children());
      case 'LambdaExpression':
        return this.#readLambda(place, children());
      case 'NamedExpression':
        return this.#readNamed(place, children());
      default:
        if (COMPREHENSIONS.includes(node.name)) return this.#readComprehension(place, children());
        return { kind: 'other', ...place, parts: this.#readParts(children()) };
    }
  }

  #readStrings(node: SyntaxNode): { value: string; parts: Expression[] } {
    const parts: Expression[] = [];
    let value = '';
    const strings = node.name === 'FormatString' ? [node] : listChildren(node);
    for (const string of strings) {
      value += unquote(this.text.slice(string.from, string.to));
      for (const replacement of listChildren(string)) {
        if (replacement.name !== 'FormatReplacement') continue;
        const children = new Children(replacement, this.text);
        children.skip('{');
        if (!children.isDone) parts.push(this.read(children.take()));
      }
    }
    return { value, parts };
  }

  #readMember(place: Place, children: Children): Expression {
    const object = this.read(children.take());
    if (children.skip('.')) {
      return { kind: 'attribute', ...place, object, name: children.takeText('PropertyName') ?? '' };
    }
    children.skip('[');
    const indices: Expression[] = [];
    while (!children.isDone && !children.isAt(']')) {
      if (!children.skip(',')) indices.push(this.#readIndex(children));
    }
    return { kind: 'subscript', ...place, object, indices };
  }

  #readIndex(children: Children): Expression {
    const bounds: (Expression | null)[] = [null];
    const from = children.peek()?.from ?? 0;
    let to = from;
    while (!children.isDone && !children.isAt(']', ',')) {
      to = children.peek()?.to ?? to;
      if (children.skip(':')) bounds.push(null);
      else bounds[bounds.length - 1] = this.read(children.take());
    }
    const [start, stop = null, step = null] = bounds;
    if (bounds.length === 1 && start !== null) return start;
    return { kind: 'slice', from, to, start, stop, step };
  }

  #readCall(place: Place, children: Children): Expression {
    const callee = this.read(children.take());
    const list = children.take();
    const args = list === undefined ? [] : this.readArguments(list);
    return { kind: 'call', ...place, callee, args };
  }

  readArguments(list: SyntaxNode): Argument[] {
    const children = new Children(list, this.text);
    children.skip('(');
    const args: Argument[] = [];
    while (!children.isDone && !children.isAt(')')) {
      if (!children.skip(',')) args.push(this.#readArgument(children));
    }
    return args;
  }

  #readArgument(children: Children): Argument {
    const stars = children.skip('**') ? '**' : children.skip('*') ? '*' : '';
    const first = this.read(children.take());
    const isKeyword = first.kind === 'name' && children.skip('AssignOp');
    const name = isKeyword ? first.name : null;
    const value = isKeyword ? this.read(children.take()) : first;
    if (!children.isAt('for', 'async')) return { name, stars, value };
    const clauses = this.#readClauses(children);
    const to = clauses.at(-1)?.iterable.to ?? value.to;
    const element = {
      kind: 'comprehension' as const,
      from: value.from,
      to,
      key: null,
      element: value,
      clauses,
    };
    return { name, stars, value: element };
  }

  #readClauses(children: Children): Clause[] {
    const clauses: Clause[] = [];
    while (children.isAt('for', 'async')) {
      children.skip('async');
      children.skip('for');
      const target = this.readList(children, 'in');
      children.skip('in');
      const iterable = this.read(children.take());
      const conditions: Expression[] = [];
      while (children.skip('if')) conditions.push(this.read(children.take()));
      clauses.push({ target, iterable, conditions });
    }
    return clauses;
  }

  #readBinary(place: Place, children: Children): Expression {
    const left = this.read(children.take());
    const operators: string[] = [];
    while (children.isAt('not', 'in', 'is', 'and', 'or', 'CompareOp', 'ArithOp', 'BitOp')) {
      const token = children.take();
      if (token !== undefined) operators.push(this.text.slice(token.from, token.to));
      if (children.isDone) break;
      if (!['not', 'in', 'is'].includes(operators.at(-1) ?? '')) break;
      if (!children.isAt('not', 'in')) break;
    }
    const right = this.read(children.take());
    const operator = operators.join(' ');
    if (operator === 'and' || operator === 'or') return { kind: 'logic', ...place, operator, left, right };
    const isCompared = /^(?:not in|in|is|is not|[<>=!]=?|==|<>)$/.test(operator) && operator !== '=';
    return { kind: isCompared ? 'compare' : 'binary', ...place, operator, left, right };
  }

  #readUnary(place: Place, children: Children): Expression {
    const token = children.take();
    const operator = token === undefined ? '' : this.text.slice(token.from, token.to);
    return { kind: 'unary', ...place, operator, operand: this.read(children.take()) };
  }

  #readBracketed(children: Children): Expression {
    children.skip('(');
    return this.#readItem(children);
  }

  #readItems(children: Children): Expression[] {
    const items: Expression[] = [];
    children.skip('(', '[', '{');
    while (!children.isDone && !children.isAt(')', ']', '}')) {
      if (!children.skip(',')) items.push(this.#readItem(children));
    }
    return items;
  }

  #readDictionary(place: Place, children: Children): Expression {
    const entries: { key: Expression | null; value: Expression }[] = [];
    children.skip('{');
    while (!children.isDone && !children.isAt('}')) {
      if (children.skip(',')) continue;
      if (children.skip('**')) {
        entries.push({ key: null, value: this.read(children.take()) });
        continue;
      }
      const key = this.read(children.take());
      children.skip(':');
      entries.push({ key, value: this.read(children.take()) });
    }
    return { kind: 'dictionary', ...place, entries };
  }

  #readComprehension(place: Place, children: Children): Expression {
    children.skip('(', '[', '{');
    let element = this.#readItem(children);
    let key: Expression | null = null;
    if (children.skip(':')) {
      key = element;
      element = this.read(children.take());
    }
    return { kind: 'comprehension', ...place, key, element, clauses: this.#readClauses(children) };
  }

  #readConditional(place: Place, children: Children): Expression {
    const then = this.read(children.take());
    children.skip('if');
    const test = this.read(children.take());
    children.skip('else');
    return { kind: 'conditional', ...place, test, then, otherwise: this.read(children.take()) };
  }

  #readLambda(place: Place, children: Children): Expression {
    children.skip('lambda');
    const list = children.isAt('ParamList') ? children.take() : undefined;
    children.skip(':');
    const parameters = list === undefined ? [] : this.readParameters(list);
    return { kind: 'lambda', ...place, parameters, body: this.read(children.take()) };
  }

  readParameters(list: SyntaxNode): Parameter[] {
    const children = new Children(list, this.text);
    const parameters: Parameter[] = [];
    while (!children.isDone) {
      const stars = children.skip('**') ? '**' : children.skip('*') ? '*' : '';
      const name = children.takeText('VariableName');
      if (name === null) {
        if (stars === '') children.take();
        continue;
      }
      children.skip('TypeDef');
      const initial = children.skip('AssignOp') ? this.read(children.take()) : null;
      parameters.push({ name, stars, initial });
    }
    return parameters;
  }

  #readNamed(place: Place, children: Children): Expression {
    const target = this.read(children.take());
    children.skip('AssignOp');
    return { kind: 'named', ...place, target, value: this.read(children.take()) };
  }

  /** Whatever expressions are among the children of something else. */
  #readParts(children: Children): Expression[] {
    const parts: Expression[] = [];
    while (!children.isDone) {
      const child = children.take();
      if (child !== undefined && /^[A-Z]/.test(child.name) && child.firstChild !== null) {
        parts.push(this.read(child));
      } else if (child?.name === 'VariableName') parts.push(this.read(child));
    }
    return parts;
  }
}

function listChildren(node: SyntaxNode): SyntaxNode[] {
  const nodes: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) nodes.push(child);
  return nodes;
}

function readNumber(text: string): number {
  return Number(text.replaceAll('_', ''));
}

function unquote(text: string): string {
  const [, quote = ''] = /^[a-zA-Z]*('''|"""|'|")/.exec(text) ?? [];
  const start = text.indexOf(quote) + quote.length;
  return quote !== '' && text.length >= start + quote.length ? text.slice(start, -quote.length) : text;
}
