import type { PairRows } from '../../src/engines/engine.ts';
import type { Recording } from '../compare/samples.ts';
import { traceHidden, weightsByLayer } from './network.ts';

// What is seen of a network after training, worked out naively from its parameters.

/** The share of the weights that are at most a hundredth of the largest of their layer. */
export function shareNearZero({ spec, parameters }: Recording['trials'][number]): number {
  const layers = weightsByLayer(spec.network, [...parameters]);
  const near = layers.map((weights) => {
    const limit = 0.01 * Math.max(...weights.map(Math.abs));
    return weights.filter((w) => Math.abs(w) <= limit).length;
  });
  return near.reduce((a, b) => a + b) / layers.flat().length;
}

/** The share of the units with an incoming weight above that limit which are 0 on all of at most 256 rows. */
export function shareDead(trial: Recording['trials'][number], { features }: PairRows): number {
  if (features.rows > 256) throw new Error('more rows than are looked at');
  const { network } = trial.spec;
  const x = Array.from({ length: features.rows }, (_, row) =>
    Array.from(features.values.slice(row * features.columns, (row + 1) * features.columns)),
  );
  const weights = weightsByLayer(network, [...trial.parameters]);
  const units = network.hidden.flatMap((width, layer) => {
    const limit = 0.01 * Math.max(...weights[layer].map(Math.abs));
    const traces = x.map((row) => traceHidden(network, [...trial.parameters], row)[layer]);
    return Array.from({ length: width }, (_, unit) => ({
      isConnected: weights[layer].some((w, i) => i % width === unit && Math.abs(w) > limit),
      isSilent: traces.every((values) => values[unit] <= 0),
    }));
  });
  const connected = units.filter(({ isConnected }) => isConnected);
  return connected.filter(({ isSilent }) => isSilent).length / connected.length;
}
