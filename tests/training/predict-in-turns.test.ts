import { expect, it } from 'vitest';
import { cutSlices, predictInTurns } from '../../src/training/predict-in-turns.ts';
import { drawNumbers, toMatrix } from '../engines/samples.ts';
import { makeSetting } from '../engines/train-both.ts';
import { engines } from '../host.ts';

const WIDE = { hidden: [700, 600], inputs: 5, activation: 'relu' } as const;

it.each(engines)('gives the outputs that $name gives at once, and pauses between slices', async (engine) => {
  const { spec, x, y, initial } = makeSetting({ network: WIDE, rows: 413 });
  const rows = { features: toMatrix(x), targets: toMatrix(y), held: { validation: toMatrix(x) } };
  const pair = await engine.openPair(rows);
  const trial = pair.startTrial(spec, initial);
  const spent: number[] = [];
  const spend = async (seconds: number) => void spent.push(seconds);
  for (const set of ['training', 'validation']) {
    const outputs = await predictInTurns(trial, cutSlices(spec.network), set, 413, { spend });
    expect(outputs).toEqual(trial.predict(set));
    expect(new Set(outputs).size).toBeGreaterThan(400);
  }
  expect(spent.length).toBeGreaterThanOrEqual(6);
  pair.close();
});

it('predicts few rows at once, without a pause', async () => {
  const network = { inputs: 10, hidden: [32], outputs: 1, activation: 'relu', dropout: 0 } as const;
  const asked: unknown[] = [];
  const live = {
    predict: (...given: unknown[]) => {
      asked.push(given);
      return Float32Array.from(drawNumbers(400, 1));
    },
  };
  const spend = () => Promise.reject(new Error('paused'));
  const outputs = await predictInTurns(live as never, cutSlices(network), 'training', 400, { spend });
  expect(outputs).toHaveLength(400);
  expect(asked).toEqual([['training']]);
});
