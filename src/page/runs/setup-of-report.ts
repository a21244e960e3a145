import { listNextParameters } from '../../recipe/next.ts';
import {
  applyParameters,
  type Draft,
  PARAMETER_NAMES,
  type ParameterName,
  pathOf,
} from '../../recipe/parameters.ts';
import { parseRecipe } from '../../recipe/parse.ts';
import type { Report } from '../../report/schema.ts';
import { type Fields, hasField } from '../setup/fields.ts';
import type { Setup } from '../setup/setup.ts';

/** The recipe of a report, as the page's form holds it. */
export interface FoundSetup {
  /** Without its data, unless they are built in. */
  readonly setup: Setup;
  /** Places of the recipe that the form has no field for. */
  readonly unsaid: readonly string[];
}

interface DataPart {
  readonly dataset?: string;
  readonly target?: string;
  readonly ignore?: readonly string[];
  readonly categories?: readonly string[];
  readonly dates?: Setup['dates'];
}

/** Finds what was asked for in a report's recipe, which has every default filled in: fields that are defaults stay empty. */
export function findSetup({ recipe, data: { target: predicted } }: Report): FoundSetup {
  const {
    dataset,
    target,
    ignore = [],
    categories = [],
    dates = {},
    ...others
  } = (recipe.data ?? {}) as DataPart;
  const { include: _, ...rest } = recipe;
  const named = dataset === undefined ? { csv: '', target: target ?? predicted } : { dataset };
  const { fields, unsaid } = readFields({ ...rest, data: others });
  return {
    setup: {
      source: dataset === undefined ? null : { kind: 'built-in', name: dataset },
      target: target ?? (dataset === undefined ? predicted : null),
      ...{ ignored: ignore, categories, dates },
      fields: dropDefaults(fields, named),
    },
    unsaid,
  };
}

function readFields(recipe: Draft): { fields: Fields; unsaid: string[] } {
  const fields: Partial<Record<ParameterName, string>> = {};
  const unsaid: string[] = [];
  for (const [path, value] of listLeaves(recipe, '')) {
    // What is null is left to its default, which is null too, but for a comparison without a baseline.
    if (value === null && path !== 'compare.baseline') continue;
    const name = PARAMETER_NAMES.find((each) => pathOf(each) === path);
    const [said] = listNextParameters(nest(path, value)) ?? [];
    if (name !== undefined && hasField(name) && said !== undefined) fields[name] = said[1];
    else if (path !== 'compare.baseline' || hasZero(recipe)) unsaid.push(path);
  }
  return { fields, unsaid };
}

/** Only a comparison with lambda 0 has a baseline unless it is told otherwise. */
function hasZero({ penalty }: Draft): boolean {
  const { lambdas } = (penalty ?? {}) as { readonly lambdas?: unknown };
  return lambdas === 'auto' || (Array.isArray(lambdas) && lambdas.includes(0));
}

function listLeaves(part: object, start: string): [path: string, value: unknown][] {
  return Object.entries(part).flatMap(([key, value]): [string, unknown][] => {
    const isPart = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isPart ? listLeaves(value, `${start}${key}.`) : [[start + key, value]];
  });
}

function nest(path: string, value: unknown): object {
  return path.split('.').reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as object;
}

/** Empties the fields without which the recipe is the same. */
function dropDefaults(fields: Fields, data: object): Fields {
  const parse = (given: Fields): string | null => {
    try {
      const draft: Draft = { data };
      applyParameters(draft, Object.entries(given));
      return JSON.stringify(parseRecipe(draft));
    } catch {
      return null;
    }
  };
  const whole = parse(fields);
  if (whole === null) return fields;
  let kept = fields;
  for (const name of Object.keys(fields) as ParameterName[]) {
    const { [name]: _, ...fewer } = kept;
    if (parse(fewer) === whole) kept = fewer;
  }
  return kept;
}
