import { layoutFilled, measureBatchPanels } from '../src/kernels/panels.ts';
import { compileAssembly } from './compile.ts';
import type { Shape } from './setting.ts';

interface PeakModule {
  multiplyAdd(ptr: number, bytes: number, rounds: number): number;
  divideByRoot(to: number, from: number, bytes: number, rounds: number): void;
  multiplyValues(
    valuesPtr: number,
    initPtr: number,
    initStride: number,
    featuresPtr: number,
    weightsPtr: number,
    samples: number,
    capacity: number,
    inputPanels: number,
    outputPanels: number,
  ): void;
  multiplyGradient(
    gradientPtr: number,
    featuresPtr: number,
    slopesPtr: number,
    zerosPtr: number,
    samples: number,
    capacity: number,
    inputPanels: number,
    outputPanels: number,
  ): void;
}

/** Work of a known size: `seconds` does it once and says how long it took. */
export interface Probe {
  /** Operations, or vectors, in one go. */
  readonly amount: number;
  readonly seconds: () => number;
}

/** What the machine can do at most, and what the products by themselves do. */
export interface Probes {
  /** Floating-point operations: multiplications and additions from registers and the nearest cache. */
  readonly peak: Probe;
  /** Vectors of four, each with one square root and one division. */
  readonly roots: Probe;
  /** The products of a training step at a shape, by kind. */
  products(shape: Shape): Record<'forward' | 'gradient' | 'backward', Probe>;
}

const NEAR_BYTES = 4096;
const PEAK_ROUNDS = 20_000;
const ROOT_ROUNDS = 2_000;
/** Times that the products are done in one go, at wide shapes about 5 ms. */
const PRODUCT_ROUNDS = 20;

/** Compiles the probes; all work in one memory. */
export async function openProbes(): Promise<Probes> {
  const memory = new WebAssembly.Memory({ initial: 256 });
  const compiled = await compileAssembly('bench/assembly/peak.ts');
  const module = new WebAssembly.Instance(compiled, { env: { memory } }).exports as unknown as PeakModule;
  new Float32Array(memory.buffer).fill(0.01);
  return {
    peak: {
      amount: PEAK_ROUNDS * (NEAR_BYTES / 32) * 64,
      seconds: () => time(() => checkSum(module.multiplyAdd(1024, NEAR_BYTES, PEAK_ROUNDS))),
    },
    roots: {
      amount: ROOT_ROUNDS * (NEAR_BYTES / 16),
      seconds: () => time(() => module.divideByRoot(8192 + 1088, 1024, NEAR_BYTES, ROOT_ROUNDS)),
    },
    products: (shape) => layProducts(module, shape),
  };
}

/**
 * The products of the hidden layers, whose panels lie one after another as in a trial. The output layer is
 * left out: with one output it is no wide product, and seven eighths of its panel are filling.
 */
function layProducts(
  module: PeakModule,
  { inputs, hidden, batchSize }: Shape,
): ReturnType<Probes['products']> {
  let end = 64 * 1024;
  const allocate = (bytes: number) => {
    const address = end;
    end += Math.ceil(bytes / 64) * 64;
    return address;
  };
  const { layers } = layoutFilled([inputs, ...hidden]);
  const batch = allocate(measureBatchPanels(batchSize, inputs));
  const placed = layers.map((layer) => ({
    ...layer,
    weights: allocate(256 * layer.inputPanels * layer.outputPanels),
    gradient: allocate(256 * layer.inputPanels * layer.outputPanels),
    transposed: allocate(256 * layer.inputPanels * layer.outputPanels),
    values: allocate(measureBatchPanels(batchSize, layer.outputs)),
    slopes: allocate(measureBatchPanels(batchSize, layer.outputs)),
  }));
  const zeros = 0;
  const featuresOf = (l: number) => (l === 0 ? batch : placed[l - 1].values);
  const probe = (work: (layer: (typeof placed)[number], l: number) => void, from: number): Probe => ({
    amount:
      PRODUCT_ROUNDS * placed.slice(from).reduce((sum, l) => sum + 2 * batchSize * l.inputs * l.outputs, 0),
    seconds: () =>
      time(() => {
        for (let round = 0; round < PRODUCT_ROUNDS; round++) {
          for (let l = from; l < placed.length; l++) work(placed[l], l);
        }
      }),
  });
  const b = batchSize;
  return {
    forward: probe(({ values, weights, inputPanels, outputPanels }, l) => {
      module.multiplyValues(values, zeros, 0, featuresOf(l), weights, b, b, inputPanels, outputPanels);
    }, 0),
    gradient: probe(({ gradient, slopes, inputPanels, outputPanels }, l) => {
      module.multiplyGradient(gradient, featuresOf(l), slopes, zeros, b, b, inputPanels, outputPanels);
    }, 0),
    backward: probe(({ slopes, transposed, inputPanels, outputPanels }, l) => {
      const below = placed[l - 1].slopes;
      module.multiplyValues(below, zeros, 0, slopes, transposed, b, b, outputPanels, inputPanels);
    }, 1),
  };
}

function time(work: () => void): number {
  const started = performance.now();
  work();
  return (performance.now() - started) / 1000;
}

function checkSum(sum: number): void {
  if (!(sum > 0)) throw new Error(`the peak kernel summed to ${sum}`);
}
