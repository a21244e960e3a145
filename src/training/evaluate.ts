import type { LiveTrial, TrialSpec } from '../engines/engine.ts';
import type { Pacer } from '../pace.ts';
import { computeDataLoss } from './loss.ts';
import { cutSlices, predictInTurns } from './predict-in-turns.ts';
import type { PreparedPair, RowSet } from './rows.ts';

/** What a network says about a set of rows, without dropout, and how far that is from their targets. */
export interface Evaluation {
  /** [rows, outputs] */
  readonly outputs: Float32Array;
  readonly dataLoss: number;
}

/** Evaluates the network of a trial on the rows of its pair, each set once for the same weights. */
export interface Evaluator {
  /** On all rows that the steps train on. */
  training(): Soon<Evaluation>;
  /** Null if there are no validation rows. */
  validation(): Soon<Evaluation | null>;
  /** On the training rows kept aside for early stopping; null without patience. */
  watch(): Soon<Evaluation | null>;
  /** Call it when the weights have changed. */
  forget(): void;
}

/** At once where that takes no pause. */
type Soon<T> = T | Promise<T>;

export function openEvaluator(
  live: LiveTrial,
  { network, loss }: Pick<TrialSpec, 'network' | 'loss'>,
  pair: Pick<PreparedPair, 'training' | 'validation' | 'watch'>,
  pacer: Pick<Pacer, 'spend'>,
): Evaluator {
  const slices = cutSlices(network);
  const evaluateOn = (set: string, { targets }: RowSet) => {
    let known: Evaluation | null = null;
    const keep = (outputs: Float32Array): Evaluation => {
      known = { outputs, dataLoss: computeDataLoss(loss, outputs, targets) };
      return known;
    };
    return {
      evaluate(): Soon<Evaluation> {
        if (known !== null) return known;
        const outputs = predictInTurns(live, slices, set, targets.rows, pacer);
        return outputs instanceof Promise ? outputs.then(keep) : keep(outputs);
      },
      forget() {
        known = null;
      },
    };
  };
  const training = evaluateOn('training', pair.training);
  const validation = pair.validation && evaluateOn('validation', pair.validation);
  const watch = pair.watch && evaluateOn('watch', pair.watch);
  return {
    training: () => training.evaluate(),
    validation: () => validation?.evaluate() ?? null,
    watch: () => watch?.evaluate() ?? null,
    forget() {
      for (const rows of [training, validation, watch]) rows?.forget();
    },
  };
}
