import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { TrialSpec } from '../../src/engines/engine.ts';
import { createFusedEngine } from '../../src/engines/fused/engine.ts';
import { layoutParameters } from '../../src/engines/layout.ts';
import {
  ACTIVATION_CODES,
  LOSS_CODES,
  OPTIMIZER_CODES,
  PENALTY_CODES,
} from '../../src/kernels/plan-record.ts';
import { drawGrid, drawNumbers, drawOneHot } from '../engines/samples.ts';
import { ROOT, run } from './commands.ts';

const EXAMPLE = join(ROOT, 'examples/raw-wasm');
const WASM = join(ROOT, 'dist/absum.wasm');
const engine = createFusedEngine(new WebAssembly.Module(readFileSync(WASM)));

/** The fenced blocks of docs/abi.md in a language, in their order. */
const readBlocks = (language: string) =>
  [...readFileSync(join(ROOT, 'docs/abi.md'), 'utf8').matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)]
    .filter(([, tag]) => tag === language)
    .map(([, , text]) => text);

test('docs/abi.md shows parts of examples/raw-wasm as they are', () => {
  const files = readdirSync(EXAMPLE).filter((name) => name.endsWith('.py'));
  const sources = files.map((name) => readFileSync(join(EXAMPLE, name), 'utf8'));
  const shown = readBlocks('python');
  expect(shown).toHaveLength(2);
  for (const block of shown) expect(sources.some((source) => source.includes(block))).toBe(true);
});

// Where scripts/install-hosts.sh puts it.
process.env.PYTHONPATH = join(ROOT, '.hosts/python');
const hasWasmtime = (await run('python3 -c "import wasmtime"')).code === 0;
const reason = hasWasmtime ? '' : ' (skipped: python3 has no wasmtime; scripts/install-hosts.sh)';

describe.skipIf(!hasWasmtime)(`examples/raw-wasm, in a folder with the module alone${reason}`, () => {
  test('prints what docs/abi.md shows', async () => {
    const printed = await runExample();
    const shown = readBlocks('text').at(-1)?.trim().split('\n') ?? [];
    expect(shown).toContain('sign gradient 0.5 -0.5 0.0 0.5 -0.5');
    for (const line of shown) if (line !== '...') expect(printed).toContain(line);
  });

  test('trains as the fused engine does in Node, bit for bit', async () => {
    const printed = await runExample();
    /** The numbers of the lines that begin so, which Python prints to the last bit. */
    const numbersOf = (start: string) =>
      printed
        .filter((line) => line.startsWith(start))
        .map((line) => line.slice(start.length).match(/-?\d+(\.\d+|e-\d+)(e-\d+)?/g) ?? [])
        .map((numbers) => numbers.map(Number));
    const { objectives, parameters, predictions } = await trainInNode(EXAMPLE_TRAINING);
    expect(numbersOf('epoch')).toEqual(objectives);
    const weights = ['weights from x0', 'weights from x1', 'weights from x2', 'weights to y', 'biases'];
    expect(weights.flatMap((start) => numbersOf(start).flat())).toEqual(parameters);
    expect(numbersOf('target').map(([, prediction]) => prediction)).toEqual(predictions);
    expect(parameters.filter((w) => w === 0).length).toBeGreaterThan(10);
    expect(objectives[objectives.length - 1][0]).toBeLessThan(objectives[0][0] / 10);
  });

  test.each(OTHER_TRAININGS)('its layout holds for $name', async ({ training, settings }) => {
    expect(await trainInPython(training, settings)).toEqual(await trainInNode(training));
  });
});

interface Training {
  readonly spec: TrialSpec;
  readonly features: number[][];
  readonly targets: number[][];
  readonly initial: readonly number[];
  /** The rows in the order of each epoch. */
  readonly orders: number[][];
  readonly batchSize: number;
}

