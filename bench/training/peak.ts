import { layoutPadded, measureBatchPanels, type PaddedLayer } from '../../src/kernels/panels.ts';
import { compileAssembly } from '../compile.ts';
import type { Shape } from '../setting.ts';

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
    inputs: number,
    outputPanels: number,
  ): void;
  multiplyGradient(
    gradientPtr: number,
    featuresPtr: number,
    slopesPtr: number,
    zerosPtr: number,
    samples: number,
    capacity: number,
    inputs: number,
    outputPanels: number,
  ): void;
}

/** Work of a known size: `seconds` does it once and returns how long it took. */
export interface Probe {
  /** Operations, or vectors, in one go. */
  readonly amount: number;
  readonly seconds: () => number;
}

/** The most that the machine can do, and what the products alone achieve. */
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
/** How often the products are done in one go; with wide shapes it takes about 5 ms. */
const PRODUCT_ROUNDS = 20;
const WARM_RUNS = 8;
/** The value that fills the memory. */
const FILLING = 0.01;

/** Compiles the probes, which all work in one memory. */
export async function openProbes(): Promise<Probes> {
  const memory = new WebAssembly.Memory({ initial: 256 });
  const compiled = await compileAssembly('bench/assembly/peak.ts');
  const module = new WebAssembly.Instance(compiled, { env: { memory } }).exports as unknown as PeakModule;
  const values = new Float32Array(memory.buffer).fill(FILLING);
  values.fill(0, 0, 256); // where the products start from
  const peak = (): void => {
    const sum = module.multiplyAdd(1024, NEAR_BYTES, PEAK_ROUNDS);
    if (!(sum > 0)) throw new Error(`the peak kernel summed to ${sum}`);
  };
  return {
    peak: openProbe(PEAK_ROUNDS * (NEAR_BYTES / 32) * 64, peak),
    roots: openProbe(ROOT_ROUNDS * (NEAR_BYTES / 16), () =>
      module.divideByRoot(8192 + 1088, 1024, NEAR_BYTES, ROOT_ROUNDS),
    ),
    products: (shape) => layProducts(module, values, shape),
  };
}

/** First runs the work a few times untimed, since V8 optimises a WebAssembly loop only between calls. */
function openProbe(amount: number, work: () => void): Probe {
  for (let run = 0; run < WARM_RUNS; run++) work();
  return {
    amount,
    seconds() {
      const started = performance.now();
      work();
      return (performance.now() - started) / 1000;
    },
  };
}

/**
 * The products of the hidden layers, whose panels lie one after another, as in a trial. The output layer is
 * left out: with one output it is not a wide product, and seven eighths of its panel are padding.
 */
function layProducts(
  module: PeakModule,
  memory: Float32Array,
  { inputs, hidden, batchSize: b }: Shape,
): ReturnType<Probes['products']> {
  memory.fill(FILLING, 16 * 1024);
  const { batch, placed } = placeLayers([inputs, ...hidden], b);
  const featuresOf = (l: number) => (l === 0 ? batch : placed[l - 1].values);
  const zeros = 0;
  const probe = (work: (layer: PlacedLayer, l: number) => void, from: number): Probe => {
    const flops = placed.slice(from).reduce((sum, l) => sum + 2 * b * l.inputs * l.outputs, 0);
    return openProbe(PRODUCT_ROUNDS * flops, () => {
      for (let round = 0; round < PRODUCT_ROUNDS; round++) {
        for (let l = from; l < placed.length; l++) work(placed[l], l);
      }
    });
  };
  const gradient = probe((layer, l) => {
    const { slopes, outputPanels } = layer;
    module.multiplyGradient(layer.gradient, featuresOf(l), slopes, zeros, b, b, layer.inputs, outputPanels);
  }, 0);
  const forward = probe((layer, l) => {
    const { values, weights, outputPanels } = layer;
    module.multiplyValues(values, zeros, 0, featuresOf(l), weights, b, b, layer.inputs, outputPanels);
  }, 0);
  const backward = probe((layer, l) => {
    const below = placed[l - 1].slopes;
    module.multiplyValues(
      below,
      zeros,
      0,
      layer.slopes,
      layer.transposed,
      b,
      b,
      layer.outputs,
      layer.inputPanels,
    );
  }, 1);
  checkProducts(memory, placed, b);
  return { forward, gradient, backward };
}

/** A layer's place in the panels and in memory, in bytes. */
interface PlacedLayer extends PaddedLayer {
  readonly gradient: number;
  readonly transposed: number;
  readonly values: number;
  readonly slopes: number;
}

function placeLayers(widths: readonly number[], batchSize: number) {
  let end = 64 * 1024;
  const allocate = (bytes: number) => {
    const address = end;
    end += Math.ceil(bytes / 64) * 64;
    return address;
  };
  const batch = allocate(measureBatchPanels(batchSize, widths[0]));
  const placed = layoutPadded(widths).layers.map((layer): PlacedLayer => {
    const bytes = 256 * layer.inputPanels * layer.outputPanels;
    return {
      ...layer,
      weights: allocate(bytes),
      gradient: allocate(bytes),
      transposed: allocate(bytes),
      values: allocate(measureBatchPanels(batchSize, layer.outputs)),
      slopes: allocate(measureBatchPanels(batchSize, layer.outputs)),
    };
  });
  return { batch, placed };
}

/** All factors are equal, so each result is the number of its terms times one product. */
function checkProducts(memory: Float32Array, [first, second]: readonly PlacedLayer[], samples: number): void {
  checkProduct(memory, first.values, first.inputs);
  checkProduct(memory, first.gradient, samples);
  checkProduct(memory, first.slopes, second.outputs);
}

function checkProduct(memory: Float32Array, address: number, terms: number): void {
  const expected = terms * FILLING ** 2;
  const actual = memory[address / 4];
  if (Math.abs(actual / expected - 1) < 1e-4) return;
  throw new Error(
    `a product came to ${actual}, expected ${expected}: were the products of dense.ts changed?`,
  );
}
