import { wrapText } from '../wrap-text.ts';
import { findDescription, type JsonItems, listActions, type SchemaNode, unwrap } from './schema-node.ts';

/** How a schema is to be written as a type. */
export interface Written {
  readonly schema: unknown;
  /** What the type as a whole is. */
  readonly about: string;
}

/** What a caller writes, or what absum gives back. */
export type Side = 'input' | 'output';

/** The types of one side, by name; a schema that stands inside another is written by its name there. */
export type TypeTable = Readonly<Record<string, Written>>;

/**
 * Writes declarations of the types that schemas stand for, with what the schemas say of each field as its docstring. What a
 * caller writes is read-only throughout, so that it may be `as const`.
 *
 * They are aliases of object types: an interface would fit no `Record<string, unknown>`, nor any type of JSON.
 */
export function writeTypes(table: TypeTable, side: Side): string {
  const names = new Map(
    Object.entries(table).map(([name, { schema }]) => [unwrap(schema as SchemaNode), name] as const),
  );
  return Object.entries(table)
    .map(([name, { schema, about }]) => {
      const node = unwrap(schema as SchemaNode);
      return `${writeDocs([about], '')}export type ${name} = ${writeBody(node, { side, names, indent: '' })};\n`;
    })
    .join('\n');
}

interface Context {
  readonly side: Side;
  readonly names: ReadonlyMap<SchemaNode, string>;
  readonly indent: string;
}

/** The type of a schema: by its name, where it has one. */
function write(node: SchemaNode, context: Context): string {
  if (node.pipe !== undefined && node.type !== 'custom') return write(node.pipe[0], context);
  if (node.type === 'optional' && node.wrapped !== undefined) return write(node.wrapped, context);
  if (node.type === 'nullable' && node.wrapped !== undefined) return `${write(node.wrapped, context)} | null`;
  if (node.getter !== undefined) return write(node.getter(undefined), context);
  return context.names.get(node) ?? writeBody(node, context);
}

function writeBody(node: SchemaNode, context: Context): string {
  const readonly = context.side === 'input' ? 'readonly ' : '';
  const inner = (part: SchemaNode | undefined) => write(expectPart(node, part), context);
  switch (node.type) {
    case 'string':
    case 'number':
    case 'boolean':
    case 'unknown':
      return node.type;
    case 'literal':
      return quote(node.literal);
    case 'picklist':
      return (node.options ?? []).map(quote).join(' | ');
    case 'union':
    case 'variant':
      return ((node.options ?? []) as SchemaNode[]).map((option) => write(option, context)).join(' | ');
    case 'array':
      return `${readonly}${bracket(inner(node.item))}[]`;
    case 'tuple':
      return `${readonly}[${(node.items ?? []).map((item) => write(item, context)).join(', ')}]`;
    case 'record':
      return context.side === 'input'
        ? `{ readonly [name: string]: ${inner(node.value)} }`
        : `{ [name: string]: ${inner(node.value)} }`;
    case 'custom':
      return writeBulk(node);
    case 'strict_object':
      return writeObject(node, context);
    default:
      throw new Error(`expected a schema that is known here, got "${node.type}"`);
  }
}

function expectPart(node: SchemaNode, part: SchemaNode | undefined): SchemaNode {
  if (part === undefined) throw new Error(`a schema of type "${node.type}" lacks its part`);
  return part;
}

function writeObject(node: SchemaNode, context: Context): string {
  const { side, indent } = context;
  const deeper = { ...context, indent: `${indent}  ` };
  const lines = Object.entries(node.entries ?? {}).map(([name, field]) => {
    const isOptional = field.type === 'optional' && (side === 'input' || field.default === undefined);
    const written = write(field, deeper);
    const type = isOptional ? `${name}?: ${written} | undefined` : `${name}: ${written}`;
    const readonly = side === 'input' ? 'readonly ' : '';
    return `${writeDocs(describeField(field, side), deeper.indent)}${deeper.indent}${readonly}${type};\n`;
  });
  return `{\n${lines.join('')}${indent}}`;
}

/** What a docstring says of a field: its description, then bounds and default. */
export function describeField(field: SchemaNode, side: Side): string[] {
  const description = findDescription(field);
  if (description === undefined) return [];
  if (side === 'output') return [description];
  return [description, [...sayBounds(field), ...sayDefault(field)].join(' ')].filter((text) => text !== '');
}

const SAYS: Readonly<Record<string, string>> = {
  min_value: 'at least',
  max_value: 'at most',
  gt_value: 'more than',
  lt_value: 'less than',
};

function sayBounds(field: SchemaNode): string[] {
  const bounds = new Map<string, string>();
  for (const { type, requirement } of listActions(field)) {
    // The outermost of a kind is the one that this field adds.
    if (type in SAYS && typeof requirement === 'number' && !bounds.has(type))
      bounds.set(type, `${SAYS[type]} ${writeNumber(requirement)}`);
  }
  if (bounds.size === 0) return [];
  const text = Object.keys(SAYS)
    .flatMap((type) => bounds.get(type) ?? [])
    .join(', ');
  return [`${text[0].toUpperCase()}${text.slice(1)}.`];
}

function writeNumber(value: number): string {
  return Math.abs(value) >= 1e7 ? value.toExponential().replace('+', '') : String(value);
}

function sayDefault(field: SchemaNode): string[] {
  if (field.type !== 'optional' || field.default === undefined) return [];
  const text = JSON.stringify(field.default);
  return text === '{}' ? [] : [`Default: \`${text}\`.`];
}

/** What the schemas do not look into; typed arrays fit all lists but the outermost that have to be arrays. */
function writeBulk(node: SchemaNode): string {
  const { items, additionalProperties } = listActions(node).find(({ metadata }) => metadata)?.metadata ?? {};
  if (additionalProperties !== undefined) return writeItems({ type: 'object', additionalProperties });
  if (items === undefined) throw new Error('expected what the list holds, got nothing');
  return node.check === Array.isArray
    ? `readonly ${bracket(writeItems(items))}[]`
    : `ArrayLike<${writeItems(items)}>`;
}

function writeItems({ type, items, additionalProperties }: JsonItems): string {
  if (items !== undefined) return `ArrayLike<${writeItems(items)}>`;
  if (additionalProperties !== undefined)
    return `{ readonly [name: string]: ${writeItems(additionalProperties)} }`;
  return [type].flat().join(' | ');
}

function bracket(type: string): string {
  return /^[\w[\]]+$/.test(type) || /^(?:\{[^}]*\}|ArrayLike<[^>]*>)$/.test(type) ? type : `(${type})`;
}

function quote(value: unknown): string {
  return typeof value === 'string'
    ? `'${value.replace(/['\\]/g, '\\$&').replace(/\t/g, '\\t')}'`
    : String(value);
}

const WIDTH = 110;

/** A docstring, or nothing where there is nothing to say. */
function writeDocs(paragraphs: readonly string[], indent: string): string {
  if (paragraphs.length === 0) return '';
  const texts = paragraphs.map((text) => text.replaceAll('*/', '*\\/'));
  const line = `${indent}/** ${texts.join(' ')} */\n`;
  if (line.length <= WIDTH) return line;
  const lines = texts.flatMap((text, i) => [...(i === 0 ? [] : ['']), wrapText(text, `${indent} * `)]);
  return `${indent}/**\n${lines.map((each) => each || `${indent} *`).join('\n')}\n${indent} */\n`;
}
