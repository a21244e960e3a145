import { describe, expect, it } from 'vitest';
import { describeParameters } from '../../src/recipe/describe.ts';
import { PARAMETER_NAMES } from '../../src/recipe/parameters.ts';
import { parseRecipe } from '../../src/recipe/parse.ts';

const infos = describeParameters();

/** What a recipe with nothing but its data holds at a path. */
function findDefault(path: string): unknown {
  const recipe: unknown = parseRecipe({ data: { csv: 'a,y\n1,2', target: 'y' } });
  return path.split('.').reduce((inner, key) => (inner as Record<string, unknown> | null)?.[key], recipe);
}

/**
 * Those whose default depends on another field, as the description says, and the target, which CSV data must
 * name.
 */
const DEPENDENT = ['target', 'folds', 'initialization', 'method', 'metric', 'baseline'];
/** Of another optimizer than the default one. */
const OTHER_OPTIMIZERS = ['momentum', 'decay'];

describe('describeParameters', () => {
  it('describes every parameter, in order', () => {
    expect(infos.map(({ name }) => name)).toEqual(PARAMETER_NAMES);
    for (const { name, description } of infos) expect(description, name).not.toBe('');
  });

  it.each(infos.map((info) => [info.name, info] as const))('gives the default of %s', (name, info) => {
    if (DEPENDENT.includes(name)) expect(info.default).toBeUndefined();
    else if (OTHER_OPTIMIZERS.includes(name)) expect(info.default).toBeGreaterThan(0);
    else expect(info.default ?? null).toEqual(findDefault(info.path) ?? null);
  });

  it('lists the choices where there are few', () => {
    const choicesOf = (name: string) => infos.find((info) => info.name === name)?.choices;
    expect(choicesOf('optimizer')).toEqual(['sgd', 'momentum', 'rmsprop', 'adam']);
    expect(choicesOf('penaltyGroups')).toEqual(['features']);
    expect(choicesOf('include')).toContain('model');
    expect(choicesOf('decimal')).toEqual(['.', ',']);
    expect(choicesOf('seed')).toBeUndefined();
  });
});
