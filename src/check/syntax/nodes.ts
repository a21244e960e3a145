// A Python program as the check reads it. Every node knows its place, in offsets of the text.

export interface Place {
  readonly from: number;
  readonly to: number;
}

export interface Argument {
  /** The keyword; null of a positional argument. */
  readonly name: string | null;
  readonly stars: '' | '*' | '**';
  readonly value: Expression;
}

export interface Clause {
  readonly target: Expression;
  readonly iterable: Expression;
  readonly conditions: readonly Expression[];
}

export interface Parameter {
  readonly name: string;
  readonly stars: '' | '*' | '**';
  readonly initial: Expression | null;
}

type Node<Kind extends string, Parts = object> = Place & { readonly kind: Kind } & Readonly<Parts>;

export type Name = Node<'name', { name: string }>;
export type Attribute = Node<'attribute', { object: Expression; name: string }>;
export type Call = Node<'call', { callee: Expression; args: readonly Argument[] }>;
export type Subscript = Node<'subscript', { object: Expression; indices: readonly Expression[] }>;
export type Slice = Node<
  'slice',
  { start: Expression | null; stop: Expression | null; step: Expression | null }
>;
export type Binary = Node<'binary', { operator: string; left: Expression; right: Expression }>;
export type Compare = Node<'compare', { operator: string; left: Expression; right: Expression }>;
export type Logic = Node<'logic', { operator: 'and' | 'or'; left: Expression; right: Expression }>;
export type Unary = Node<'unary', { operator: string; operand: Expression }>;
export type Conditional = Node<'conditional', { test: Expression; then: Expression; otherwise: Expression }>;
export type Lambda = Node<'lambda', { parameters: readonly Parameter[]; body: Expression }>;
export type Sequence = Node<'list' | 'tuple' | 'set', { items: readonly Expression[] }>;
export type Dictionary = Node<
  'dictionary',
  { entries: readonly { readonly key: Expression | null; readonly value: Expression }[] }
>;
export type Comprehension = Node<
  'comprehension',
  { key: Expression | null; element: Expression; clauses: readonly Clause[] }
>;

export type Expression =
  | Name
  | Attribute
  | Call
  | Subscript
  | Slice
  | Binary
  | Compare
  | Logic
  | Unary
  | Conditional
  | Lambda
  | Sequence
  | Dictionary
  | Comprehension
  | Node<'number', { value: number }>
  | Node<'text', { value: string; parts: readonly Expression[] }>
  | Node<'constant', { value: boolean | null }>
  | Node<'star', { value: Expression }>
  | Node<'named', { target: Expression; value: Expression }>
  /** Anything else, such as `await x` or `...`, with the expressions in it. */
  | Node<'other', { parts: readonly Expression[] }>;

export type FunctionDefinition = Node<
  'function',
  {
    name: string;
    parameters: readonly Parameter[];
    body: readonly Statement[];
    decorators: readonly Expression[];
  }
>;
export type ClassDefinition = Node<
  'class',
  { name: string; bases: readonly Argument[]; body: readonly Statement[] }
>;
export type For = Node<
  'for',
  {
    target: Expression;
    iterable: Expression;
    body: readonly Statement[];
    otherwise: readonly Statement[];
  }
>;
export type While = Node<
  'while',
  { test: Expression; body: readonly Statement[]; otherwise: readonly Statement[] }
>;
export type If = Node<
  'if',
  {
    branches: readonly { readonly test: Expression | null; readonly body: readonly Statement[] }[];
    otherwise: readonly Statement[];
  }
>;
export type With = Node<
  'with',
  {
    items: readonly { readonly context: Expression; readonly target: Expression | null }[];
    body: readonly Statement[];
  }
>;

export type Statement =
  | Node<'expression', { value: Expression }>
  | Node<'assign', { targets: readonly Expression[]; value: Expression | null }>
  | Node<'update', { target: Expression; operator: string; value: Expression }>
  | Node<'return', { value: Expression | null }>
  | Node<'yield', { value: Expression }>
  | For
  | While
  | If
  | With
  | Node<
      'try',
      {
        body: readonly Statement[];
        handlers: readonly (readonly Statement[])[];
        otherwise: readonly Statement[];
        last: readonly Statement[];
      }
    >
  | FunctionDefinition
  | ClassDefinition
  | Node<'import', { bindings: readonly { readonly name: string; readonly path: string }[] }>
  | Node<'break' | 'continue' | 'pass'>
  /** Anything else, such as `raise`, `assert`, `del`, with the expressions in it. */
  | Node<'other', { parts: readonly Expression[] }>;

export interface Program {
  readonly body: readonly Statement[];
  /** Offsets at which the text is no Python. */
  readonly unparsed: readonly number[];
  /** Whether something lay too deep to be read. */
  readonly isTooDeep: boolean;
}
