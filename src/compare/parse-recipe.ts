import * as v from 'valibot';
import { AbsumError, describeValue, type Issue } from '../errors.ts';
import { type AskedRecipe, RecipeSchema, type TrainRecipe, TrainSchema } from './recipe.ts';
import { METRIC_KINDS } from './verdict/metric-kinds.ts';

/** More faults than one reads at once help nobody. */
const MAX_ISSUES = 20;

/** Objects within objects that a recipe has; what lies deeper belongs to no field. */
const RECIPE_DEPTH = 3;

/**
 * Validates a recipe and fills in its defaults.
 *
 * @throws AbsumError `invalid-recipe` with one issue for each fault and its place (`penalty.lambdas[2]`)
 */
export function parseRecipe(input: unknown): AskedRecipe {
  const completed = complete(validate(RecipeSchema, input));
  const recipe = {
    ...completed,
    split: fillSplit(completed.split),
    compare: fillCompare(completed),
  };
  const { lambdas, method } = recipe.penalty;
  refuse([
    ...(lambdas === 'auto' ? [] : findRepetitions(lambdas)),
    ...(lambdas === 'auto'
      ? []
      : lambdas.flatMap((lambda, i) => findNegative(lambda, method, `lambdas[${i}]`))),
    ...findGroupFaults(recipe.penalty),
    ...findLossFaults(recipe),
    ...findCompareFaults(recipe),
  ]);
  return recipe;
}

/** The same for the recipe of `train`. */
export function parseTrainRecipe(input: unknown): TrainRecipe {
  const recipe = complete(validate(TrainSchema, input));
  const { lambda, method } = recipe.penalty;
  refuse([
    ...findNegative(lambda, method, 'lambda'),
    ...findGroupFaults(recipe.penalty),
    ...findLossFaults(recipe),
  ]);
  return recipe;
}

function validate<Schema extends typeof RecipeSchema | typeof TrainSchema>(schema: Schema, input: unknown) {
  refuse([...findInheritedKeys(input, '', RECIPE_DEPTH), ...findArrays(schema, input, '')]);
  const parsed = v.safeParse(schema, input);
  if (parsed.success) return parsed.output;
  throw new AbsumError('invalid-recipe', parsed.issues.slice(0, MAX_ISSUES).map(toIssue));
}

/**
 * Fields named like a property that every object inherits (`toString`, `__proto__`): the schema would
 * take them for known. Arrays are not searched; the data room reads their cells by position.
 */
function findInheritedKeys(value: unknown, place: string, depth: number): Issue[] {
  if (depth === 0 || typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const at = place === '' ? key : `${place}.${key}`;
    return key in Object.prototype
      ? [{ place: at, message: 'unknown field' }]
      : findInheritedKeys(inner, at, depth - 1);
  });
}

/** What of a schema the search for arrays looks at. */
interface SchemaNode {
  readonly type: string;
  readonly wrapped?: SchemaNode;
  readonly pipe?: readonly SchemaNode[];
  readonly entries?: Readonly<Record<string, SchemaNode>>;
}

/** Arrays in the place of objects: with no element, the schema would take them for objects with no field. */
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

/** Fills in the defaults that hang on other fields. */
function complete<Parsed extends Pick<v.InferOutput<typeof RecipeSchema>, 'network' | 'loss' | 'huberDelta'>>(
  parsed: Parsed,
) {
  const { network } = parsed;
  const initialization = network.initialization ?? (network.activation === 'relu' ? 'he' : 'glorot');
  return {
    ...parsed,
    network: { ...network, initialization },
    ...(parsed.loss === 'huber' && { huberDelta: parsed.huberDelta ?? 1 }),
  };
}

function fillSplit(split: AskedRecipe['split']): AskedRecipe['split'] {
  const chosen = split.folds ?? split.holdout ?? split.column;
  return chosen === undefined ? { folds: 5, ...split } : split;
}

function fillCompare({ compare, loss, penalty }: v.InferOutput<typeof RecipeSchema>): AskedRecipe['compare'] {
  const { metric, baseline, equivalence, nested } = compare;
  return {
    metric: metric ?? (loss === 'cross-entropy' ? 'crossEntropy' : 'rmse'),
    baseline:
      baseline === undefined
        ? penalty.lambdas === 'auto' || penalty.lambdas.includes(0)
          ? 0
          : null
        : baseline,
    equivalence,
    nested,
  };
}

