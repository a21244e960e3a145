import { describe, expect, it } from 'vitest';
import { compare } from '../../src/compare/compare.ts';
import { train } from '../../src/compare/train.ts';
import { recordEngine, smallRecipe } from '../compare/samples.ts';
import { engines } from '../host.ts';

/** Fits noise, so the watched loss soon rises again. */
const overfitting = {
  data: { dataset: 'friedman1', rows: 60, noise: 20 },
  split: { holdout: 0.25, repeats: 2 },
  network: { hidden: [12] },
  optimizer: { name: 'adam', learningRate: 0.05 },
  training: { epochs: 40, batchSize: 16, patience: 4 },
  penalty: { lambdas: [0, 0.001] },
} as const;

describe('early stopping', () => {
  it('stops after `patience` epochs without a lower watched loss, and restores the best weights', async () => {
    const { data, network, optimizer, training } = overfitting;
    const trained = await train(
      { data, network, optimizer, training, penalty: { lambda: 0.001 } },
      { engines },
    );
    const { bestEpoch, curve, metrics } = trained;
    if (bestEpoch === null) throw new Error('expected a best epoch');
    expect(bestEpoch).toBeGreaterThan(1);
    expect(curve).toHaveLength(bestEpoch + 4);
    const [best, last] = [curve[bestEpoch - 1], curve[curve.length - 1]];
    expect(metrics.dataLoss.value).toBe(best.trainingDataLoss);
    expect(metrics.objective.value).toBe(best.objective);
    expect(best.trainingDataLoss).not.toBe(last.trainingDataLoss);
  });

  it('gives the best epoch of every pair', async () => {
    const { lambdas, design, cost } = await compare(overfitting, { engines });
    const epochs = lambdas.flatMap(({ bestEpochs }) => (bestEpochs ?? []).map((best) => (best ?? 0) + 4));
    expect(epochs).toHaveLength(4);
    for (const epoch of epochs) expect(epoch).toBeLessThan(40);
    expect(design.trainingRows).toEqual([45, 45]);
    // A tenth of 45 rows is watched, so 40 are stepped on, 16 at a time.
    expect(cost.steps).toBe(epochs.reduce((sum, epoch) => sum + epoch * Math.ceil(40 / 16), 0));
  });

  it('watches the same tenth of the training rows for every lambda, and never steps on it', async () => {
    const { recorder, recording } = recordEngine(engines[0]);
    await compare(overfitting, { engines: [recorder] });
    for (const { features, held } of recording.pairs) {
      expect([features.rows, held.watch.rows, held.validation.rows]).toEqual([40, 5, 15]);
    }
    expect(recording.pairs).toHaveLength(2);
    for (const { epochs } of recording.trials) expect(epochs[0].order).toHaveLength(40);
  });

  it('runs through all epochs when the watched loss keeps falling', async () => {
    const training = { epochs: 5, batchSize: 8, patience: 5 };
    const { lambdas } = await compare(smallRecipe({ training }), { engines });
    for (const { curves } of lambdas) expect(curves.epoch).toEqual([1, 2, 3, 4, 5]);
  });

  it('keeps nothing aside without patience', async () => {
    const { recorder, recording } = recordEngine(engines[0]);
    const { lambdas } = await compare(smallRecipe(), { engines: [recorder] });
    expect(Object.keys(recording.pairs[0].held)).toEqual(['validation']);
    for (const { curves } of lambdas) expect(curves.epoch).toEqual([1, 2, 3]);
  });
});
