import * as tf from '@tensorflow/tfjs-core';
import type { Matrix } from '../../data/encode.ts';
import type { Engine, EnginePair, PairRows, TrialShape } from '../engine.ts';
import { layoutParameters } from '../layout.ts';
import { startBackend, type TfjsModules } from './backend.ts';
import { TfjsTrial } from './trial.ts';

/**
 * The engine on `@tensorflow/tfjs-core` and its WASM backend: every activation, loss and optimizer on
 * the menu, differentiated by tfjs. tfjs starts when the first pair opens.
 */
export function createTfjsEngine(modules: TfjsModules): Engine {
  return {
    name: 'tfjs',
    findUnsupported: () => null,
    estimateSeconds: (steps, flops) => steps * SECONDS_PER_STEP + flops / FLOPS_PER_SECOND,
    measureBytes,
    async openPair({ features, targets, held }: PairRows): Promise<EnginePair> {
      const backend = await startBackend(modules);
      // Inside `tidy`, so that nothing stays in the heap if it has no room for all.
      const rows = tf.tidy(() => {
        const training = upload(features);
        const sets = { ...uploadAll(held), training };
        return { features: training, targets: upload(targets), sets };
      });
      return {
        startTrial: (spec, initial) => new TfjsTrial(backend, rows, spec, initial),
        close: () => tf.dispose(rows),
      };
    },
  };
}

/** Nearly all of a small step is overhead of tfjs. `npm run bench` prints both; these are on the safe side. */
const SECONDS_PER_STEP = 6e-4;
const FLOPS_PER_SECOND = 3e9;

/** Parameters, their layer tensors, gradient, two moments, and the update's intermediate values. */
const PARAMETER_COPIES = 8;

/** An estimate: rows, parameters, and activations of a batch or of all rows predicted at once. */
function measureBytes({ network, batchSize, trainingRows, heldRows }: TrialShape): number {
  const { layers, parameterCount } = layoutParameters(network);
  const rows = heldRows.reduce((sum, held) => sum + held, trainingRows);
  const widths = layers.reduce((sum, { outputs }) => sum + outputs, 0);
  const activations = Math.max(3 * Math.min(batchSize, trainingRows), trainingRows, ...heldRows) * widths;
  return (
    4 *
    (rows * network.inputs + trainingRows * network.outputs + activations + PARAMETER_COPIES * parameterCount)
  );
}

function upload({ values, rows, columns }: Matrix): tf.Tensor2D {
  return tf.tensor2d(values, [rows, columns]);
}

function uploadAll(matrices: Readonly<Record<string, Matrix>>): Record<string, tf.Tensor2D> {
  return Object.fromEntries(Object.entries(matrices).map(([name, matrix]) => [name, upload(matrix)]));
}