function findCompareFaults({
  compare: { metric, baseline, nested },
  loss,
  penalty,
  split,
}: AskedRecipe): Issue[] {
  const listed = penalty.lambdas === 'auto' ? [0] : penalty.lambdas;
  const task = loss === 'cross-entropy' ? 'classification' : 'regression';
  const faults: Issue[] = [];
  if (METRIC_KINDS[metric].task !== task && METRIC_KINDS[metric].task !== 'any') {
    const message = `expected a metric of ${task}, since the loss is "${loss}", got "${metric}"`;
    faults.push({ place: 'compare.metric', message });
  }
  if (nested !== null && split.order === 'given') {
    const message =
      'inner folds shuffle the rows, which order "given" forbids: take order "shuffled", or nested null';
    faults.push({ place: 'compare.nested', message });
  }
  if (nested !== null && !listed.some((lambda) => lambda >= 0)) {
    const message = 'there is no lambda >= 0 to choose, and a negative one is never chosen';
    faults.push({ place: 'compare.nested', message });
  }
  if (baseline !== null && !listed.includes(baseline)) {
    const which =
      penalty.lambdas === 'auto'
        ? '0, the only one known before with lambdas "auto",'
        : `one of the lambdas (${listed.join(', ')}),`;
    const message = `expected ${which} got ${baseline}`;
    faults.push({ place: 'compare.baseline', message });
  }
  return faults;
}

function refuse(faults: readonly Issue[]): void {
  if (faults.length > 0) throw new AbsumError('invalid-recipe', faults.slice(0, MAX_ISSUES));
}

/** Lambdas that stand twice; 0 and -0 are the same. */
function findRepetitions(lambdas: readonly number[]): Issue[] {
  const firsts = new Map<number, number>();
  return lambdas.flatMap((lambda, i) => {
    const first = firsts.get(lambda);
    if (first === undefined) firsts.set(lambda, i);
    if (first === undefined) return [];
    return [{ place: `penalty.lambdas[${i}]`, message: `${lambda} stands already at lambdas[${first}]` }];
  });
}

function findNegative(lambda: number, method: AskedRecipe['penalty']['method'], field: string): Issue[] {
  if (lambda >= 0 || method !== 'proximal') return [];
  const message =
    `the proximal method needs lambda >= 0, got ${lambda}: minus |w| is not convex and has no proximal ` +
    'operator; use method "subgradient" to run a subtracted penalty';
  return [{ place: `penalty.${field}`, message }];
}

function findGroupFaults({ groups, method }: Pick<AskedRecipe['penalty'], 'groups' | 'method'>): Issue[] {
  if (groups === null || method === 'proximal') return [];
  const message =
    `groups need the proximal method, which alone makes a whole group zero, got "${method}"; ` +
    'use method "proximal", or leave groups out to penalise each weight by itself';
  return [{ place: 'penalty.groups', message }];
}

function findLossFaults({ loss, huberDelta }: Pick<AskedRecipe, 'loss' | 'huberDelta'>): Issue[] {
  if (huberDelta === undefined || loss === 'huber') return [];
  return [{ place: 'huberDelta', message: `belongs to loss "huber", but the loss is "${loss}"` }];
}

/** A path of keys as one reads it: `penalty.lambdas[2]`. */
function toPlace(path: readonly { key: unknown }[]): string {
  return path.reduce((place, { key }) => {
    if (typeof key === 'number') return `${place}[${key}]`;
    return place === '' ? String(key) : `${place}.${String(key)}`;
  }, '');
}

function toIssue(issue: v.BaseIssue<unknown>): Issue {
  const place = toPlace((issue.path ?? []) as { key: unknown }[]);
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
      if (issue.expected === 'never') return 'unknown field';
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
      return `expected {"dataset"}, {"csv", "target"}, {"rows", "target"} or {"x", "y"}, got ${got}`;
    case 'custom':
      return issue.message;
  }
  const expected =
    EXPECTATIONS[issue.type] ?? (issue.expected ?? 'something else').replace(/^\((.*)\)$/, '$1');
  return `expected ${expected}, got ${got}`;
}
