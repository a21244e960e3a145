import { compare } from '../../src/compare/compare.ts';
import type { Engine, Epoch, PairRows, TrialSpec } from '../../src/engines/engine.ts';
import type { RecipeInput } from '../../src/recipe/schema.ts';
import type { LambdaReport, Report, Summary } from '../../src/report/schema.ts';
import { engines } from '../host.ts';
import { smallRecipe } from './small-recipe.ts';

export { smallRecipe };

export function run(given: Partial<RecipeInput> = {}): Promise<Report> {
  return compare(smallRecipe(given), { engines });
}

/** The report of one lambda; fails when there is none. */
export function reportOf(report: Report, lambda: number): LambdaReport {
  const found = report.lambdas.find((candidate) => candidate.lambda === lambda);
  if (found === undefined) throw new Error(`no lambda ${lambda} in the report`);
  return found;
}

/** The values of a summary, none of which may be missing. */
export function valuesOf({ values, reason }: Summary): number[] {
  return values.map((value) => {
    if (value === null) throw new Error(`a value is missing: ${reason}`);
    return value;
  });
}

/** What an engine was asked to do. */
export interface Recording {
  readonly pairs: PairRows[];
  readonly trials: {
    pair: number;
    spec: TrialSpec;
    initial: Float32Array;
    epochs: Epoch[];
    /** The sets that were predicted, one after the other. */
    predicted: string[];
    /** The last outputs for the training rows. */
    outputs: Float32Array;
    /** The last parameters that were read. */
    parameters: Float32Array;
  }[];
}

/** An engine that works as `engine` does, keeps a record, and calls `onEpoch` before each epoch. */
export function recordEngine(engine: Engine, onEpoch: (count: number) => void = () => {}) {
  const recording: Recording = { pairs: [], trials: [] };
  let count = 0;
  const recorder: Engine = {
    name: engine.name,
    findUnsupported: (choice) => engine.findUnsupported(choice),
    measureBytes: (shape) => engine.measureBytes(shape),
    costs: engine.costs,
    async openPair(rows, bytes) {
      const pair = await engine.openPair(rows, bytes);
      const number = recording.pairs.push(rows) - 1;
      return {
        startTrial(spec, initial) {
          const trial = pair.startTrial(spec, initial);
          const epochs: Epoch[] = [];
          const record = {
            pair: number,
            spec,
            initial: initial.slice(),
            epochs,
            predicted: [] as string[],
            outputs: new Float32Array(),
            parameters: new Float32Array(),
          };
          recording.trials.push(record);
          return {
            runSteps(epoch, from, to) {
              if (from === 0) {
                count += 1;
                onEpoch(count);
                record.epochs.push(epoch);
              }
              return trial.runSteps(epoch, from, to);
            },
            predict(set, from, to) {
              const outputs = trial.predict(set, from, to);
              record.predicted.push(set);
              if (set === 'training') record.outputs = outputs.slice();
              return outputs;
            },
            measureWeights: () => trial.measureWeights(),
            readParameters() {
              record.parameters = trial.readParameters().slice();
              return record.parameters.slice();
            },
            writeParameters: (parameters) => trial.writeParameters(parameters),
            close: () => trial.close(),
          };
        },
        close: () => pair.close(),
      };
    },
  };
  return { recorder, recording };
}
