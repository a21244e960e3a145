import * as v from 'valibot';
import { AbsumError, describeValue, type Issue } from '../errors.ts';
import { type Recipe, RecipeSchema } from './recipe.ts';

/** More faults than one reads at once help nobody. */
const MAX_ISSUES = 20;

/**
 * Validates a recipe and fills in its defaults.
 *
 * @throws AbsumError `invalid-recipe` with one issue for each fault and its place (`penalty.lambdas[2]`)
 */
export function parseRecipe(input: unknown): Recipe {
  const parsed = v.safeParse(RecipeSchema, input);
  if (!parsed.success)
    throw new AbsumError('invalid-recipe', parsed.issues.slice(0, MAX_ISSUES).map(toIssue));
  const { network, split, ...rest } = parsed.output;
  const recipe: Recipe = {
    ...rest,
    split: fillSplit(split),
    network: {
      ...network,
      initialization: network.initialization ?? (network.activation === 'relu' ? 'he' : 'glorot'),
    },
    ...(rest.loss === 'huber' && { huberDelta: rest.huberDelta ?? 1 }),
  };
  const conflicts = [...findPenaltyFaults(recipe), ...findLossFaults(recipe)];
  if (conflicts.length > 0) throw new AbsumError('invalid-recipe', conflicts);
  return recipe;
}

function fillSplit(split: Recipe['split']): Recipe['split'] {
  const chosen = split.folds ?? split.holdout ?? split.column;
  return chosen === undefined ? { folds: 5, ...split } : split;
}

function findPenaltyFaults({ penalty }: Recipe): Issue[] {
  const faults: Issue[] = [];
  penalty.lambdas.forEach((lambda, i) => {
    const place = `penalty.lambdas[${i}]`;
    const first = penalty.lambdas.indexOf(lambda);
    if (first < i) faults.push({ place, message: `${lambda} stands already at lambdas[${first}]` });
    if (lambda < 0 && penalty.method === 'proximal') {
      const message = `the proximal method needs lambda >= 0, got ${lambda}: minus |w| is not convex and has no proximal operator; use method "subgradient" to run a subtracted penalty`;
      faults.push({ place, message });
    }
  });
  return faults;
}

function findLossFaults({ loss, huberDelta }: Recipe): Issue[] {
  const faults: Issue[] = [];
  if (huberDelta !== undefined && loss !== 'huber') {
    faults.push({ place: 'huberDelta', message: `belongs to loss "huber", but the loss is "${loss}"` });
  }
  return faults;
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
