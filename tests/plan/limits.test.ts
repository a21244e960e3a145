import { describe, expect, it } from 'vitest';
import { compare, plan } from '../../src/compare/compare.ts';
import { train } from '../../src/compare/train.ts';
import type { TrialShape } from '../../src/engines/engine.ts';
import { planComparison } from '../../src/plan/plan.ts';
import { DEFAULT_LIMITS, type Limits } from '../../src/recipe/limits.ts';
import { parseRecipe } from '../../src/recipe/parse.ts';
import type { RecipeInput } from '../../src/recipe/schema.ts';
import { recordEngine, smallRecipe } from '../compare/samples.ts';
import { engines } from '../host.ts';

const RECIPE = smallRecipe({ include: ['predictions', 'weights'] });
const figures = await plan(RECIPE, { engines });
const { estimate } = await planComparison(parseRecipe(RECIPE), engines, DEFAULT_LIMITS);

/** What the recipe asks for, by the name of the limit. */
const asked: Record<keyof Limits, number> = {
  cells: 40 * 5,
  trials: 12,
  assignments: 40 * 4,
  included: 3 * (40 + 5 * 4),
  bytes: figures.bytes,
  seconds: figures.seconds,
  pairSeconds: estimate.pairSeconds,
  stepSeconds: estimate.stepSeconds,
};

const PLACES: Record<keyof Limits, string> = {
  cells: 'data',
  trials: 'penalty.lambdas',
  assignments: 'split',
  included: 'include',
  bytes: 'network.hidden',
  seconds: 'training.epochs',
  pairSeconds: 'training.epochs',
  stepSeconds: 'training.batchSize',
};

describe('limits', () => {
  const names = Object.keys(asked) as (keyof Limits)[];

  it.each(names)('refuse work above the limit of %s before it is done', async (name) => {
    const { recorder, recording } = recordEngine(engines[0]);
    const limits = { ...asked, [name]: asked[name] * 0.9 };
    await expect(compare(RECIPE, { engines: [recorder], limits })).rejects.toMatchObject({
      code: 'limit-exceeded',
      issues: [
        { place: PLACES[name], message: expect.stringMatching(/ exceed the limit of .+: (take|send) /) },
      ],
    });
    expect(recording.pairs).toHaveLength(0);
  });

  it('allow work that reaches each of them exactly', async () => {
    await expect(compare(RECIPE, { engines, limits: asked })).resolves.toBeDefined();
  });

  it('name the figure and the limit', async () => {
    const work = plan(smallRecipe(), { engines, limits: { ...asked, trials: 11 } });
    await expect(work).rejects.toThrow(
      'penalty.lambdas: 12 trials exceed the limit of 11: take fewer lambdas, folds or repeats',
    );
  });

  it('bound the longest pair, however long the others are', async () => {
    const recipe = smallRecipe({ split: { folds: 4, repeats: 1, order: 'given' } });
    const even = { ...recipe, split: { folds: 4, repeats: 1 } };
    // Forward chaining: the last pair trains on four times the rows of the first, as many as four even folds do.
    const { pairSeconds } = (await planComparison(parseRecipe(even), engines, DEFAULT_LIMITS)).estimate;
    const work = (pairSeconds: number) =>
      plan(recipe, { engines, limits: { ...DEFAULT_LIMITS, pairSeconds } });
    await expect(work(0.9 * pairSeconds)).rejects.toThrow('seconds of estimated work on one pair exceed');
    await expect(work(1.1 * pairSeconds)).resolves.toBeDefined();
  });

  it('bound the model of all rows as they bound a pair', async () => {
    const training = { epochs: 300, batchSize: 1 };
    const recipe = smallRecipe({ training, penalty: { lambdas: [0] }, include: ['model'] });
    const bare = { ...recipe, include: [] as const };
    const { pairSeconds } = (await planComparison(parseRecipe(bare), engines, DEFAULT_LIMITS)).estimate;
    const limits = { ...DEFAULT_LIMITS, pairSeconds };
    await expect(plan(bare, { engines, limits })).resolves.toBeDefined();
    await expect(plan(recipe, { engines, limits })).rejects.toMatchObject({ code: 'limit-exceeded' });
  });

  it('hold for `train` too', async () => {
    const recipe = { data: { dataset: 'diabetes' }, training: { epochs: 100_000 } };
    const hasty = { ...DEFAULT_LIMITS, seconds: 1 };
    await expect(train(recipe, { engines, limits: hasty })).rejects.toMatchObject({
      code: 'limit-exceeded',
      issues: [{ place: 'training.epochs' }],
    });
    const limits = { ...DEFAULT_LIMITS, cells: 4419 };
    const small = { data: { dataset: 'diabetes' }, network: { hidden: [] }, training: { epochs: 1 } };
    await expect(train(small, { engines, limits })).rejects.toMatchObject({ code: 'limit-exceeded' });
  });

  it.each([
    ['many trials', smallRecipe({ split: { folds: 40, repeats: 1000 } })],
    ['a huge network', smallRecipe({ network: { hidden: [4096, 4096, 4096, 4096] } })],
    [
      'overlapping batches of everything',
      smallRecipe({
        data: { dataset: 'friedman1', rows: 100_000 },
        training: { epochs: 1000, batches: 'overlapping', batchSize: 100_000 },
      }),
    ],
  ])('of a worker refuse %s at once', async (_, recipe) => {
    await expect(plan(recipe, { engines })).rejects.toMatchObject({ code: 'limit-exceeded' });
  });
});

