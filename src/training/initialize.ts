import type { Network } from '../engines/engine.ts';
import { layoutParameters } from '../engines/layout.ts';
import type { Random } from '../random/random.ts';

export type Initialization = 'he' | 'glorot' | 'pytorch';

/**
 * Draws a network's first parameters, in the order of `layout.ts`: every weight uniform on
 * [-limit, limit), biases 0.
 *
 * - he: limit = sqrt(6 / inputs) (He, Zhang, Ren and Sun 2015)
 * - glorot: limit = sqrt(6 / (inputs + outputs)) (Glorot and Bengio 2010)
 * - pytorch: limit = sqrt(1 / inputs), and the biases are drawn from it too (`torch.nn.Linear`)
 */
export function initializeParameters(
  network: Pick<Network, 'inputs' | 'hidden' | 'outputs'>,
  initialization: Initialization,
  random: Random,
): Float32Array {
  const { layers, parameterCount } = layoutParameters(network);
  const parameters = new Float32Array(parameterCount);
  for (const { inputs, outputs, weights, biases } of layers) {
    const limit = weightLimit(initialization, inputs, outputs);
    fillUniform(parameters.subarray(weights, weights + inputs * outputs), limit, random);
    if (initialization === 'pytorch')
      fillUniform(parameters.subarray(biases, biases + outputs), limit, random);
  }
  return parameters;
}

function weightLimit(initialization: Initialization, inputs: number, outputs: number): number {
  switch (initialization) {
    case 'he':
      return Math.sqrt(6 / inputs);
    case 'glorot':
      return Math.sqrt(6 / (inputs + outputs));
    case 'pytorch':
      return Math.sqrt(1 / inputs);
  }
}

function fillUniform(target: Float32Array, limit: number, random: Random): void {
  for (let i = 0; i < target.length; i++) target[i] = limit * (2 * random.nextUniform() - 1);
}
