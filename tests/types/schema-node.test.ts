import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { INPUT_TYPES, OUTPUT_TYPES } from '../../scripts/types/public-types.ts';
import { findDescription, listFields, type SchemaNode } from '../../scripts/types/schema-node.ts';
import { type TypeTable, writeTypes } from '../../scripts/types/write-types.ts';
import { describe as say } from '../../src/schema.ts';

const TYPES: TypeTable = { ...INPUT_TYPES, ...OUTPUT_TYPES };

/** The places of fields of which a schema says nothing. */
const listSilent = (schema: unknown) =>
  [...listFields(schema as SchemaNode)]
    .filter(({ node }) => (findDescription(node) ?? '').trim() === '')
    .map(({ place }) => place);

describe('the schemas', () => {
  test.each(Object.entries(TYPES))('say something of every field of %s', (_, { schema }) => {
    expect(listSilent(schema)).toEqual([]);
  });

  test('are looked through to the leaves', () => {
    const places = (schema: unknown) => [...listFields(schema as SchemaNode)].map(({ place }) => place);
    expect(places(INPUT_TYPES.RecipeInput.schema)).toEqual(
      expect.arrayContaining(['data.csv', 'data.x', 'penalty.lambdas', 'compare.nested.folds']),
    );
    expect(places(OUTPUT_TYPES.Report.schema)).toEqual(
      expect.arrayContaining([
        'lambdas[].validation.*.mean',
        'model.layers[].weights',
        'data.dropped[].alone',
      ]),
    );
  });
});

describe('a type that is written from a schema', () => {
  const inner = v.strictObject({ n: say('A number.', v.pipe(v.number(), v.minValue(1), v.maxValue(9))) });
  const schema = v.strictObject({
    silent: v.string(),
    words: v.optional(say('Words.', v.array(v.picklist(['a', "it's", '\t']))), ['a']),
    inner: v.optional(say('Another.', v.nullable(inner))),
    pair: say('Two of them */ at once.', v.tuple([v.number(), v.literal(true)])),
    by: say('By name.', v.record(v.string(), inner)),
  });
  const table: TypeTable = { Whole: { schema, about: 'All.' }, Inner: { schema: inner, about: 'Part.' } };

  test('of a caller is read-only throughout, and may leave out what has a default', () => {
    expect(writeTypes(table, 'input')).toBe(`/** All. */
export type Whole = {
  readonly silent: string;
  /** Words. Default: \`["a"]\`. */
  readonly words?: readonly ('a' | 'it\\'s' | '\\t')[] | undefined;
  /** Another. */
  readonly inner?: Inner | null | undefined;
  /** Two of them *\\/ at once. */
  readonly pair: readonly [number, true];
  /** By name. */
  readonly by: { readonly [name: string]: Inner };
};

/** Part. */
export type Inner = {
  /** A number. At least 1, at most 9. */
  readonly n: number;
};
`);
  });

  test('of an answer has what has a default', () => {
    const written = writeTypes(table, 'output');
    expect(written).toContain("  /** Words. */\n  words: ('a' | 'it\\'s' | '\\t')[];\n");
    expect(written).toContain('  inner?: Inner | null | undefined;\n');
    expect(written).toContain('  by: { [name: string]: Inner };\n');
  });

  test('refuses a schema that it does not know', () => {
    const date: TypeTable = { When: { schema: v.strictObject({ at: v.date() }), about: '' } };
    expect(() => writeTypes(date, 'input')).toThrow('expected a schema that is known here, got "date"');
  });
});
