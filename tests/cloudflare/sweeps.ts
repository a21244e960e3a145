import { runInDurableObject } from 'cloudflare:test';
import { env as bindings } from 'cloudflare:workers';
import tfjs from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm';
import { expect } from 'vitest';
import absum from '../../dist/absum.wasm';
import { hasSweeps, type SweepEnv } from '../../src/cloudflare/environment.ts';
import { createSweepService } from '../../src/cloudflare/service.ts';
import { compare, plan } from '../../src/compare/compare.ts';
import { createFusedEngine } from '../../src/engines/fused/engine.ts';
import { createTfjsEngine } from '../../src/engines/tfjs/engine.ts';
import type { RecipeInput } from '../../src/recipe/schema.ts';
import type { SweepInput, SweepState, SweepView } from '../../src/sweeps/sweep.ts';
import { smallRecipe } from '../compare/small-recipe.ts';

export { smallRecipe };

const bound: Partial<SweepEnv> = bindings;
if (!hasSweeps(bound)) throw new Error('wrangler.toml binds no sweeps');
export const env: SweepEnv = bound;
export const service = createSweepService(env, { mostLanes: 1, days: 7 });

const engines = [createFusedEngine(absum), createTfjsEngine({ absum, tfjs })];

/** Some seconds of work in many trials, so that there is time for a fault. */
export const LONG = smallRecipe({
  data: { dataset: 'friedman1', rows: 400, features: 5 },
  split: { folds: 4, repeats: 5 },
  training: { epochs: 100, batchSize: 8 },
});
export const LONG_TRIALS = 60;

/** A recipe taken apart as the service wants it. */
export async function takeApart(recipe: RecipeInput): Promise<SweepInput> {
  const { data, ...rest } = recipe;
  return { recipe: rest, data: JSON.stringify(data), plan: await plan(recipe, { engines }) };
}

export async function start(id: string, recipe: RecipeInput): Promise<SweepView> {
  return service.start(id, await takeApart(recipe));
}

export async function compareText(recipe: RecipeInput): Promise<string> {
  return JSON.stringify(await compare(recipe, { engines }));
}

/** Waits until what a sweep shows is as wanted. */
export async function awaitView(id: string, isThere: (view: SweepView) => boolean): Promise<SweepView> {
  for (let i = 0; i < 1_000; i++) {
    const view = await service.view(id);
    if (view === null) throw new Error(`there is no sweep ${id}`);
    if (isThere(view)) return view;
    await sleep(20);
  }
  throw new Error(`sweep ${id} stands still: ${JSON.stringify(await service.view(id))}`);
}

export function awaitState(id: string, state: SweepState): Promise<SweepView> {
  return awaitView(id, (view) => {
    if (view.state !== 'running') expect(view).toMatchObject({ state });
    return view.state === state;
  });
}

/** Checks that a sweep has reported every trial of the grid once, and gives the report of `compare`. */
export async function expectWhole(id: string, recipe: RecipeInput): Promise<void> {
  const { progress, trials } = await awaitState(id, 'done');
  expect(progress.done).toBe(progress.of);
  const events = await service.eventsAfter(id, 0);
  expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, i) => i + 1));
  const told = events.filter(({ name }) => name === 'trial').map(({ data }) => JSON.parse(data));
  const places = told
    .filter(({ lambda }) => lambda !== null)
    .map(({ repeat, fold, lambda }) => `${repeat} ${fold} ${lambda}`);
  expect(new Set(places).size).toBe(places.length);
  expect(places).toHaveLength(trials.length);
  expect(await service.report(id)).toBe(await compareText(recipe));
}

/** Runs a statement in the object of a sweep. */
export function runSql(id: string, statement: string): Promise<Record<string, SqlStorageValue>[]> {
  return runInDurableObject(env.SWEEPS.getByName(id), (_, { storage }) =>
    storage.sql.exec(statement).toArray(),
  );
}

/** The keys of all data sets and reports of a sweep. */
export async function listFiles(id: string): Promise<string[]> {
  return (await env.SWEEP_FILES.list()).objects.map(({ key }) => key).filter((key) => key.endsWith(id));
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
