import type * as v from 'valibot';
import { AbsumError, describeValue, type ErrorCode, type Issue, MAX_ISSUES } from './errors.ts';
import { askNearest, findNearestWord } from './words/nearest.ts';

// How a schema checks an input, and how faults are reported.

/** How deep objects are searched for inherited keys; no field lies deeper. */
const DEPTH = 3;

type ObjectSchema = v.GenericSchema & SchemaNode;

/**
 * Validates an input against a schema and fills in its defaults.
 *
 * @param place where the input stands in what the caller wrote; `""` if it is all of it
 * @throws AbsumError `code` with one issue for each fault and its place (`penalty.lambdas[2]`)
 */
export function validate<Schema extends ObjectSchema>(
  schema: Schema,
  input: unknown,
  code: ErrorCode,
  place = '',
): v.InferOutput<Schema> {
  refuse(code, findStrangeObjects(schema, input, place));
  // Run by itself, since `safeParse` would read the config's getter once, before there are faults.
  const { issues, value } = schema['~run']({ value: input }, watchFaults());
  if (issues === undefined) return value as v.InferOutput<Schema>;
  throw new AbsumError(
    code,
    issues.slice(0, MAX_ISSUES).map((issue) => toIssue(issue, place, schema, input)),
  );
}

/**
 * Refuses an input for its first faults, if it has any. Faults that are looked for one by one, as a generator
 * does, cost no more than those that are told.
 *
 * @throws AbsumError `code`
 */
export function refuse(code: ErrorCode, faults: Iterable<Issue>): void {
  const told: Issue[] = [];
  for (const fault of faults) {
    told.push(fault);
    if (told.length === MAX_ISSUES) break;
  }
  if (told.length > 0) throw new AbsumError(code, told);
}

/** How many objects and arrays lie around a field, each of which asks after a fault in it, and its pipes. */
const MOST_QUESTIONS = 20;

/**
 * Valibot's configuration for a run that ends soon after `MAX_ISSUES` faults. After each fault, every object,
 * array and pipe around it asks whether to abort. Counting the questions bounds the faults: at least
 * `MAX_ISSUES` are found, if there are as many, and at most as many as there are questions.
 */
function watchFaults(): v.Config<v.BaseIssue<unknown>> {
  let questions = 0;
  return {
    get abortEarly() {
      questions += 1;
      return questions > MAX_ISSUES * MOST_QUESTIONS;
    },
  };
}

/** What an issue says about a field that the schema does not have. */
export const UNKNOWN_FIELD = 'unknown field';

/** What valibot would take for an object of known fields, though it is not. */
function* findStrangeObjects(schema: SchemaNode, input: unknown, place: string): Generator<Issue> {
  yield* findInheritedKeys(input, place, DEPTH);
  yield* findArrays(schema, input, place);
}

/**
 * Fields named like a property that every object inherits (`toString`, `__proto__`): the schema would
 * consider them known. Arrays are not searched; the data room reads their cells by position.
 */
function* findInheritedKeys(value: unknown, place: string, depth: number): Generator<Issue> {
  if (depth === 0 || typeof value !== 'object' || value === null || Array.isArray(value)) return;
  for (const key of Object.keys(value)) {
    if (key in Object.prototype) yield { place: joinPlace(place, key), message: UNKNOWN_FIELD };
    else yield* findInheritedKeys((value as Record<string, unknown>)[key], joinPlace(place, key), depth - 1);
  }
}

function joinPlace(place: string, key: string): string {
  return place === '' ? key : `${place}.${key}`;
}

/** The parts of a schema that are looked at here. */
interface SchemaNode {
  readonly type: string;
  readonly wrapped?: SchemaNode;
  readonly pipe?: readonly SchemaNode[];
  readonly entries?: Readonly<Record<string, SchemaNode>>;
  readonly item?: SchemaNode;
  readonly value?: SchemaNode;
  readonly literal?: unknown;
  /** Of a variant the name of the field that chooses among its options; of a record the schema of its keys. */
  readonly key?: unknown;
  readonly options?: readonly unknown[];
  readonly getter?: (input: unknown) => SchemaNode;
}

/** Arrays in place of objects: the schema would take an empty one for an object without fields. */
function* findArrays(schema: SchemaNode, value: unknown, place: string): Generator<Issue> {
  const inner = schema.wrapped ?? (schema.type === 'strict_object' ? undefined : schema.pipe?.[0]);
  if (inner !== undefined) {
    yield* findArrays(inner, value, place);
    return;
  }
  if (schema.type !== 'strict_object' && schema.type !== 'variant') return;
  if (Array.isArray(value)) yield { place, message: `expected an object, got ${describeValue(value)}` };
  else if (typeof value === 'object' && value !== null) {
    for (const [key, entry] of Object.entries(schema.entries ?? {})) {
      const field = (value as Record<string, unknown>)[key];
      yield* findArrays(entry, field, joinPlace(place, key));
    }
  }
}

/** A path of keys in readable form: `penalty.lambdas[2]`. */
function toPlace(path: readonly { key: unknown }[], start: string): string {
  return path.reduce((place, { key }) => {
    if (typeof key === 'number') return `${place}[${key}]`;
    return joinPlace(place, String(key));
  }, start);
}

