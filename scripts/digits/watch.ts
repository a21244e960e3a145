import type { EnginePair, PairRows, TrialSpec } from '../../src/engines/engine.ts';

/** Called with the outputs of every prediction, for the training rows or a held set. */
export type OnOutputs = (set: string, outputs: Float32Array, spec: TrialSpec) => void;

/**
 * The same pair, except that `onOutputs` sees what its trials predict: each set once after every epoch, also where it
 * is predicted in slices.
 *
 * @param rows of the pair
 */
export function watchPredictions(
  pair: EnginePair,
  { features, held }: Pick<PairRows, 'features' | 'held'>,
  onOutputs: OnOutputs,
): EnginePair {
  const sizeOf = (set: string) => (set === 'training' ? features : held[set]).rows;
  return {
    startTrial(spec, initial) {
      const trial = pair.startTrial(spec, initial);
      let slices: Float32Array[] = [];
      return {
        runSteps: (epoch, from, to) => trial.runSteps(epoch, from, to),
        predict(set, from = 0, to = sizeOf(set)) {
          const outputs = trial.predict(set, from, to);
          if (from === 0) slices = [];
          slices.push(outputs);
          if (to === sizeOf(set)) onOutputs(set, join(slices), spec);
          return outputs;
        },
        measureWeights: () => trial.measureWeights(),
        readParameters: () => trial.readParameters(),
        writeParameters: (parameters) => trial.writeParameters(parameters),
        close: () => trial.close(),
      };
    },
    close: () => pair.close(),
  };
}

function join(slices: readonly Float32Array[]): Float32Array {
  if (slices.length === 1) return slices[0];
  const joined = new Float32Array(slices.reduce((sum, { length }) => sum + length, 0));
  let end = 0;
  for (const slice of slices) {
    joined.set(slice, end);
    end += slice.length;
  }
  return joined;
}
