import { describe, expect, it } from 'vitest';
import { compare, plan } from '../../src/compare/compare.ts';
import { train } from '../../src/compare/train.ts';
import { engines } from '../host.ts';
import { openPool } from '../pool/samples.ts';
import { smallRecipe } from './samples.ts';

const RELAXED = smallRecipe({ arithmetic: 'relaxed' });
const relaxation = await engines[0].relax?.();
const figures = { mode: 'relaxed', fusesProducts: relaxation?.fusesProducts, reason: null };
const write = async (recipe: unknown, options = {}) =>
  JSON.stringify(await compare(recipe, { engines, ...options }));

describe('the arithmetic of a comparison', () => {
  it('is strict unless asked otherwise, and the report says which', async () => {
    const strict = await compare(smallRecipe(), { engines });
    expect(strict.recipe.arithmetic).toBe('strict');
    expect(strict.arithmetic).toEqual({ mode: 'strict', fusesProducts: false, reason: null });
    const relaxed = await compare(RELAXED, { engines });
    expect(relaxed.arithmetic).toEqual(figures);
    expect((await plan(RELAXED, { engines })).arithmetic).toEqual(figures);
  });

  it('is that of every trial, in place and in a pool', async () => {
    const { pool } = openPool(2);
    const inPlace = await write(RELAXED);
    expect(await write(RELAXED, { executor: pool })).toBe(inPlace);
    await pool.close();
    const values = (text: string) => JSON.stringify(JSON.parse(text).lambdas);
    const strict = values(await write(smallRecipe()));
    expect(values(inPlace) === strict).toBe(!figures.fusesProducts);
  });

  it('is strict with an engine that has no other, as the report says', async () => {
    const { arithmetic } = await compare({ ...RELAXED, engine: 'tfjs' }, { engines });
    const reason = 'the engine tfjs has no relaxed arithmetic here';
    expect(arithmetic).toEqual({ mode: 'strict', fusesProducts: false, reason });
  });

  it('is that of a single network too', async () => {
    const { data, network, training } = smallRecipe();
    const recipe = { data, network, training, penalty: { lambda: 0.01 } };
    const strict = await train(recipe, { engines });
    const relaxed = await train({ ...recipe, arithmetic: 'relaxed' }, { engines });
    expect(relaxed.arithmetic).toEqual(figures);
    expect(strict.arithmetic.mode).toBe('strict');
    expect(relaxed.layers).not.toEqual(strict.layers);
  });
});