function toIssue(issue: v.BaseIssue<unknown>, start: string, schema: SchemaNode, input: unknown): Issue {
  const place = toPlace((issue.path ?? []) as { key: unknown }[], start);
  const message = explain(issue);
  return { place, message: message + suggest(issue, message, place, { schema, input, start }) };
}

/** What was probably meant where a word is not one of those listed, or a field is not known. */
function suggest(
  issue: v.BaseIssue<unknown>,
  message: string,
  place: string,
  whole: { readonly schema: SchemaNode; readonly input: unknown; readonly start: string },
): string {
  if (message === UNKNOWN_FIELD) {
    const path = ((issue.path ?? []) as { key: unknown }[]).map(({ key }) => key);
    const name = String(path.pop());
    const siblings = Object.keys(findObject(whole.schema, whole.input, path)?.entries ?? {});
    const sibling = findNearestWord(siblings, name);
    if (sibling !== null) return askNearest(sibling);
    // Perhaps it is a field of another part: lambdas for penalty.lambdas.
    const others = new Map<string, string>();
    for (const other of listPlaces(whole.schema, whole.start)) {
      const key = other.slice(other.lastIndexOf('.') + 1);
      if (other !== place && !others.has(key)) others.set(key, other);
    }
    const nearest = findNearestWord([...others.keys()], name);
    return askNearest((nearest !== null && others.get(nearest)) || null);
  }
  if (typeof issue.input !== 'string' || issue.expected === null) return '';
  const words = Array.from(issue.expected.matchAll(/"([^"]*)"/g), ([, word]) => word);
  return askNearest(findNearestWord(words, issue.input));
}

/** A schema without pipes and defaults, in the form that an input chooses. */
function settle(schema: SchemaNode, input: unknown): SchemaNode {
  const inner = schema.pipe?.[0] ?? schema.wrapped ?? schema.getter?.(input);
  if (inner !== undefined && inner !== schema) return settle(inner, input);
  const { key } = schema;
  if (schema.type !== 'variant' || typeof key !== 'string') return schema;
  const chosen = (input as Record<string, unknown> | null | undefined)?.[key];
  const form = listOptions(schema).find(
    ({ entries: { [key]: rule } = {} }) => rule !== undefined && settle(rule, null).literal === chosen,
  );
  return form ?? schema;
}

/** The forms that an object may have; a list of words has none. */
function listOptions({ type, options = [] }: SchemaNode): readonly SchemaNode[] {
  return type === 'union' || type === 'variant' ? (options as SchemaNode[]) : [];
}

/** The schema of the object at a path of an input. */
function findObject(
  schema: SchemaNode | undefined,
  input: unknown,
  [key, ...rest]: readonly unknown[],
): SchemaNode | undefined {
  if (schema === undefined) return undefined;
  const node = settle(schema, input);
  if (key === undefined) return node;
  const inner = (input as Record<string, unknown> | null | undefined)?.[String(key)];
  return findObject(node.entries?.[String(key)] ?? node.item ?? node.value, inner, rest);
}

/** The places of all fields that lie in objects, without those in lists. */
function* listPlaces(schema: SchemaNode, place: string): Generator<string> {
  const node = settle(schema, undefined);
  for (const option of listOptions(node)) yield* listPlaces(option, place);
  for (const [key, entry] of Object.entries(node.entries ?? {})) {
    const at = joinPlace(place, key);
    yield at;
    yield* listPlaces(entry, at);
  }
}

const EXPECTATIONS: Record<string, string> = {
  number: 'a number',
  finite: 'a finite number',
  safe_integer: 'a whole number',
  string: 'a string',
  boolean: 'true or false',
  array: 'an array',
  strict_object: 'an object',
  record: 'an object',
  nullable: 'a whole number or null',
};

function explain(issue: v.BaseIssue<unknown>): string {
  const got = describeValue(issue.input);
  const requirement = String(issue.requirement);
  switch (issue.type) {
    case 'strict_object':
      if (issue.expected === 'never') return UNKNOWN_FIELD;
      if (issue.path !== undefined && issue.received === 'undefined') return 'is required';
      break;
    case 'min_value':
      return `expected at least ${requirement}, got ${got}`;
    case 'max_value':
      return `expected at most ${requirement}, got ${got}`;
    case 'gt_value':
      return `expected more than ${requirement}, got ${got}`;
    case 'lt_value':
      return `expected less than ${requirement}, got ${got}`;
    case 'min_length':
      return Array.isArray(issue.input)
        ? `expected at least ${requirement} of them, got none`
        : 'must not be empty';
    case 'max_length':
      return `expected at most ${requirement}, got ${(issue.input as { length: number }).length}`;
    case 'union':
    case 'custom':
    case 'raw_transform':
      return issue.message;
  }
  const expected =
    EXPECTATIONS[issue.type] ?? (issue.expected ?? 'something else').replace(/^\((.*)\)$/, '$1');
  return `expected ${expected}, got ${got}`;
}
