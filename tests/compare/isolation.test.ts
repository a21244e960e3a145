import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { compare } from '../../src/compare/compare.ts';
import { train } from '../../src/compare/train.ts';
import { AbsumError } from '../../src/errors.ts';
import type { RecipeInput } from '../../src/recipe/schema.ts';
import { tfjs } from '../host.ts';
import { recordEngine, run, smallRecipe } from './samples.ts';

function countHeld(): { tensors: number; buffers: number; dataIds: number } {
  const { numTensors, numDataBuffers } = tf.memory();
  return { tensors: numTensors, buffers: numDataBuffers, dataIds: tf.backend().numDataIds() };
}

/** Fails unless `work` leaves as many tensors as it found; tfjs runs before it starts. */
async function expectNothingLeft(work: () => Promise<unknown>): Promise<void> {
  await run({ training: { epochs: 1, batchSize: 40 }, engine: 'tfjs' });
  const before = countHeld();
  await work();
  expect(countHeld()).toEqual(before);
}

const abortError = new AbsumError('aborted', [{ place: '', message: 'the caller stopped the work' }]);

describe('a comparison leaves no tensor behind', () => {
  it.each<[string, Partial<RecipeInput>]>([
    ['after all went well', { network: { hidden: [4, 3], dropout: 0.2 } }],
    ['with the proximal method', { penalty: { lambdas: [0, 0.1], method: 'proximal' } }],
    ['with groups', { penalty: { lambdas: [0.1], method: 'proximal', groups: 'features' } }],
    ['with patience', { training: { epochs: 4, batchSize: 8, patience: 1 } }],
    ['after a divergence', { optimizer: { name: 'sgd', learningRate: 1e30 } }],
    ['with momentum', { optimizer: { name: 'momentum' } }],
    ['with huber', { loss: 'huber', optimizer: { name: 'rmsprop' } }],
    ['with mae', { loss: 'mae' }],
  ])('%s', async (_, given) => {
    await expectNothingLeft(() => run({ ...given, engine: 'tfjs' }));
  });

  it('after an abort', async () => {
    await expectNothingLeft(async () => {
      const controller = new AbortController();
      const { recorder } = recordEngine(tfjs, (count) => count === 5 && controller.abort());
      const options = { engines: [recorder], signal: controller.signal };
      await expect(compare(smallRecipe(), options)).rejects.toThrow(abortError);
    });
  });

  it('after an error in the middle of a trial', async () => {
    await expectNothingLeft(async () => {
      const { recorder } = recordEngine(tfjs, (count) => {
        if (count === 5) throw new Error('out of order');
      });
      await expect(compare(smallRecipe(), { engines: [recorder] })).rejects.toThrow('out of order');
    });
  });

  it('after `train`, finished or stopped', async () => {
    const recipe = { data: { dataset: 'friedman1' }, network: { hidden: [4] }, training: { epochs: 2 } };
    await expectNothingLeft(() => train(recipe, { engines: [tfjs] }));
    await expectNothingLeft(async () => {
      const signal = AbortSignal.abort();
      await expect(train(recipe, { engines: [tfjs], signal })).rejects.toThrow(abortError);
    });
  });
});

describe('an abort signal', () => {
  it('stops the comparison within an epoch', async () => {
    const controller = new AbortController();
    let epochs = 0;
    const { recorder } = recordEngine(tfjs, (count) => {
      epochs = count;
      if (count === 4) controller.abort();
    });
    const error = await compare(smallRecipe({ training: { epochs: 50, batchSize: 40 } }), {
      engines: [recorder],
      signal: controller.signal,
    }).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'aborted' });
    expect(epochs).toBe(4);
  });

  it('is noticed while the comparison waits only for the clock', async () => {
    // The estimate of a hundred steps an epoch makes every epoch pause, and timers run then.
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 5);
    const training = { epochs: 500, batchSize: 1 };
    await expect(
      compare(smallRecipe({ training }), {
        engines: [tfjs],
        signal: controller.signal,
        limits: { cells: 1e9, trials: 1e9, assignments: 1e9, included: 1e9, bytes: 1e9, seconds: 1e9 },
      }),
    ).rejects.toThrow(abortError);
  });
});

describe('two comparisons at once', () => {
  it('give the same bytes as each alone', async () => {
    const one = smallRecipe({ training: { epochs: 6, batchSize: 2 }, seed: 3 });
    const other = smallRecipe({
      network: { hidden: [3, 5], activation: 'sigmoid', dropout: 0.25 },
      optimizer: { name: 'rmsprop' },
      loss: 'huber',
      training: { epochs: 4, batchSize: 1 },
      penalty: { lambdas: [0, 0.02], method: 'proximal' },
    });
    const alone = [await compare(one, { engines: [tfjs] }), await compare(other, { engines: [tfjs] })];
    const visits: string[] = [];
    const visit = (name: string) => recordEngine(tfjs, () => visits.push(name)).recorder;
    const together = await Promise.all([
      compare(one, { engines: [visit('one')] }),
      compare(other, { engines: [visit('other')] }),
    ]);
    expect(together.map((report) => JSON.stringify(report))).toEqual(
      alone.map((report) => JSON.stringify(report)),
    );
    const changes = visits.filter((name, i) => i > 0 && name !== visits[i - 1]).length;
    expect(changes).toBeGreaterThan(10); // else they ran one after the other and nothing was tried
  });
});
