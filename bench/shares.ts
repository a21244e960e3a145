import type { Engine, LiveTrial } from '../src/engines/engine.ts';
import { layoutParameters } from '../src/engines/layout.ts';
import { planComparison } from '../src/plan/plan.ts';
import { DEFAULT_LIMITS } from '../src/recipe/limits.ts';
import { parseRecipe } from '../src/recipe/parse.ts';
import type { RecipeInput } from '../src/recipe/schema.ts';
import { arrangeEpoch } from '../src/training/epochs.ts';
import { countEvaluated } from '../src/training/evaluated-epochs.ts';
import { preparePair } from '../src/training/rows.ts';
import { atMost, median, type Verdict } from './goals.ts';

type Compare = typeof import('../src/entries/index.ts').compare;

const LAMBDAS = [0, 0.001, 0.01, 0.1];
const RECIPE: RecipeInput = {
  data: { dataset: 'diabetes' },
  network: { hidden: [64, 32] },
  training: { epochs: 100, batchSize: 32 },
  penalty: { lambdas: LAMBDAS },
};
const DROPOUT = 0.2;

/** The seconds that a comparison spends on each kind of work. */
export interface Shares {
  readonly training: number;
  readonly evaluation: number;
  readonly preparation: number;
  readonly orders: number;
  readonly json: number;
  readonly rest: number;
}

export interface SharesResult {
  readonly seconds: number;
  /** Of the whole, by name. */
  readonly shares: Shares;
  /** Share of the training that dropout takes when it is on. */
  readonly dropout: number;
  readonly verdicts: readonly Verdict[];
}

/** Where the time of a comparison goes. */
export async function runSharesBench(
  engine: Engine,
  compare: Compare,
  rounds: number,
): Promise<SharesResult> {
  const runs: Shares[] = [];
  const withDropout: number[] = [];
  const recipe = { ...RECIPE, network: { ...RECIPE.network, dropout: DROPOUT } };
  await timeComparison(engine, compare, RECIPE);
  for (let round = 0; round < rounds; round++) {
    runs.push(await timeComparison(engine, compare, RECIPE));
    withDropout.push((await timeComparison(engine, compare, recipe)).training);
  }
  const names = Object.keys(runs[0]) as (keyof Shares)[];
  const medians = Object.fromEntries(
    names.map((name) => [name, median(runs.map((run) => run[name]))]),
  ) as Record<keyof Shares, number>;
  const seconds = names.reduce((sum, name) => sum + medians[name], 0);
  const dropout = 1 - medians.training / median(withDropout);
  print(medians, seconds, dropout, await shareOfEvaluation(engine), rounds);
  const outside = names.filter((name) => name !== 'training');
  const largest = outside.reduce((a, b) => (medians[a] >= medians[b] ? a : b));
  const verdicts = [
    atMost(
      'goal',
      `largest share outside training (${WORDS[largest]})`,
      (100 * medians[largest]) / seconds,
      10,
      ' %',
    ),
  ];
  const shares = Object.fromEntries(
    names.map((name) => [name, medians[name] / seconds]),
  ) as unknown as Shares;
  return { seconds, shares, dropout, verdicts };
}

/** @param operations the share of all operations that evaluation makes */
function print(parts: Shares, seconds: number, dropout: number, operations: number, rounds: number): void {
  console.log(
    `\nWhere the ${(1000 * seconds).toFixed(0)} ms of a comparison of diabetes go (64-32, 100 epochs, fused; median of ${rounds})`,
  );
  for (const name of Object.keys(WORDS) as (keyof Shares)[])
    console.log(`  ${WORDS[name].padEnd(58)}${percent(parts[name] / seconds)}`);
  console.log(`  ${`of the training with dropout ${DROPOUT} on, dropout`.padEnd(58)}${percent(dropout)}`);
  console.log(
    `  (the evaluation is ${(100 * operations).toFixed(0)} % of the operations: validation rows after every epoch, training rows after some)`,
  );
}

const WORDS: Record<keyof Shares, string> = {
  training: 'training steps',
  evaluation: 'evaluation of validation and training rows',
  preparation: 'reading, splitting, encoding and placing the data',
  orders: 'shuffling the rows for each epoch',
  json: 'JSON.stringify of the report',
  rest: 'rest: first weights, measures, report, pauses for others',
};

/** The share of the products' operations that evaluation makes. */
async function shareOfEvaluation(engine: Engine): Promise<number> {
  const recipe = parseRecipe(RECIPE);
  const { figures, pairs } = await planComparison(recipe, [engine], DEFAULT_LIMITS);
  const { weightCount } = layoutParameters({
    inputs: figures.inputs,
    hidden: recipe.network.hidden,
    outputs: 1,
  });
  const { epochs } = recipe.training;
  const rows = pairs.reduce(
    (sum, { training, validation }) =>
      sum + countEvaluated(recipe.training) * training.length + epochs * validation.length,
    0,
  );
  return (LAMBDAS.length * rows * 2 * weightCount) / figures.flops;
}

async function timeComparison(engine: Engine, compare: Compare, recipe: RecipeInput): Promise<Shares> {
  const clock = new Clock();
  const started = performance.now();
  const report = await compare(recipe, { engines: [clockEngine(engine, clock)] });
  const compared = performance.now() - started;
  const json = time(() => JSON.stringify(report));
  const { training, evaluation, placing } = clock.spent;
  const host = await timeHost(engine, recipe);
  const preparation = host.preparation + placing;
  const rest = Math.max(0, compared - training - evaluation - preparation - host.orders);
  return {
    training: training / 1000,
    evaluation: evaluation / 1000,
    preparation: preparation / 1000,
    orders: host.orders / 1000,
    json: json / 1000,
    rest: rest / 1000,
  };
}

/** What the comparison does outside the engine and can be repeated separately, in milliseconds. */
async function timeHost(
  engine: Engine,
  input: RecipeInput,
): Promise<{ preparation: number; orders: number }> {
  const started = performance.now();
  const recipe = parseRecipe(input);
  const { dataset, pairs } = await planComparison(recipe, [engine], DEFAULT_LIMITS);
  const prepared = pairs.map((pair) => preparePair(dataset, pair, recipe));
  const preparation = performance.now() - started;
  const orders = time(() => {
    for (const pair of prepared) {
      for (const _ of LAMBDAS) {
        for (let epoch = 1; epoch <= recipe.training.epochs; epoch++) {
          arrangeEpoch(pair, epoch, recipe.training, recipe.seed);
        }
      }
    }
  });
  return { preparation, orders };
}

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
class Clock {
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
function clockEngine(engine: Engine, clock: Clock): Engine {
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
    predict: (set) => clock.run('evaluation', () => trial.predict(set), true),
    measureWeights: () => clock.run('evaluation', () => trial.measureWeights()),
    readParameters: () => clock.run('placing', () => trial.readParameters()),
    writeParameters: (parameters) => clock.run('placing', () => trial.writeParameters(parameters)),
    close: () => trial.close(),
  };
}

function time(work: () => unknown): number {
  const started = performance.now();
  work();
  return performance.now() - started;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1).padStart(5)} %`;
}
