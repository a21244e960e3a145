import * as v from 'valibot';
import { AbsumError, describeValue, type ErrorCode, type Issue } from './errors.ts';

// How a schema checks an input, and how faults are reported.

/** No one reads more faults than this at once. */
export const MAX_ISSUES = 20;

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
  const faults = [...findInheritedKeys(input, place, DEPTH), ...findArrays(schema, input, place)];
  if (faults.length > 0) throw new AbsumError(code, faults.slice(0, MAX_ISSUES));
  const parsed = v.safeParse(schema, input);
  if (parsed.success) return parsed.output;
  throw new AbsumError(
    code,
    parsed.issues.slice(0, MAX_ISSUES).map((issue) => toIssue(issue, place)),
  );
}

/** What an issue says about a field that the schema does not have. */
export const UNKNOWN_FIELD = 'unknown field';

/**
 * Fields named like a property that every object inherits (`toString`, `__proto__`): the schema would
 * consider them known. Arrays are not searched; the data room reads their cells by position.
 */
function findInheritedKeys(value: unknown, place: string, depth: number): Issue[] {
  if (depth === 0 || typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const at = place === '' ? key : `${place}.${key}`;
    return key in Object.prototype
      ? [{ place: at, message: UNKNOWN_FIELD }]
      : findInheritedKeys(inner, at, depth - 1);
  });
}

/** The parts of a schema that the search for arrays looks at. */
interface SchemaNode {
  readonly type: string;
  readonly wrapped?: SchemaNode;
  readonly pipe?: readonly SchemaNode[];
  readonly entries?: Readonly<Record<string, SchemaNode>>;
}

/** Arrays in place of objects: the schema would take an empty one for an object without fields. */
function findArrays(schema: SchemaNode, value: unknown, place: string): Issue[] {
  const inner = schema.wrapped ?? (schema.type === 'strict_object' ? undefined : schema.pipe?.[0]);
  if (inner !== undefined) return findArrays(inner, value, place);
  if (schema.type !== 'strict_object' && schema.type !== 'variant') return [];
  if (Array.isArray(value)) return [{ place, message: `expected an object, got ${describeValue(value)}` }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, field]) => {
    const entry = schema.entries?.[key];
    return entry === undefined ? [] : findArrays(entry, field, place === '' ? key : `${place}.${key}`);
  });
}

/** A path of keys in readable form: `penalty.lambdas[2]`. */
function toPlace(path: readonly { key: unknown }[], start: string): string {
  return path.reduce((place, { key }) => {
    if (typeof key === 'number') return `${place}[${key}]`;
    return place === '' ? String(key) : `${place}.${String(key)}`;
  }, start);
}

function toIssue(issue: v.BaseIssue<unknown>, start: string): Issue {
  const place = toPlace((issue.path ?? []) as { key: unknown }[], start);
  return { place, message: explain(issue) };
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
