import type { LiveTrial } from '../engines/engine.ts';
import type { Evaluator } from './evaluate.ts';

/** The weights of the epoch with the lowest data loss on the watched rows, the earliest among equals. */
export interface BestWeights {
  /** Looks at the weights after an epoch. */
  look(epoch: number): Promise<void>;
  /** Whether so many epochs have passed since the best one that training ends. */
  isExhausted(epoch: number): boolean;
  /** Puts the best weights back, and returns their epoch. */
  restore(): number;
}

/** @param patience epochs to wait for a lower loss */
export function keepBestWeights(
  live: LiveTrial,
  rows: Pick<Evaluator, 'watch'>,
  patience: number,
): BestWeights {
  let bestEpoch = 0;
  let bestLoss = Infinity;
  let bestParameters = live.readParameters();
  return {
    async look(epoch) {
      const { dataLoss } = (await rows.watch()) ?? { dataLoss: Number.NaN };
      if (!(dataLoss < bestLoss)) return;
      bestLoss = dataLoss;
      bestEpoch = epoch;
      bestParameters = live.readParameters();
    },
    isExhausted: (epoch) => epoch - bestEpoch >= patience,
    restore() {
      live.writeParameters(bestParameters);
      return bestEpoch;
    },
  };
}
