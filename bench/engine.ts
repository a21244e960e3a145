import type { Engine, TrialSpec } from '../src/engines/engine.ts';
import { layoutParameters } from '../src/engines/layout.ts';

/** Networks from small, where overhead is nearly all, to wide, where the products are. */
const SHAPES = [
  { inputs: 10, hidden: [32], batchSize: 32, rows: 2048 },
  { inputs: 16, hidden: [64, 32], batchSize: 32, rows: 2048 },
  { inputs: 64, hidden: [256, 128], batchSize: 256, rows: 4096 },
];
const ROUNDS = 5;

/** The built package, since tfjs loads in Node only when bundled. */
const BUILT = new URL('../dist/node.js', import.meta.url).href;

interface StepTime {
  readonly name: string;
  readonly seconds: number;
  readonly flops: number;
}

/**
 * Times a training step of each engine and prints what a step costs by itself and per operation: the two
 * constants by which the engine estimates work (`estimateSeconds`).
 */
export async function runEngineBench(): Promise<void> {
  const { createEngines } = (await import(BUILT)) as typeof import('../src/node.ts');
  for (const engine of createEngines()) {
    console.log(
      `\nengine ${engine.name}: a step with mse, L1 by subgradient and adam (median of ${ROUNDS} epochs)`,
    );
    const times: StepTime[] = [];
    for (const shape of SHAPES) times.push(await timeStep(engine, shape));
    for (const { name, seconds, flops } of times) {
      const estimate = engine.estimateSeconds(1, flops);
      console.log(
        `  ${name.padEnd(28)}${microseconds(seconds)} us a step, estimated ${microseconds(estimate)} us,` +
          ` ${(flops / seconds / 1e9).toFixed(2)} GFLOP/s`,
      );
    }
    const [small, , wide] = times;
    const rate = (wide.flops - small.flops) / (wide.seconds - small.seconds);
    const overhead = small.seconds - small.flops / rate;
    console.log(`  a step by itself ${microseconds(overhead)} us, then ${(rate / 1e9).toFixed(2)} GFLOP/s`);
  }
}

async function timeStep(
  engine: Engine,
  { inputs, hidden, batchSize, rows }: (typeof SHAPES)[number],
): Promise<StepTime> {
  const spec: TrialSpec = {
    network: { inputs, hidden, outputs: 1, activation: 'relu', dropout: 0 },
    loss: { name: 'mse' },
    optimizer: { name: 'adam', learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
    penalty: { coefficient: 0.001, method: 'subgradient' },
    penalised: layoutParameters({ inputs, hidden, outputs: 1 }).weightCount,
  };
  const { layers, weightCount, parameterCount } = layoutParameters(spec.network);
  const fill = (length: number) => Float32Array.from({ length }, (_, i) => ((i * 7919) % 1000) / 1000 - 0.5);
  const pair = await engine.openPair({
    features: { rows, columns: inputs, values: fill(rows * inputs) },
    targets: { rows, columns: 1, values: fill(rows) },
    held: {},
  });
  const trial = pair.startTrial(
    spec,
    fill(parameterCount).map((value) => value / 10),
  );
  const order = Int32Array.from({ length: rows }, (_, row) => row);
  const steps = rows / batchSize;
  const seconds: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const started = performance.now();
    const objectives = trial.runSteps({ order, batchSize, stride: batchSize, dropoutKey: 1 }, 0, steps);
    if (!objectives.every(Number.isFinite)) throw new Error('the timed network diverged');
    seconds.push((performance.now() - started) / 1000 / steps);
  }
  trial.close();
  pair.close();
  const median = seconds.slice(1).sort((a, b) => a - b)[ROUNDS >> 1]; // the first epoch warms up
  const flops = batchSize * (6 * weightCount - 2 * inputs * layers[0].outputs);
  return { name: `${[inputs, ...hidden, 1].join('-')}, batch ${batchSize}`, seconds: median, flops };
}

function microseconds(seconds: number): string {
  return (seconds * 1e6).toFixed(0).padStart(6);
}