describe('a plan', () => {
  it('counts what the comparison then does', async () => {
    const { design, cost } = await compare(smallRecipe(), { engines });
    expect(figures).toMatchObject({
      engine: 'fused',
      rows: 40,
      inputs: 5,
      parameters: 5 * 4 + 4 + 4 + 1,
      pairs: design.pairs,
      trials: design.trials,
      steps: cost.steps,
      flops: cost.flops,
      bytes: cost.bytes,
    });
  });

  it('counts the trials of grid, inner folds and refit together', async () => {
    const recipe = smallRecipe({ compare: { nested: { folds: 2 } }, include: ['model'] });
    const { trials, counts } = await plan(recipe, { engines });
    expect(counts.refit).toBe(1);
    expect(trials).toBe(counts.grid + counts.inner + 1);
  });

  it('counts 4 more operations per weight and row going back for each later layer, and all rows after each epoch', () => {
    // Hidden [4] on 5 inputs: 20 + 4 weights; the gradient of the features is never taken.
    const rowFlops = 2 * 24 + 2 * 24 + 2 * 4;
    const perEpoch = 20 * rowFlops + 40 * 2 * 24;
    expect(figures.flops).toBe(12 * 3 * perEpoch);
  });

  it('counts the room that an engine needs for the rows, including the watched ones with patience', async () => {
    const askFor = async (given: Partial<RecipeInput>) => {
      const shapes: TrialShape[] = [];
      const measureBytes = (shape: TrialShape) => shapes.push(shape);
      await plan(smallRecipe(given), { engines: [{ ...engines[0], measureBytes }] });
      return new Set(shapes.map(({ trainingRows, heldRows }) => [trainingRows, ...heldRows].join()));
    };
    // 20 rows on either side; the search for lambdas "auto" and the model of all rows validate nothing.
    expect(await askFor({})).toEqual(new Set(['20,20']));
    expect(await askFor({ penalty: { lambdas: 'auto' }, include: ['model'] })).toEqual(
      new Set(['20,20', '20,0', '40,0']),
    );
    const patient = await askFor({ training: { epochs: 3, patience: 1 } });
    expect(patient).toEqual(new Set(['20,20,2']));
    const odd = await askFor({ split: { holdout: 0.15, repeats: 1 }, training: { epochs: 3, patience: 1 } });
    expect(odd).toEqual(new Set(['34,6,4']));
  });

  it('counts a step for each row with overlapping batches', async () => {
    const training = { epochs: 3, batchSize: 8, batches: 'overlapping' } as const;
    expect((await plan(smallRecipe({ training }), { engines })).steps).toBe(12 * 3 * 20);
  });
});

describe('a limit that one column exceeds', () => {
  /** Of twelve inputs `name` brings `names`, `kind` two, and the numbers the others. */
  const rowsOf = (names: number) =>
    Array.from({ length: 40 }, (_, i) => ({
      kind: i % 2 === 0 ? 'even' : 'odd',
      name: `name ${i % names}`,
      ...Object.fromEntries(Array.from({ length: 10 - names }, (_, c) => [`x${c}`, (i * (c + 3)) % 7])),
      y: i % 5,
    }));
  const refuse = async (limits: Partial<Limits>, recipe: RecipeInput) => {
    const refused = plan(recipe, { engines, limits: { ...DEFAULT_LIMITS, ...limits } });
    return (await refused.then(() => '', String)).split(': ').slice(1).join(': ');
  };

  it('names it, and how to leave it out', async () => {
    const recipe = { data: { rows: rowsOf(8), target: 'y' } };
    const way = 'column "name" alone brings 8 of 12 inputs: leave it out with data.ignore';
    expect(await refuse({ cells: 400 }, recipe)).toBe(
      `data: 480 rows times inputs exceed the limit of 400: send fewer rows or columns; ${way}`,
    );
    const { bytes, seconds } = await plan(recipe, { engines });
    expect(await refuse({ bytes: 0.99 * bytes }, recipe)).toContain(way);
    expect(await refuse({ seconds: 0.99 * seconds }, recipe)).toContain(way);
    // What exceeds a limit before any category is known is not the fault of one column.
    expect(await refuse({ bytes: 0.1 * bytes }, recipe)).not.toContain('name');
    expect(await refuse({ trials: 1 }, recipe)).not.toContain('name');
  });

  it('is silent where numbers bring the inputs, or it is the only feature', async () => {
    const numbers = Array.from({ length: 40 }, (_, i) => ({
      ...Object.fromEntries(Array.from({ length: 30 }, (_, c) => [`x${c}`, (i * (c + 3)) % 7])),
      kind: i % 2 === 0 ? 'even' : 'odd',
      y: i % 5,
    }));
    expect(await refuse({ cells: 400 }, { data: { rows: numbers, target: 'y' } })).toMatch(/columns$/);
    const only = rowsOf(8).map(({ name, y }) => ({ name, y }));
    expect(await refuse({ cells: 100 }, { data: { rows: only, target: 'y' } })).toMatch(/columns$/);
  });
});
