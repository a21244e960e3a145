import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FAULT_CODES, type FaultCode } from '../../../src/check/faults/codes.ts';
import {
  findInRecipe,
  type LoopRecipe,
  listLambdas,
  mendAll,
  spoilAll,
} from '../../../src/check/recipe/meant.ts';
import { parseRecipe } from '../../../src/recipe/parse.ts';

const SAID: LoopRecipe = {
  network: { hidden: [16], dropout: 0.2 },
  training: { epochs: 3, batches: 'sequential' },
  penalty: { lambdas: [0.01], scale: 'sum', include: 'weights' },
};
const spoil = (codes: readonly FaultCode[], said: LoopRecipe = SAID) => {
  const asMeant = mendAll(said, codes);
  return { asMeant, asWritten: spoilAll(asMeant, codes, { asMeant, asWritten: said }) };
};

describe('what a fault is in a recipe', () => {
  it.each<[FaultCode, object, object]>([
    ['penalty-subtracted', { penalty: { lambdas: [-0.01] } }, { penalty: { lambdas: [0.01] } }],
    ['penalty-detached', { penalty: { lambdas: [0] } }, { penalty: { lambdas: [0.01] } }],
    ['penalty-unused', { penalty: { lambdas: [0] } }, { penalty: { lambdas: [0.01] } }],
    ['penalty-computed-once', { penalty: { lambdas: [0] } }, { penalty: { lambdas: [0.01] } }],
    ['penalises-nothing', { penalty: { lambdas: [0] } }, { penalty: { lambdas: [0.01] } }],
    ['weight-decay-as-l1', { penalty: { lambdas: [0] } }, { penalty: { lambdas: [0.01] } }],
    ['biases-penalised', { penalty: { include: 'all' } }, { penalty: { include: 'weights' } }],
    ['penalty-over-count', { penalty: { scale: 'mean' } }, { penalty: { scale: 'sum' } }],
    ['zeros-of-subgradient', { penalty: { method: 'subgradient' } }, { penalty: { method: 'proximal' } }],
    [
      'batches-overlap',
      { training: { batches: 'overlapping', epochs: 3 } },
      { training: { batches: 'shuffled', epochs: 96 } },
    ],
    ['sorted-batches', { training: { batches: 'sequential' } }, { training: { batches: 'shuffled' } }],
    ['trains-in-eval-mode', { network: { dropout: 0 } }, { network: { dropout: 0.2 } }],
  ])('%s', (code, written, meant) => {
    const { asMeant, asWritten } = spoil([code]);
    expect(asWritten).toMatchObject(written);
    expect(asMeant).toMatchObject(meant);
    expect(findInRecipe(code).kind).toBe('recipe');
  });

  it('of all others is nothing, and a sentence says why', () => {
    for (const code of FAULT_CODES) {
      const fault = findInRecipe(code);
      if (fault.kind === 'recipe') continue;
      expect(fault.why).toMatch(/^[A-Za-z].*\.$/);
      expect(spoil([code])).toEqual({ asMeant: SAID, asWritten: SAID });
    }
  });

  it('takes the lambda of a subtracted penalty for positive, whichever way it was written', () => {
    const said = { penalty: { lambdas: [-0.01, 0, 0.01] } };
    const { asMeant, asWritten } = spoil(['penalty-subtracted'], said);
    expect(listLambdas(asMeant.penalty)).toEqual([0.01, 0]);
    expect(listLambdas(asWritten.penalty)).toEqual([-0.01, 0]);
    expect(Object.is(listLambdas(asWritten.penalty)[1], 0)).toBe(true);
  });

  it('takes as many steps where batches overlap, of the size that the loop has', () => {
    const said = { training: { epochs: 2, batchSize: 8 } };
    const { asMeant, asWritten } = spoil(['batches-overlap'], said);
    expect(asMeant.training).toMatchObject({ epochs: 16, batchSize: 8 });
    expect(asWritten.training).toEqual({ epochs: 2, batchSize: 8, batches: 'overlapping' });
    expect(spoil(['batches-overlap'], { training: { epochs: 50_000 } }).asMeant.training?.epochs).toBe(
      100_000,
    );
  });

  it('scales lambda as the loop does, at another lambda too', () => {
    const asMeant = { penalty: { lambdas: [0.01] } };
    const loop = { asMeant, asWritten: { penalty: { lambdas: [-0.32] } } };
    const other = { penalty: { lambdas: [0.1] } };
    const { penalty } = spoilAll(other, ['penalty-scaled'], loop);
    expect(listLambdas(penalty)[0]).toBeCloseTo(3.2, 12);
    // Detached as well: nothing says by how much.
    const silent = { asMeant, asWritten: { penalty: { lambdas: [0] } } };
    expect(spoilAll(other, ['penalty-scaled'], silent)).toEqual(other);
  });

  it('keeps a mean whose lambda would leave no weight over the sum', () => {
    const said: LoopRecipe = { penalty: { lambdas: [1], scale: 'mean' } };
    expect(spoil(['penalty-over-count'], said).asMeant).toEqual(said);
  });
});

describe('any faults together', () => {
  const codes = fc.uniqueArray(fc.constantFrom(...FAULT_CODES), { maxLength: 6 });

  it('leave a recipe that can be run, as written and as meant, in whatever order they come', () => {
    fc.assert(
      fc.property(codes, (some) => {
        const { asMeant, asWritten } = spoil(some);
        for (const recipe of [asMeant, asWritten]) parseRecipe({ data: { dataset: 'diabetes' }, ...recipe });
        expect(spoil(some.toReversed())).toEqual({ asMeant, asWritten });
      }),
    );
  });

  it('are mended for good but for epochs, which count: a recipe that is meant is meant once more', () => {
    fc.assert(
      fc.property(codes, (all) => {
        const some = all.filter((code) => code !== 'batches-overlap');
        const { asMeant } = spoil(some);
        expect(mendAll(asMeant, some)).toEqual(asMeant);
      }),
    );
  });
});
