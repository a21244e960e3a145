import type { Engine } from '../../src/engines/engine.ts';
import { type Setting, specify } from '../setting.ts';
import { type Peer, type Trainer, timeSeconds } from './trainer.ts';

/** An engine of absum as a contestant. */
export function enterEngine(engine: Engine, name: string): Peer {
  return { name, start: (setting) => startTrainer(engine, setting) };
}

async function startTrainer(engine: Engine, setting: Setting): Promise<Trainer> {
  const { inputs, rows, batchSize, x, y, initial } = setting;
  const pair = await engine.openPair({
    features: { rows, columns: inputs, values: x },
    targets: { rows, columns: 1, values: y },
    held: {},
  });
  const trial = pair.startTrial(specify(setting), initial);
  const order = Int32Array.from({ length: rows }, (_, row) => row);
  const steps = Math.ceil(rows / batchSize);
  return {
    train: (epochs) =>
      timeSeconds(() => {
        for (let epoch = 0; epoch < epochs; epoch++) {
          const objectives = trial.runSteps({ order, batchSize, stride: batchSize, dropoutKey: 1 }, 0, steps);
          if (!objectives.every(Number.isFinite)) throw new Error(`${engine.name}: the network diverged`);
        }
      }),
    readParameters: async () => trial.readParameters(),
    close() {
      trial.close();
      pair.close();
    },
  };
}
