import { expect, it } from 'vitest';
import * as tf from '@tensorflow/tfjs-core';
import { compare } from '../../src/compare/compare.ts';
import { engines } from '../host.ts';

it('runs', async () => {
  const recipe = {
    data: { dataset: 'diabetes' },
    penalty: { lambdas: [-0.01, 0, 0.01] },
    split: { folds: 5, repeats: 1 },
    training: { epochs: 20 },
  };
  const t = performance.now();
  const report = await compare(recipe, { engines });
  console.log(performance.now() - t, report.cost);
  for (const l of report.lambdas) console.log(l.lambda, l.validation.rmse.mean, l.training.dataLoss.mean, l.training.penalty.mean, l.weights.zeros.values, l.weights.l1.mean, l.curves.objective.at(-1));
  const n = tf.memory().numTensors;
  const again = await compare(recipe, { engines });
  expect(tf.memory().numTensors).toBe(n);
  expect(n).toBe(0);
  expect(JSON.stringify(again)).toBe(JSON.stringify(report));
}, 100000);
