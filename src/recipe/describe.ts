import { toJsonSchema } from '@valibot/to-json-schema';
import { BuiltInData, CsvData } from './data.ts';
import type { FlatTable, Kind } from './flat.ts';
import { PARAMETERS, type ParameterName } from './parameters.ts';
import { RecipeSchema } from './schema.ts';

/**
 * What a form, a help text or an API document says about one flat parameter; all of it comes from the
 * recipe's schema.
 */
export interface ParameterInfo<Name extends string = ParameterName> {
  readonly name: Name;
  /** Where it goes in the recipe. */
  readonly path: string;
  readonly kind: Kind;
  readonly description: string;
  /** Undefined if the default depends on other fields, or there is no default. */
  readonly default?: unknown;
  /** What it may be, where that is a short list. */
  readonly choices?: readonly string[];
}

/** A node of the JSON Schema, as far as this file reads it. */
interface Node {
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly string[];
  readonly const?: string;
  readonly items?: Node;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly anyOf?: readonly Node[];
  readonly oneOf?: readonly Node[];
}

/** Describes every flat parameter, in the order of the recipe. */
export function describeParameters(): readonly ParameterInfo[] {
  // Data have a form for each way of sending them; flat parameters go with a CSV text or a built-in set.
  return describeFlat(PARAMETERS, RecipeSchema, [CsvData, BuiltInData]) as readonly ParameterInfo[];
}

/**
 * Describes the parameters of a table, in its order.
 *
 * @param schema of what is asked, which has `data`
 * @param data the forms of data that go with flat parameters
 */
export function describeFlat(
  table: FlatTable,
  schema: Schema,
  data: readonly Schema[],
): readonly ParameterInfo<string>[] {
  const whole = convert(schema);
  const root = { ...whole, properties: { ...whole.properties, data: { anyOf: data.map(convert) } } };
  return Object.entries(table).map(([name, [path, kind]]) => {
    const nodes = find(root, path.split('.'));
    const choices = [...new Set(nodes.flatMap(listChoices))];
    const described = nodes.find(({ description }) => description !== undefined);
    const withDefault = nodes.find((node) => node.default !== undefined);
    return {
      name,
      path,
      kind,
      description: described?.description ?? '',
      ...(withDefault !== undefined && { default: withDefault.default }),
      ...(choices.length > 0 && { choices }),
    };
  });
}

type Schema = Parameters<typeof toJsonSchema>[0];

function convert(schema: Schema): Node {
  return toJsonSchema(schema, { typeMode: 'input', errorMode: 'ignore' }) as Node;
}

/**
 * The nodes at a path, one for each alternative that has it. A part without a description or default takes it
 * from the whole.
 */
function find(node: Node, [key, ...rest]: readonly string[]): Node[] {
  if (key === undefined) return [node];
  const alternatives = [node, ...(node.anyOf ?? []), ...(node.oneOf ?? [])];
  const given = node.default === null ? null : (node.default as Record<string, unknown> | undefined)?.[key];
  const inherited = {
    ...(node.description !== undefined && { description: node.description }),
    ...(given !== undefined && { default: given }),
  };
  return alternatives.flatMap(({ properties }) => {
    const inner = properties?.[key];
    if (inner === undefined) return [];
    const { description = inherited.description } = inner;
    return find({ ...inner, ...inherited, ...(description && { description }) }, rest);
  });
}

function listChoices(node: Node): readonly string[] {
  const alternatives = [node, ...(node.items ? [node.items] : []), ...(node.anyOf ?? [])];
  return alternatives.flatMap((choice) => choice.enum ?? (choice.const === undefined ? [] : [choice.const]));
}
