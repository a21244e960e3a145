import { describe, expect, it } from 'vitest';
import { compare, plan } from '../../src/compare/compare.ts';
import type { ProgressEvent } from '../../src/compare/progress.ts';
import type { RecipeInput } from '../../src/recipe/schema.ts';
import { engines, fused } from '../host.ts';
import { recordEngine, smallRecipe } from './samples.ts';

type TrialEvent = Extract<ProgressEvent, { kind: 'trial' }>;
type EpochEvent = Extract<ProgressEvent, { kind: 'epoch' }>;

/** Runs a comparison in place and returns what it told. */
async function listen(recipe: RecipeInput) {
  const events: ProgressEvent[] = [];
  const report = await compare(recipe, { engines, onProgress: (event) => void events.push(event) });
  const trials = events.filter((event): event is TrialEvent => event.kind === 'trial');
  const epochs = events.filter((event): event is EpochEvent => event.kind === 'epoch');
  return { events, trials, epochs, report };
}

const NESTED = { nested: { folds: 3 } };

describe('onProgress', () => {
  it('gets the plan first, then every trial in order, each after its epochs', async () => {
    const recipe = smallRecipe();
    const { events, report } = await listen(recipe);
    const trials = report.design.order.flatMap(([repeat, fold], pair) =>
      report.lambdas.map(({ lambda, validation }) => {
        const value = validation.rmse.values[pair];
        return { kind: 'trial', of: 12, repeat, fold, lambda, value };
      }),
    );
    const told = trials.flatMap((trial, i) => {
      const { repeat, fold, lambda } = trial;
      const epochs = [1, 2, 3].map((epoch) =>
        expect.objectContaining({ kind: 'epoch', repeat, fold, lambda, epoch }),
      );
      return [...epochs, { ...trial, done: i + 1 }];
    });
    expect(events).toEqual([{ kind: 'plan', plan: await plan(recipe, { engines }) }, ...told]);
  });

  it('gets epochs with the losses that the curves of the report average', async () => {
    const { epochs, report } = await listen(smallRecipe());
    const average = (values: (number | null)[]) =>
      values.reduce<number>((sum, value) => sum + (value ?? Number.NaN), 0) / 4;
    for (const { lambda, curves } of report.lambdas) {
      for (const name of ['trainingDataLoss', 'validationDataLoss', 'penalty', 'objective'] as const) {
        const means = curves.epoch.map((epoch) =>
          average(
            epochs.filter((told) => told.lambda === lambda && told.epoch === epoch).map((told) => told[name]),
          ),
        );
        for (const [i, mean] of means.entries()) expect(mean).toBeCloseTo(curves[name][i] as number, 12);
      }
    }
    for (const { objective, trainingDataLoss, penalty } of epochs) {
      expect(objective).toBe((trainingDataLoss ?? Number.NaN) + penalty);
    }
  });

  it('gets no training loss of epochs after which the training rows were not evaluated', async () => {
    const { epochs } = await listen(smallRecipe({ training: { epochs: 5, batchSize: 8, evaluate: 3 } }));
    expect(epochs).toHaveLength(12 * 5);
    for (const { epoch, trainingDataLoss, objective, penalty } of epochs) {
      const isEvaluated = [1, 3, 5].includes(epoch);
      expect(trainingDataLoss).toEqual(isEvaluated ? expect.any(Number) : null);
      expect(objective).toBe(trainingDataLoss === null ? null : trainingDataLoss + penalty);
    }
  });

  it('gets some epochs of some pairs if there are many', async () => {
    const split = { folds: 2, repeats: 20 };
    const { epochs, trials, report } = await listen(
      smallRecipe({ split, training: { epochs: 50, batchSize: 40 } }),
    );
    // 8 pairs hold 20 points of 3 lambdas each 2 times, and 16 that: every third of 40 pairs, 14, tells 23 points.
    expect(epochs).toHaveLength(14 * 3 * 23);
    const pairs = [...new Set(epochs.map(({ repeat, fold }) => `${repeat} ${fold}`))];
    expect(pairs).toEqual(report.design.order.filter((_, i) => i % 3 === 0).map((pair) => pair.join(' ')));
    const curve = ({ repeat, fold, lambda }: EpochEvent) => `${repeat} ${fold} ${lambda}`;
    const told = Map.groupBy(epochs, curve);
    const at = [...told.values()].map((events) => events.map(({ epoch }) => epoch).join(' '));
    expect(new Set(at).size).toBe(1);
    expect(at[0]).toMatch(/ 50$/);
    expect(trials).toHaveLength(120);
  });

  it('gets epochs only of the grid: not of a search, an inner fold or a refit', async () => {
    const { epochs, trials, report } = await listen(
      smallRecipe({
        penalty: { lambdas: 'auto', method: 'proximal' },
        compare: NESTED,
        include: ['model'],
      }),
    );
    const lambdas = report.lambdas.map(({ lambda }) => lambda);
    expect(epochs).toHaveLength(4 * lambdas.length * 3);
    expect([...new Set(epochs.map(({ lambda }) => lambda))]).toEqual(lambdas);
    const values = trials.filter(({ value }) => value !== null);
    expect(values.map(({ repeat, fold, lambda }) => [repeat, fold, lambda])).toEqual(
      report.design.order.flatMap((pair) => lambdas.map((lambda) => [...pair, lambda])),
    );
    expect(trials.length).toBeGreaterThan(values.length);
  });

  it('gets no epoch with a loss that is not finite, and no value of a trial that diverged', async () => {
    const { epochs, trials } = await listen(smallRecipe({ optimizer: { name: 'sgd', learningRate: 1e30 } }));
    expect(epochs).toEqual([]);
    expect(trials.map(({ value }) => value)).toEqual(Array(12).fill(null));
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

  it('counts the trials of the search for lambdas, and takes out those that it did not need', async () => {
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

  it('gets nothing from a comparison that was aborted before', async () => {
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
