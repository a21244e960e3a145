import * as tf from '@tensorflow/tfjs-core';
import type { Matrix } from '../../data/encode.ts';
import type { EnginePair, PairRows } from '../engine.ts';
import { startBackend, type TfjsModules } from './backend.ts';
import { TfjsTrial } from './trial.ts';

/** Starts tfjs if nobody has, and puts the rows of a pair into its heap. */
export async function openPair(
  modules: TfjsModules,
  { features, targets, held }: PairRows,
): Promise<EnginePair> {
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
}

function upload({ values, rows, columns }: Matrix): tf.Tensor2D {
  return tf.tensor2d(values, [rows, columns]);
}

function uploadAll(matrices: Readonly<Record<string, Matrix>>): Record<string, tf.Tensor2D> {
  return Object.fromEntries(Object.entries(matrices).map(([name, matrix]) => [name, upload(matrix)]));
}
