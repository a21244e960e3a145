/** A part of a valibot schema, as far as these scripts look at it. */
export interface SchemaNode {
  readonly kind: string;
  readonly type: string;
  /** The schema as it was before each addition, and the additions. */
  readonly pipe?: readonly SchemaNode[];
  readonly wrapped?: SchemaNode;
  readonly entries?: Readonly<Record<string, SchemaNode>>;
  readonly item?: SchemaNode;
  readonly items?: readonly SchemaNode[];
  readonly key?: SchemaNode;
  readonly value?: SchemaNode;
  readonly options?: readonly unknown[];
  readonly literal?: unknown;
  readonly default?: unknown;
  readonly description?: string;
  readonly requirement?: unknown;
  readonly metadata?: Partial<JsonItems>;
  readonly check?: unknown;
  readonly getter?: (input: unknown) => SchemaNode;
}

/** What a schema says of what it does not look into: a piece of JSON Schema. */
export interface JsonItems {
  readonly type: string | readonly string[];
  readonly items?: JsonItems;
  readonly additionalProperties?: JsonItems;
}

const WRAPPERS = ['optional', 'nullable'];

/** The schema inside pipes, defaults, nulls and forms that are chosen by the input: what names and entries belong to. */
export function unwrap(node: SchemaNode): SchemaNode {
  if (node.pipe !== undefined) return unwrap(node.pipe[0]);
  if (node.wrapped !== undefined && WRAPPERS.includes(node.type)) return unwrap(node.wrapped);
  return node.getter === undefined ? node : unwrap(node.getter(undefined));
}

/** The additions to a schema, from the outermost inwards, through defaults and nulls. */
export function listActions(node: SchemaNode): SchemaNode[] {
  if (node.pipe !== undefined) return [...node.pipe.slice(1), ...listActions(node.pipe[0])];
  return node.wrapped === undefined ? [] : listActions(node.wrapped);
}

/** What a field's schema says of it; undefined if it says nothing. */
export function findDescription(node: SchemaNode): string | undefined {
  return listActions(node).find(({ type }) => type === 'description')?.description;
}

/** A field of an object, with its place: `penalty.lambdas`, `lambdas[].curves.epoch`. */
export interface Field {
  readonly place: string;
  readonly node: SchemaNode;
}

/** All fields of a schema, those of inner objects included. */
export function* listFields(node: SchemaNode, place = ''): Generator<Field> {
  const inner = unwrap(node);
  for (const [name, field] of Object.entries(inner.entries ?? {})) {
    const at = place === '' ? name : `${place}.${name}`;
    yield { place: at, node: field };
    yield* listFields(field, at);
  }
  if (inner.item !== undefined) yield* listFields(inner.item, `${place}[]`);
  if (inner.type === 'record' && inner.value !== undefined) yield* listFields(inner.value, `${place}.*`);
  if (inner.type !== 'union' && inner.type !== 'variant') return;
  for (const option of (inner.options ?? []) as SchemaNode[]) yield* listFields(option, place);
}
