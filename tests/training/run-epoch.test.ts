import { describe, expect, it } from 'vitest';
import type { Epoch, LiveTrial } from '../../src/engines/engine.ts';
import { createPacer } from '../../src/pace.ts';
import { countSteps, runEpoch } from '../../src/training/epochs.ts';

/** A trial whose batch objectives are given, and the ranges of steps that it was asked for. */
function scriptTrial(objectives: readonly number[]) {
  const ranges: [number, number][] = [];
  const trial = {
    runSteps(_: Epoch, from: number, to: number) {
      ranges.push([from, to]);
      const asked = objectives.slice(from, to);
      const broken = asked.findIndex((objective) => !Number.isFinite(objective));
      return Float64Array.from(broken === -1 ? asked : asked.slice(0, broken + 1));
    },
  } as unknown as LiveTrial;
  return { trial, ranges };
}

const epoch: Epoch = { order: new Int32Array(7), batchSize: 2, stride: 2, dropoutKey: 0 };

function pacerOf(stepsAtOnce: number, pauses: number[] = []) {
  return {
    stepsAtOnce,
    pause: async (steps: number) => {
      pauses.push(steps);
    },
    spend: async () => {},
  };
}

describe('runEpoch', () => {
  it('weighs the batch objectives by their rows, the short last batch included', async () => {
    const { trial } = scriptTrial([1, 2, 3, 10]);
    const outcome = await runEpoch(trial, epoch, pacerOf(100));
    expect(outcome).toEqual({ batchObjective: (2 * 1 + 2 * 2 + 2 * 3 + 10) / 7, divergedAtStep: null });
  });

  it('weighs overlapping batches by theirs, several of which the end cuts short', async () => {
    const overlapping = { ...epoch, order: new Int32Array(3), batchSize: 2, stride: 1 };
    const { trial } = scriptTrial([1, 2, 3]);
    expect((await runEpoch(trial, overlapping, pacerOf(100))).batchObjective).toBe((2 + 4 + 3) / 5);
  });

  it('takes the steps in slices with a pause after each, and gives the same mean for any slices', async () => {
    const objectives = [0.1, 0.7, 0.3, 1e-9];
    const whole = await runEpoch(scriptTrial(objectives).trial, epoch, pacerOf(100));
    const { trial, ranges } = scriptTrial(objectives);
    const pauses: number[] = [];
    expect(await runEpoch(trial, epoch, pacerOf(3, pauses))).toEqual(whole);
    expect(ranges).toEqual([
      [0, 3],
      [3, 4],
    ]);
    expect(pauses).toEqual([3, 1]);
  });

  it('ends at the first objective that is not finite, counted over all slices', async () => {
    const { trial, ranges } = scriptTrial([1, 1, 1, Number.NaN]);
    expect(await runEpoch(trial, epoch, pacerOf(3))).toEqual({
      batchObjective: Number.NaN,
      divergedAtStep: 3,
    });
    expect(ranges).toHaveLength(2);
  });
});

describe('countSteps', () => {
  const training = { epochs: 1, batchSize: 4, batches: 'sequential', evaluate: 32, patience: null } as const;

  it('counts a batch for every row when they overlap, else for every batch begun', () => {
    expect(countSteps(9, training)).toBe(3);
    expect(countSteps(9, { ...training, batches: 'overlapping' })).toBe(9);
    expect(countSteps(3, training)).toBe(1);
  });
});

describe('createPacer', () => {
  it('yields the thread once 5 ms of estimated work have piled up, and not before', async () => {
    const pacer = createPacer(0.002);
    expect(pacer.stepsAtOnce).toBe(2);
    let served = false;
    setImmediate(() => {
      served = true;
    });
    await pacer.pause(2);
    expect(served).toBe(false);
    await pacer.pause(1);
    expect(served).toBe(true);
  });

  it('lets a step longer than that run alone', () => {
    expect(createPacer(3).stepsAtOnce).toBe(1);
  });

  it('throws at the next pause when the signal has fired', async () => {
    const controller = new AbortController();
    const pacer = createPacer(1e-6, { signal: controller.signal });
    await pacer.pause(1);
    controller.abort();
    await expect(pacer.pause(1)).rejects.toMatchObject({ code: 'aborted' });
  });
});
