import { layoutParameters } from '../../src/engines/layout.ts';
import type { Setting } from '../setting.ts';

/** The initial weights [inputs, outputs] and biases of each layer. */
export function splitParameters({ inputs, hidden, initial }: Setting) {
  const { layers } = layoutParameters({ inputs, hidden, outputs: 1 });
  return layers.map((layer) => ({
    shape: [layer.inputs, layer.outputs] as [number, number],
    weights: initial.slice(layer.weights, layer.weights + layer.inputs * layer.outputs),
    biases: initial.slice(layer.biases, layer.biases + layer.outputs),
  }));
}

/** Reorders alternating weights and biases into all weights, then all biases. */
export function joinParameters(tensors: readonly ArrayLike<number>[]): Float32Array {
  const weights = tensors.filter((_, i) => i % 2 === 0);
  const biases = tensors.filter((_, i) => i % 2 === 1);
  return Float32Array.from([...weights, ...biases].flatMap((tensor) => Array.from(tensor)));
}
