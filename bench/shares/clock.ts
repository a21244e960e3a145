import type { Engine, LiveTrial } from '../../src/engines/engine.ts';

/** Milliseconds spent in an engine. */
interface Spent {
  training: number;
  evaluation: number;
  placing: number;
}

/**
 * Runs work and counts its time. The loss that the host computes from an engine's predictions counts as
 * evaluation: it lies between a prediction and the next call. What follows the measure of weights is no part of it.
 */
export class Clock {
  readonly spent: Spent = { training: 0, evaluation: 0, placing: 0 };
  #evaluatedAt: number | null = null;

  /** @param hasLoss whether the host goes on to compute a loss */
  run<T>(kind: keyof Spent, work: () => T, hasLoss = false): T {
    const goesOn = kind === 'evaluation' ? this.#evaluatedAt : null;
    const started = goesOn ?? performance.now();
    const result = work();
    const ended = performance.now();
    this.spent[kind] += ended - started;
    this.#evaluatedAt = hasLoss ? ended : null;
    return result;
  }
}

/** An engine that works like `engine` and keeps the time. */
export function clockEngine(engine: Engine, clock: Clock): Engine {
  return {
    ...engine,
    async openPair(rows, bytes) {
      const pair = await clock.run('placing', () => engine.openPair(rows, bytes));
      return {
        startTrial: (spec, initial) =>
          clockTrial(
            clock.run('placing', () => pair.startTrial(spec, initial)),
            clock,
          ),
        close: () => pair.close(),
      };
    },
  };
}

function clockTrial(trial: LiveTrial, clock: Clock): LiveTrial {
  return {
    runSteps: (epoch, from, to) => clock.run('training', () => trial.runSteps(epoch, from, to)),
    predict: (set, ...range) => clock.run('evaluation', () => trial.predict(set, ...range), true),
    measureWeights: () => clock.run('evaluation', () => trial.measureWeights()),
    readParameters: () => clock.run('placing', () => trial.readParameters()),
    writeParameters: (parameters) => clock.run('placing', () => trial.writeParameters(parameters)),
    close: () => trial.close(),
  };
}
