import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { compare } from '../../src/compare/compare.ts';
import { AbsumError } from '../../src/errors.ts';
import { ReportSchema } from '../../src/report/schema.ts';
import { engines } from '../host.ts';

const plain = fc.double({ min: -10, max: 10, noNaN: true });
const extreme = fc.constantFrom(0, 3.4e38, -3.4e38, 1e-45, 1e12);
const number = fc.oneof({ weight: 20, arbitrary: plain }, { weight: 1, arbitrary: extreme });
const odd = fc.constantFrom(null, 'a', 'b', true, 1e39);
const cell = fc.oneof({ weight: 30, arbitrary: number }, { weight: 1, arbitrary: odd });
const targetCell = fc.oneof({ weight: 200, arbitrary: number }, { weight: 1, arbitrary: odd });
const magnitude = fc.oneof(
  fc.double({ min: 1e-4, max: 1, noNaN: true }),
  fc.constantFrom(1e-300, 1e-30, 1e10, 1e30, 1e300),
);
const part = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

/** Rows of 1 to 3 features, a few of them equal, missing, text or at the ends of f32. */
const data = fc.oneof(
  fc.integer({ min: 1, max: 3 }).chain((width) =>
    fc
      .array(fc.tuple(fc.array(cell, { minLength: width, maxLength: width }), targetCell), { maxLength: 14 })
      .map((rows) => ({
        x: rows.map(([features]) => features),
        y: rows.map(([, target]) => target),
        missing: 'mean',
      })),
  ),
  fc.record({ dataset: fc.constant('friedman1'), rows: fc.constant(12), seed: fc.nat() }),
);

const rate = fc.constantFrom(0, 0.5, 0.9, 0.999);
const optimizer = fc.oneof(
  fc.record({ name: fc.constant('sgd'), learningRate: magnitude }),
  fc.record({ name: fc.constant('momentum'), learningRate: magnitude, momentum: rate }),
  fc.record({ name: fc.constant('rmsprop'), learningRate: magnitude, decay: rate, epsilon: magnitude }),
  fc.record({ name: fc.constant('adam'), learningRate: magnitude, beta1: rate, beta2: rate }),
);

const recipe = fc.record(
  {
    data,
    split: fc.oneof(
      fc.record({ folds: fc.integer({ min: 2, max: 3 }), order: fc.constantFrom('shuffled', 'given') }),
      fc.record({
        holdout: fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        repeats: fc.integer({ min: 1, max: 2 }),
      }),
    ),
    standardize: fc.record({ features: fc.boolean(), target: fc.boolean() }),
    network: fc.record({
      hidden: fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 2 }),
      activation: fc.constantFrom('relu', 'tanh', 'sigmoid', 'elu', 'linear'),
      dropout: fc.constantFrom(0, 0.3, 0.95),
    }),
    loss: fc.constantFrom('mse', 'mae', 'huber', 'cross-entropy'),
    optimizer,
    training: fc.record({
      epochs: fc.integer({ min: 1, max: 3 }),
      batchSize: fc.integer({ min: 1, max: 20 }),
      batches: fc.constantFrom('shuffled', 'sequential', 'overlapping'),
      evaluate: part(fc.integer({ min: 2, max: 4 })),
      patience: part(fc.constant(1)),
    }),
    penalty: fc.record({
      lambdas: fc.oneof(
        {
          weight: 6,
          arbitrary: fc.uniqueArray(fc.oneof(plain, fc.constantFrom(0, 0.01, 1e15, -1e15, 1e30, 1e-300)), {
            minLength: 1,
            maxLength: 2,
          }),
        },
        { weight: 1, arbitrary: fc.constant('auto') },
      ),
      method: fc.constantFrom('subgradient', 'proximal'),
      scale: fc.constantFrom('sum', 'mean'),
      include: fc.constantFrom('weights', 'all'),
      groups: fc.constantFrom(null, null, 'features'),
    }),
    compare: fc.record({
      nested: fc.constantFrom(null, null, { folds: 2 }),
      equivalence: fc.constantFrom(0, 0.01, 1),
      tolerance: fc.constantFrom(0, 0.05, 1),
    }),
    include: fc.constantFrom([], ['model'], ['predictions', 'weights']),
    seed: fc.nat(),
  },
  { requiredKeys: ['data', 'split', 'network', 'training', 'penalty'] },
);

describe('any recipe of the right shape', () => {
  it('gives a report of finite numbers that its schema accepts, or a refusal', async () => {
    let reports = 0;
    let converged = 0;
    await fc.assert(
      fc.asyncProperty(recipe, async (input) => {
        // Through JSON, as a caller sends it: what is undefined is left out.
        const sent: unknown = JSON.parse(JSON.stringify(input));
        const report = await compare(sent, { engines }).catch((error: unknown) => {
          if (error instanceof AbsumError && error.issues.length > 0) return null;
          throw error;
        });
        if (report === null) return;
        reports += 1;
        converged += report.lambdas.filter(({ diverged }) => diverged.length === 0).length;
        v.parse(ReportSchema, report); // refuses NaN and infinities, which JSON would turn into null
        v.parse(ReportSchema, JSON.parse(JSON.stringify(report)));
      }),
      { numRuns: 300, seed: 2 },
    );
    // Else refusals or divergence have taken over, and little was tried.
    expect(Math.min(reports, converged)).toBeGreaterThan(80);
  }, 60_000);
});
