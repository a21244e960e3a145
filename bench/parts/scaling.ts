import type { Engine } from '../../src/engines/engine.ts';
import type { RecipeInput } from '../../src/entries/index.ts';
import type { Verdict } from '../goals.ts';
import type { Part } from '../part.ts';
import { loadBuilt, loadEngines } from '../peers/absum.ts';
import { enterEngine } from '../peers/engine.ts';
import { timeSeconds } from '../peers/trainer.ts';
import { makeSetting, nameShape } from '../setting.ts';
import { median } from '../statistics.ts';

const SHAPE = { inputs: 16, hidden: [64, 32], batchSize: 32 };
const ROWS = [1024, 2048, 4096, 8192];
/** Lambdas and repeats; with 5 folds each, 10 to 80 trials. */
const COMPARISONS = [
  { lambdas: 2, repeats: 1 },
  { lambdas: 4, repeats: 1 },
  { lambdas: 4, repeats: 2 },
  { lambdas: 8, repeats: 2 },
];
const FOLDS = 5;
const SAMPLE_SECONDS = 0.02;
const ROUNDS = 9;

interface Growth {
  readonly sizes: readonly number[];
  readonly seconds: readonly number[];
  /** Of the straight line through the logarithms. */
  readonly exponent: number;
}

interface ScalingFigures {
  readonly rounds: number;
  readonly rows: Growth;
  readonly trials: Growth;
}

type Compare = typeof import('../../src/entries/index.ts').compare;

/** How time grows with rows and with trials: in proportion, it has an exponent of 1. */
export const scaling: Part<ScalingFigures> = {
  name: 'scaling',

  async measure({ isQuick }) {
    const rounds = isQuick ? 1 : ROUNDS;
    const { compare } = await loadBuilt();
    const [engine] = await loadEngines();
    const rows = await growWithRows(engine, rounds);
    return { rounds, rows, trials: await growWithTrials(engine, compare, rounds) };
  },

  judge({ rows, trials }) {
    return [judge('an epoch by rows', rows), judge('a comparison by lambdas x pairs', trials)];
  },

  show({ rounds, rows, trials }) {
    return [
      `Growth of time (fused; median of ${rounds} rounds)`,
      show(`an epoch of ${nameShape(SHAPE)}, by rows`, rows),
      show('a comparison (diabetes, 20 epochs), by lambdas x pairs', trials),
    ].join('\n');
  },
};

async function growWithRows(engine: Engine, rounds: number): Promise<Growth> {
  const peer = enterEngine(engine, 'absum fused');
  const trainers = await Promise.all(ROWS.map(async (rows) => peer.start(makeSetting(SHAPE, rows))));
  const epochs: number[] = [];
  for (const trainer of trainers) {
    await trainer.train(100);
    epochs.push(Math.ceil(SAMPLE_SECONDS / ((await trainer.train(10)) / 10)));
  }
  const seconds = await timeInRounds(
    trainers.map((trainer, i) => async () => (await trainer.train(epochs[i])) / epochs[i]),
    rounds,
  );
  for (const trainer of trainers) trainer.close();
  return fitGrowth(ROWS, seconds);
}

async function growWithTrials(engine: Engine, compare: Compare, rounds: number): Promise<Growth> {
  const works = COMPARISONS.map(({ lambdas, repeats }) => {
    const recipe: RecipeInput = {
      data: { dataset: 'diabetes' },
      split: { folds: FOLDS, repeats },
      network: { hidden: [64, 32] },
      training: { epochs: 20 },
      penalty: { lambdas: Array.from({ length: lambdas }, (_, i) => 0.001 * (i + 1)) },
    };
    return () => timeSeconds(() => compare(recipe, { engines: [engine] }));
  });
  for (const work of works) await work(); // V8 compiles what it will
  const sizes = COMPARISONS.map(({ lambdas, repeats }) => lambdas * repeats * FOLDS);
  return fitGrowth(sizes, await timeInRounds(works, rounds));
}

/** The median seconds of each, timed alternately. */
async function timeInRounds(works: readonly (() => Promise<number>)[], rounds: number): Promise<number[]> {
  const samples = works.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < works.length; turn++) {
      const i = (round + turn) % works.length;
      samples[i].push(await works[i]());
    }
  }
  return samples.map(median);
}

/** Least squares on the logarithms. */
function fitGrowth(sizes: readonly number[], seconds: readonly number[]): Growth {
  const x = sizes.map(Math.log);
  const y = seconds.map(Math.log);
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [mx, my] = [mean(x), mean(y)];
  const exponent = mean(x.map((value, i) => (value - mx) * (y[i] - my))) / mean(x.map((v) => (v - mx) ** 2));
  return { sizes, seconds, exponent };
}

function show(what: string, { sizes, seconds, exponent }: Growth): string {
  const points = sizes.map((size, i) => `${size}: ${(1000 * seconds[i]).toFixed(2)} ms`);
  return `  ${what}: exponent ${exponent.toFixed(3)} (${points.join(', ')})`;
}

function judge(what: string, { exponent }: Growth): Verdict {
  return {
    kind: 'goal',
    text: `growth of ${what}: exponent ${exponent.toFixed(3)}, goal 0.95 to 1.05`,
    met: exponent >= 0.95 && exponent <= 1.05,
  };
}
