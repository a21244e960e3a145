import { describe, expect, it } from 'vitest';
import { compare, plan } from '../../src/compare/compare.ts';
import type { ProgressEvent } from '../../src/compare/progress.ts';
import type { RecipeInput } from '../../src/compare/recipe.ts';
import { engines, fused } from '../host.ts';
import { recordEngine, smallRecipe } from './samples.ts';

type TrialEvent = Extract<ProgressEvent, { kind: 'trial' }>;

/** Runs a comparison in place and returns what it told. */
async function listen(recipe: RecipeInput) {
  const events: ProgressEvent[] = [];
  const report = await compare(recipe, { engines, onProgress: (event) => void events.push(event) });
  const trials = events.filter((event): event is TrialEvent => event.kind === 'trial');
  return { events, trials, report };
}

const NESTED = { nested: { folds: 3 } };

describe('onProgress', () => {
  it('is told the plan first, then every trial in its order', async () => {
    const recipe = smallRecipe();
    const { events } = await listen(recipe);
    const trials = [0, 1].flatMap((repeat) =>
      [0, 1].flatMap((fold) =>
        [-0.01, 0, 0.05].map((lambda) => ({ kind: 'trial', of: 12, repeat, fold, lambda })),
      ),
    );
    expect(events).toEqual([
      { kind: 'plan', plan: await plan(recipe, { engines }) },
      ...trials.map((trial, i) => ({ ...trial, done: i + 1 })),
    ]);
  });

  it.each<[string, Partial<RecipeInput>]>([
    ['inner folds', { compare: NESTED }],
    ['inner folds without a baseline', { compare: { ...NESTED, baseline: null } }],
    ['inner folds that choose all epochs', { compare: NESTED, training: { epochs: 1 } }],
    ['inner folds and patience', { compare: NESTED, training: { epochs: 4, patience: 1 } }],
    ['inner folds where all diverges', { compare: NESTED, optimizer: { name: 'sgd', learningRate: 1e30 } }],
    ['lambdas "auto" with no hidden layer', { penalty: { lambdas: 'auto' }, network: { hidden: [] } }],
  ])('counts every trial of the plan with %s', async (_, given) => {
    const recipe = smallRecipe({ optimizer: { name: 'adam', learningRate: 0.2 }, ...given });
    const { trials } = await listen(recipe);
    const { trials: of } = await plan(recipe, { engines });
    expect(trials.map(({ done }) => done)).toEqual(Array.from({ length: of }, (_, i) => i + 1));
    expect(new Set(trials.map((trial) => trial.of))).toEqual(new Set([of]));
  });

  it('counts the trials of the search for lambdas, and lets go of those that it did not need', async () => {
    const recipe = smallRecipe({
      penalty: { lambdas: 'auto', method: 'proximal' },
      compare: NESTED,
      training: { epochs: 20, batchSize: 8 },
    });
    const { trials, report } = await listen(recipe);
    const planned = (await plan(recipe, { engines })).trials;
    const searched = report.grid?.trials ?? 0;
    expect(searched).toBeGreaterThan(1);
    expect(searched).toBeLessThan(16);
    const of = planned - (16 - searched);
    expect(trials.map(({ done }) => done)).toEqual(Array.from({ length: of }, (_, i) => i + 1));
    trials.forEach((trial, i) => {
      expect(trial.of).toBe(i < searched ? planned : of);
      expect(trial.repeat === null).toBe(i < searched);
    });
  });

  it('stops the comparison with what it throws', async () => {
    let epochs = 0;
    const { recorder } = recordEngine(fused, (count) => {
      epochs = count;
    });
    const onProgress = (event: ProgressEvent) => {
      if (event.kind === 'trial' && event.done === 2) throw new Error('seen enough');
    };
    await expect(compare(smallRecipe(), { engines: [recorder], onProgress })).rejects.toThrow('seen enough');
    expect(epochs).toBe(2 * 3);
    const refuse = () => {
      throw new Error('not even the plan');
    };
    await expect(compare(smallRecipe(), { engines: [recorder], onProgress: refuse })).rejects.toThrow('plan');
    expect(epochs).toBe(2 * 3);
  });

  it('may abort the comparison', async () => {
    const controller = new AbortController();
    const told: number[] = [];
    const onProgress = (event: ProgressEvent) => {
      if (event.kind === 'trial') told.push(event.done);
      if (told.length === 3) controller.abort();
    };
    const { signal } = controller;
    await expect(compare(smallRecipe(), { engines, signal, onProgress })).rejects.toMatchObject({
      code: 'aborted',
    });
    expect(told).toEqual([1, 2, 3]);
  });

  it('is told nothing of a comparison that was aborted before', async () => {
    const { recorder, recording } = recordEngine(fused);
    const events: ProgressEvent[] = [];
    const options = { engines: [recorder], onProgress: (event: ProgressEvent) => void events.push(event) };
    await expect(compare(smallRecipe(), { ...options, signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'aborted',
    });
    expect(events).toEqual([]);
    expect(recording.pairs).toEqual([]);
  });
});
