import type { EnginePair, TrialSpec } from '../../src/engines/engine.ts';

/** Called with the outputs of every prediction, for the training rows or a held set. */
export type OnOutputs = (set: string, outputs: Float32Array, spec: TrialSpec) => void;

/** The same pair, except that `onOutputs` sees what its trials predict: each set once after every epoch. */
export function watchPredictions(pair: EnginePair, onOutputs: OnOutputs): EnginePair {
  return {
    startTrial(spec, initial) {
      const trial = pair.startTrial(spec, initial);
      return {
        runSteps: (epoch, from, to) => trial.runSteps(epoch, from, to),
        predict(set) {
          const outputs = trial.predict(set);
          onOutputs(set, outputs, spec);
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
