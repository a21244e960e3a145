import type { Array as Tensor } from '@jax-js/jax';
import { BETA1, BETA2, EPSILON, LAMBDA, LEARNING_RATE, type Setting } from '../setting.ts';
import { joinParameters, splitParameters } from './parameters.ts';
import { type Peer, type Trainer, timeSeconds } from './trainer.ts';

type JaxJs = typeof import('@jax-js/jax');

/** The weights and biases of each layer, in turn. */
type Layers = Tensor[];
type State = [layers: Layers, first: Layers, second: Layers];

/** jax-js on its WebAssembly backend, with one thread where there is no SharedArrayBuffer and no Worker. */
export async function loadJaxJs(): Promise<JaxJs> {
  const jax = await import('@jax-js/jax');
  await jax.init('wasm');
  jax.defaultDevice('wasm');
  return jax;
}

/** The whole step, adam included, in one `jit`. */
export function enterJaxJs(jax: JaxJs): Peer {
  return { name: 'jax-js jit step', start: (setting) => startTrainer(jax, setting) };
}

function startTrainer(jax: JaxJs, setting: Setting): Trainer {
  const { numpy: np } = jax;
  const batches = cutBatches(jax, setting);
  const layers = splitParameters(setting).flatMap(({ shape, weights, biases }) => [
    np.array(weights, { shape }),
    np.array(biases),
  ]);
  const makeZeros = () => layers.map(({ shape }) => np.zeros(shape));
  let state: State = [layers, makeZeros(), makeZeros()];
  let steps = 0;
  const takeStep = compileStep(jax);

  function runEpoch(): void {
    for (const { x, y } of batches) {
      steps++;
      const correction1 = np.array(1 / (1 - BETA1 ** steps));
      const correction2 = np.array(1 / Math.sqrt(1 - BETA2 ** steps));
      state = takeStep(...state, correction1, correction2, x.ref, y.ref);
      // Work waits until a value is read, and the more of it waits, the longer each step takes: 1.1 ms, and 3 ms if only
      // every sixteenth step reads one.
      state[0][1].ref.dataSync();
    }
  }

  return {
    train: (epochs) =>
      timeSeconds(() => {
        for (let epoch = 0; epoch < epochs; epoch++) runEpoch();
      }),
    readParameters: async () =>
      joinParameters(state[0].map((tensor) => tensor.ref.dataSync() as Float32Array)),
    close() {
      for (const tensor of [...state.flat(), ...batches.flatMap(({ x, y }) => [x, y])]) tensor.dispose();
    },
  };
}

function cutBatches({ numpy: np }: JaxJs, { inputs, rows, batchSize, x, y }: Setting) {
  return Array.from({ length: Math.ceil(rows / batchSize) }, (_, step) => {
    const from = step * batchSize;
    const to = Math.min(rows, from + batchSize);
    return {
      x: np.array(x.slice(from * inputs, to * inputs), { shape: [to - from, inputs] }),
      y: np.array(y.slice(from, to), { shape: [to - from, 1] }),
    };
  });
}

/** A call consumes its arguments, as all functions of jax-js do; `ref` keeps one for another use. */
function compileStep(jax: JaxJs) {
  const { numpy: np, nn } = jax;

  function objective(layers: Layers, x: Tensor, y: Tensor): Tensor {
    const norms = layers.filter((_, i) => i % 2 === 0).map((weights) => np.abs(weights.ref).sum());
    const norm = norms.reduce((sum, one) => sum.add(one));
    let values = x;
    for (let l = 0; l < layers.length; l += 2) {
      values = np.matmul(values, layers[l]).add(layers[l + 1]);
      if (l + 2 < layers.length) values = nn.relu(values);
    }
    return np.square(values.sub(y)).mean().add(norm.mul(LAMBDA));
  }

  function step(
    layers: Layers,
    first: Layers,
    second: Layers,
    correction1: Tensor,
    correction2: Tensor,
    x: Tensor,
    y: Tensor,
  ): State {
    const kept = layers.map((tensor) => tensor.ref);
    const gradient = jax.grad(objective)(kept, x, y) as Layers;
    const first2 = first.map((m, i) => m.mul(BETA1).add(gradient[i].ref.mul(1 - BETA1)));
    const second2 = second.map((v, i) => v.mul(BETA2).add(np.square(gradient[i]).mul(1 - BETA2)));
    const moved = layers.map((w, i) => {
      const slope = first2[i].ref.mul(correction1.ref).mul(LEARNING_RATE);
      return w.sub(slope.div(np.sqrt(second2[i].ref).mul(correction2.ref).add(EPSILON)));
    });
    correction1.dispose();
    correction2.dispose();
    return [moved, first2, second2];
  }

  return jax.jit(step);
}
