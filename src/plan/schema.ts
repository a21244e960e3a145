import * as v from 'valibot';
import { count, describe, finite } from '../schema.ts';

// What a plan reports. A file of its own, since training alone needs none of its texts.

/** The arithmetic that training uses. */
export const ArithmeticSchema = v.strictObject({
  mode: describe(
    'strict: the same bytes on every host. relaxed: where the host is free to round products in its own way.',
    v.picklist(['strict', 'relaxed']),
  ),
  fusesProducts: describe(
    'Whether the host rounds a product and a sum at once. Of the hosts with relaxed arithmetic, all that do give the same bytes, and so do all that do not.',
    v.boolean(),
  ),
  reason: describe(
    'Why the arithmetic is strict although the recipe asks for the relaxed one.',
    v.nullable(v.string()),
  ),
});
export type ArithmeticFigures = v.InferOutput<typeof ArithmeticSchema>;

/** The figures of a plan, as `POST /v1/plan` answers them. */
export const PlanSchema = v.strictObject({
  engine: describe('The engine that trains: fused or tfjs.', v.string()),
  arithmetic: describe('The arithmetic that training uses.', ArithmeticSchema),
  rows: describe('Rows of the data, without those that are left out.', count),
  inputs: describe('Inputs of the network when all rows are encoded; a fold may have fewer.', count),
  parameters: describe('Weights and biases of the network.', count),
  pairs: describe('Pairs of training and validation rows: folds times repeats.', count),
  trials: describe('All trials that the recipe may take: the counts added up.', count),
  counts: describe(
    'What the trials are.',
    v.strictObject({
      grid: describe('Pairs times lambdas.', count),
      search: describe('For lambdas "auto": the most that the search may take.', count),
      inner: describe(
        'For compare.nested: in the inner folds of all pairs, and with what those folds chose.',
        count,
      ),
      refit: describe('For include "model".', count),
    }),
  ),
  steps: describe('Optimizer steps in all, if no trial ends early.', count),
  flops: describe(
    'Floating-point operations of the matrix products in all, evaluation after each epoch included.',
    count,
  ),
  bytes: describe(
    'Estimated bytes that the comparison holds in buffers and WebAssembly memories at most.',
    count,
  ),
  engineBytes: describe(
    'Of these, what the engine holds for the rows of a pair and one trial on them at most.',
    count,
  ),
  seconds: describe('Estimated seconds on one thread, from reading the data to the report.', v.number()),
});
export type PlanFigures = v.InferOutput<typeof PlanSchema>;

/** How the lambdas of "auto" were found. */
export const GridSchema = v.strictObject({
  maximum: describe(
    'The smallest lambda that zeroes every penalised parameter; those compared lie below it.',
    finite,
  ),
  exact: describe(
    'Whether it was computed (no hidden layer), or found within a tenth by training.',
    v.boolean(),
  ),
  trials: describe('Trials that the search took, besides those of the design.', count),
});
export type Grid = v.InferOutput<typeof GridSchema>;