/** What `train.py` trains. */
const EXAMPLE_TRAINING: Training = (() => {
  const features = range(23).map((row) => [3, 5, 7].map((factor) => (((factor * row) % 23) - 11) / 8));
  return {
    spec: {
      network: { inputs: 3, hidden: [8], outputs: 1, activation: 'relu', dropout: 0 },
      loss: { name: 'mse' },
      optimizer: { name: 'adam', learningRate: 0.02, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
      penalty: { coefficient: 0.01, method: 'proximal', groups: null },
      penalised: 32,
    },
    features,
    targets: features.map(([x0, x1]) => [Math.max(x0, 0) - x1 / 2]),
    initial: [...range(32).map((k) => (((13 * k) % 31) - 15) / 16), ...range(9).map(() => 0)],
    orders: range(60).map((epoch) => range(23).map((i) => (5 * i + epoch) % 23)),
    batchSize: 8,
  };
})();

/** Layers of several panels and with padding on both sides, and what the example leaves out. */
const OTHER_TRAININGS = [
  {
    name: 'wide layers, dropout and momentum',
    training: draw({
      network: { inputs: 11, hidden: [20, 9], outputs: 10, activation: 'sigmoid', dropout: 0.25 },
      loss: { name: 'cross-entropy' },
      optimizer: { name: 'momentum', learningRate: 0.05, momentum: 0.8 },
      penalty: { coefficient: 0.01, method: 'subgradient', groups: null },
      penalised: 11 * 20 + 20 * 9 + 9 * 10,
    }),
    settings: { dropBelow: 0.25 * 2 ** 24, kept: 1 / 0.75, beta1: 0.8 },
  },
  {
    name: 'groups of inputs and the Huber loss',
    training: draw({
      network: { inputs: 11, hidden: [20], outputs: 10, activation: 'tanh', dropout: 0 },
      loss: { name: 'huber', delta: 0.5 },
      optimizer: { name: 'sgd', learningRate: 0.1 },
      penalty: { coefficient: 0.02, method: 'proximal', groups: [1, 8, 2] },
      penalised: 11 * 20 + 20 * 10,
    }),
    settings: { huberDelta: 0.5 },
  },
];

function draw(spec: TrialSpec): Training {
  const { inputs, outputs } = spec.network;
  const rows = 21;
  return {
    spec,
    features: drawGrid(rows, inputs, 1),
    targets: drawOneHot(rows, outputs),
    initial: drawNumbers(layoutParameters(spec.network).parameterCount, 2),
    orders: range(3).map((epoch) => range(rows).map((i) => (5 * i + epoch) % rows)),
    batchSize: 6,
  };
}

interface Trained {
  readonly objectives: number[][];
  readonly parameters: number[];
  readonly predictions: number[];
}

async function trainInNode(training: Training): Promise<Trained> {
  const { spec, features, targets, initial, orders, batchSize } = training;
  const rows = features.length;
  const { inputs, outputs } = spec.network;
  const pair = await engine.openPair({
    features: { rows, columns: inputs, values: Float32Array.from(features.flat()) },
    targets: { rows, columns: outputs, values: Float32Array.from(targets.flat()) },
    held: {},
  });
  const trial = pair.startTrial(spec, Float32Array.from(initial));
  const steps = Math.ceil(rows / batchSize);
  const objectives = orders.map((order, epoch) => {
    const passed = { order: Int32Array.from(order), batchSize, stride: batchSize, dropoutKey: epoch };
    return [...trial.runSteps(passed, 0, steps)];
  });
  const parameters = [...trial.readParameters()];
  const predictions = [...trial.predict('training')];
  pair.close();
  return { objectives, parameters, predictions };
}

/** Trains by the example's own modules. */
const DRIVER = `
import json
from absum import Absum
from network import Network, place_rows

job = json.load(open("job.json"))
absum = Absum("absum.wasm")
rows, order = len(job["features"]), absum.allocate(4 * len(job["features"]))
features, targets = place_rows(absum, job["features"]), place_rows(absum, job["targets"])
groups = absum.place("I", job["groups"])
places = {"features": features, "targets": targets, "order": order, "groups": groups}
network = Network(absum, job["widths"], job["settings"] | places)
network.write_parameters(job["initial"])
steps = -(-rows // job["settings"]["batchSize"])
objectives = []
written = absum.allocate(8 * steps)
for epoch, entries in enumerate(job["orders"]):
    absum.write(order, f"{rows}I", *entries)
    taken = absum.call("runSteps", written, network.plan, epoch, 0, steps)
    objectives.append(absum.read(written, f"{taken}d"))
length = rows * job["widths"][-1]
outputs = absum.allocate(4 * length)
absum.call("predict", outputs, network.plan, features, rows)
trained = {"objectives": objectives, "parameters": network.read_parameters()}
print(json.dumps(trained | {"predictions": absum.read(outputs, f"{length}f")}))
`;

/** @param settings fields of the plan beside those that follow from the training's names and sizes */
async function trainInPython(training: Training, settings: object): Promise<Trained> {
  const { spec, features, batchSize } = training;
  const { network, loss, optimizer, penalty } = spec;
  const groups = penalty?.groups ?? [];
  const job = {
    ...training,
    groups,
    widths: [network.inputs, ...network.hidden, network.outputs],
    settings: {
      activation: new Map<string, number>(Object.entries(ACTIVATION_CODES)).get(network.activation),
      loss: LOSS_CODES[loss.name],
      optimizer: new Map<string, number>(Object.entries(OPTIMIZER_CODES)).get(optimizer.name),
      penalty: PENALTY_CODES[penalty?.method ?? 'none'],
      ...{ batchSize, stride: batchSize, rows: features.length, groupCount: groups.length },
      ...{ coefficient: penalty?.coefficient, learningRate: optimizer.learningRate },
      ...{ dropBelow: 0, kept: 1, huberDelta: 0, beta1: 0, beta2: 0, epsilon: 0, ...settings },
    },
  };
  const files = { 'job.json': JSON.stringify(job), 'driver.py': DRIVER };
  return JSON.parse((await runPython('driver.py', files)).join(''));
}

function runExample(): Promise<string[]> {
  return runPython('train.py absum.wasm');
}

/** The lines that Python prints in a folder that has the example's files, the module and these. */
async function runPython(command: string, files: Record<string, string> = {}): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'absum-raw-wasm-'));
  try {
    cpSync(EXAMPLE, folder, { recursive: true });
    cpSync(WASM, join(folder, 'absum.wasm'));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const { code, stdout, stderr } = await run(`python3 ${command}`, folder);
    if (code !== 0) throw new Error(`python3 ${command} ended with ${code}: ${stderr}`);
    return stdout.trim().split('\n');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function range(length: number): number[] {
  return Array.from({ length }, (_, i) => i);
}
