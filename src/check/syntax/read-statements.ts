import type { SyntaxNode } from '@lezer/common';
import { Children } from './children.ts';
import type { Expression, Place, Statement } from './nodes.ts';
import { ExpressionReader } from './read-expressions.ts';

/** Blocks nested more deeply are not read. */
const MOST_DEEP = 60;

/** Reads the parser's tree into statements. */
export class StatementReader {
  readonly #expressions: ExpressionReader;
  readonly #text: string;
  #depth = 0;
  #isTooDeep = false;

  constructor(text: string) {
    this.#text = text;
    this.#expressions = new ExpressionReader(text);
  }

  get isTooDeep(): boolean {
    return this.#isTooDeep || this.#expressions.isTooDeep;
  }

  /** One statement of the parser's tree, which may be several on a line. */
  read(node: SyntaxNode): Statement[] {
    const place: Place = { from: node.from, to: node.to };
    const children = new Children(node, this.#text);
    switch (node.name) {
      case 'StatementGroup':
        return this.#readGroup(node);
      case 'ExpressionStatement':
        return [{ kind: 'expression', ...place, value: this.#expressions.readList(children) }];
      case 'AssignStatement':
        return [this.#readAssign(place, children)];
      case 'UpdateStatement':
        return [this.#readUpdate(place, children)];
      case 'ReturnStatement':
        return [this.#readReturn(place, children)];
      case 'YieldStatement':
        return [this.#readYield(place, children)];
      case 'ForStatement':
        return [this.#readFor(place, children)];
      case 'WhileStatement':
        return [this.#readWhile(place, children)];
      case 'IfStatement':
        return [this.#readIf(place, children)];
      case 'WithStatement':
        return [this.#readWith(place, children)];
      case 'TryStatement':
        return [this.#readTry(place, children)];
      case 'FunctionDefinition':
      case 'ClassDefinition':
      case 'DecoratedStatement':
        return this.#readDefinition(place, node);
      case 'ImportStatement':
        return [this.#readImport(place, children)];
      case 'MatchStatement':
        return [this.#readMatch(place, node)];
      case 'BreakStatement':
        return [{ kind: 'break', ...place }];
      case 'ContinueStatement':
        return [{ kind: 'continue', ...place }];
      case 'PassStatement':
      case 'ScopeStatement':
      case 'Comment':
        return [{ kind: 'pass', ...place }];
      default:
        return [{ kind: 'other', ...place, parts: this.#readParts(children) }];
    }
  }

  readBody(body: SyntaxNode | undefined): Statement[] {
    if (body === undefined) return [];
    if (this.#depth >= MOST_DEEP) {
      this.#isTooDeep = true;
      return [];
    }
    this.#depth += 1;
    const statements: Statement[] = [];
    for (let child = body.firstChild; child !== null; child = child.nextSibling) {
      if (isStatement(child)) for (const statement of this.read(child)) statements.push(statement);
    }
    this.#depth -= 1;
    return statements;
  }

  #readGroup(group: SyntaxNode): Statement[] {
    const statements: Statement[] = [];
    for (let child = group.firstChild; child !== null; child = child.nextSibling) {
      if (isStatement(child)) for (const statement of this.read(child)) statements.push(statement);
    }
    return statements;
  }

  #readAssign(place: Place, children: Children): Statement {
    const sides: Expression[] = [];
    while (!children.isDone) {
      if (children.skip('AssignOp', 'TypeDef')) continue;
      sides.push(this.#expressions.readList(children, 'AssignOp', 'TypeDef'));
    }
    if (sides.length < 2) return { kind: 'assign', ...place, targets: [], value: null };
    return { kind: 'assign', ...place, targets: sides.slice(0, -1), value: sides[sides.length - 1] };
  }

  #readUpdate(place: Place, children: Children): Statement {
    const target = this.#expressions.readList(children, 'UpdateOp');
    const operator = (children.takeText('UpdateOp') ?? '').replace(/=$/, '');
    return { kind: 'update', ...place, target, operator, value: this.#expressions.readList(children) };
  }

  #readReturn(place: Place, children: Children): Statement {
    children.skip('return');
    const value = children.isDone ? null : this.#expressions.readList(children);
    return { kind: 'return', ...place, value };
  }

  #readYield(place: Place, children: Children): Statement {
    children.skip('yield');
    children.skip('from');
    return { kind: 'yield', ...place, value: this.#expressions.readList(children) };
  }

  #readFor(place: Place, children: Children): Statement {
    children.skip('async');
    children.skip('for');
    const target = this.#expressions.readList(children, 'in');
    children.skip('in');
    const iterable = this.#expressions.readList(children, 'Body');
    const body = this.readBody(children.take());
    return { kind: 'for', ...place, target, iterable, body, otherwise: this.#readElse(children) };
  }

  #readWhile(place: Place, children: Children): Statement {
    children.skip('while');
    const test = this.#expressions.readList(children, 'Body');
    const body = this.readBody(children.take());
    return { kind: 'while', ...place, test, body, otherwise: this.#readElse(children) };
  }

  #readElse(children: Children): Statement[] {
    return children.skip('else') ? this.readBody(children.take()) : [];
  }

  #readIf(place: Place, children: Children): Statement {
    const branches: { test: Expression; body: Statement[] }[] = [];
    while (children.skip('if', 'elif')) {
      const test = this.#expressions.readList(children, 'Body');
      branches.push({ test, body: this.readBody(children.take()) });
    }
    return { kind: 'if', ...place, branches, otherwise: this.#readElse(children) };
  }

  /** The cases of a match, as branches that nothing tests. */
  #readMatch(place: Place, node: SyntaxNode): Statement {
    const branches: { test: null; body: Statement[] }[] = [];
    for (const clause of node.getChild('MatchBody')?.getChildren('MatchClause') ?? []) {
      branches.push({ test: null, body: this.readBody(clause.getChild('Body') ?? undefined) });
    }
    return { kind: 'if', ...place, branches, otherwise: [] };
  }

  #readWith(place: Place, children: Children): Statement {
    children.skip('async');
    children.skip('with');
    const items: { context: Expression; target: Expression | null }[] = [];
    while (!children.isDone && !children.isAt('Body')) {
      if (children.skip(',')) continue;
      const context = this.#expressions.read(children.take());
      const target = children.skip('as') ? this.#expressions.read(children.take()) : null;
      items.push({ context, target });
    }
    return { kind: 'with', ...place, items, body: this.readBody(children.take()) };
  }

  #readTry(place: Place, children: Children): Statement {
    children.skip('try');
    const body = this.readBody(children.take());
    const handlers: Statement[][] = [];
    let otherwise: Statement[] = [];
    let last: Statement[] = [];
    while (!children.isDone) {
      if (children.skip('except')) {
        while (!children.isDone && !children.isAt('Body')) children.take();
        handlers.push(this.readBody(children.take()));
      } else if (children.skip('else')) otherwise = this.readBody(children.take());
      else if (children.skip('finally')) last = this.readBody(children.take());
      else children.take();
    }
    return { kind: 'try', ...place, body, handlers, otherwise, last };
  }

  #readDefinition(place: Place, node: SyntaxNode): Statement[] {
    if (node.name !== 'DecoratedStatement') return [this.#readPlain(place, node, [])];
    const decorators = node.getChildren('Decorator').map((each) => this.#readDecorator(each));
    const definition = node.getChild('FunctionDefinition') ?? node.getChild('ClassDefinition');
    return definition === null ? [] : [this.#readPlain(place, definition, decorators)];
  }

  #readDecorator(node: SyntaxNode): Expression {
    const place = { from: node.from, to: node.to };
    const name = this.#text.slice(node.from + 1, node.getChild('ArgList')?.from ?? node.to).trim();
    const [first, ...others] = name.split('.');
    const start: Expression = { kind: 'name', ...place, name: first };
    const callee = others.reduce<Expression>(
      (object, part) => ({ kind: 'attribute', ...place, object, name: part }),
      start,
    );
    const list = node.getChild('ArgList');
    if (list === null) return callee;
    return { kind: 'call', ...place, callee, args: this.#expressions.readArguments(list) };
  }

  #readPlain(place: Place, node: SyntaxNode, decorators: Expression[]): Statement {
    const nameNode = node.getChild('VariableName');
    const name = nameNode === null ? '' : this.#text.slice(nameNode.from, nameNode.to);
    const body = this.readBody(node.getChild('Body') ?? undefined);
    if (node.name === 'ClassDefinition') {
      const list = node.getChild('ArgList');
      const bases = list === null ? [] : this.#expressions.readArguments(list);
      return { kind: 'class', ...place, name, bases, body };
    }
    const list = node.getChild('ParamList');
    const parameters = list === null ? [] : this.#expressions.readParameters(list);
    return { kind: 'function', ...place, name, parameters, body, decorators };
  }

  /** `import a.b as c`, `from a import b as c`: each name with the path of what it names. */
  #readImport(place: Place, children: Children): Statement {
    const bindings: { name: string; path: string }[] = [];
    let prefix = '';
    if (children.skip('from')) {
      prefix = this.#readPath(children);
      children.skip('import');
      prefix += '.';
    } else children.skip('import');
    children.skip('(');
    while (!children.isDone && !children.isAt(')')) {
      if (children.skip(',', '*')) continue;
      const path = this.#readPath(children);
      if (path === '') {
        children.take();
        continue;
      }
      const alias = children.skip('as') ? children.takeText('VariableName') : null;
      // `import a.b` binds `a` alone.
      const bound = prefix === '' && alias === null ? path.split('.')[0] : path;
      bindings.push({ name: alias ?? bound, path: prefix + bound });
    }
    return { kind: 'import', ...place, bindings };
  }

  #readPath(children: Children): string {
    let path = '';
    while (!children.isDone) {
      if (children.skip('.', 'Ellipsis')) path += '.';
      else {
        const name = children.takeText('VariableName');
        if (name === null) break;
        path += name;
        if (!children.isAt('.')) break;
      }
    }
    return path;
  }

  #readParts(children: Children): Expression[] {
    const parts: Expression[] = [];
    while (!children.isDone) {
      const child = children.take();
      if (child !== undefined && /^[A-Z]/.test(child.name)) parts.push(this.#expressions.read(child));
    }
    return parts;
  }
}

function isStatement(node: SyntaxNode): boolean {
  return node.type.is('Statement') || node.name === 'StatementGroup';
}
