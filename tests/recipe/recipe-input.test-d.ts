import { describe, expectTypeOf, test } from 'vitest';
import type { AskedRecipe, Recipe, RecipeInput, TrainInput } from '../../src/recipe/schema.ts';

/** Takes what a user may write; the compiler is the test. */
declare function write(recipe: RecipeInput): void;
declare function writeTraining(recipe: TrainInput): void;

const data = { dataset: 'diabetes' } as const;

describe('a recipe', () => {
  test('needs data, and nothing else', () => {
    write({ data });
    // @ts-expect-error no data
    write({});
    // @ts-expect-error nothing at all
    write();
  });

  test('takes data in each of four forms', () => {
    write({ data: { dataset: 'friedman1', rows: 200, features: 50, noise: 1, seed: 3 } });
    write({ data: { csv: 'x,y\n1,2', target: 'y', delimiter: ';', decimal: ',' } });
    write({ data: { rows: [{ x: 1, kind: 'even', on: true, gone: null, y: 2 }], target: 'y' } });
    write({ data: { x: [[1, 'a']], y: [2], names: ['x', 'kind'], missing: 'mean', ignore: ['kind'] } });
    write({ data: { x: [new Float32Array(2)], y: new Float64Array(1) } });
  });

  test('refuses data that no form takes', () => {
    // @ts-expect-error a CSV text without its target
    write({ data: { csv: 'x,y\n1,2' } });
    // @ts-expect-error rows without their target
    write({ data: { rows: [{ x: 1, y: 2 }] } });
    // @ts-expect-error features without targets
    write({ data: { x: [[1]] } });
    // @ts-expect-error a cell that is no number, text, boolean or null
    write({ data: { rows: [{ x: new Date() }], target: 'x' } });
    // @ts-expect-error an unknown delimiter
    write({ data: { csv: '', target: 'y', delimiter: '.' } });
    // @ts-expect-error an unknown way with missing values
    write({ data: { dataset: 'diabetes', missing: 'median' } });
    // @ts-expect-error a data set by its number
    write({ data: { dataset: 7 } });
  });

  test('takes each field of each part', () => {
    write({
      data,
      split: { folds: 5, repeats: 2, order: 'given', fixed: false, groups: 'patient' },
      standardize: { features: true, target: false },
      network: { hidden: [64, 32], activation: 'elu', dropout: 0.1, initialization: 'pytorch' },
      loss: 'huber',
      huberDelta: 1,
      optimizer: { name: 'adam', learningRate: 0.01, beta1: 0.9, beta2: 0.99, epsilon: 1e-8 },
      training: { epochs: 10, batchSize: 8, batches: 'overlapping', evaluate: 5, patience: null },
      penalty: { lambdas: [0, 0.1], method: 'proximal', scale: 'mean', include: 'all', groups: 'features' },
      compare: { metric: 'rmse', baseline: null, equivalence: 0.01, tolerance: 0.05, nested: { folds: 3 } },
      thresholds: { inertShare: 0.01 },
      include: ['model', 'predictions', 'weights'],
      engine: 'fused',
      seed: 1,
    });
    write({ data, split: { holdout: 0.2 }, penalty: { lambdas: 'auto' } });
    write({ data, split: { column: 'set' }, compare: { nested: {} } });
  });

  test('refuses a field that absum does not know, at every level', () => {
    // @ts-expect-error no field of a recipe
    write({ data, lambdas: [0] });
    // @ts-expect-error no field of data
    write({ data: { dataset: 'diabetes', url: 'x' } });
    // @ts-expect-error no field of split
    write({ data, split: { kfold: 5 } });
    // @ts-expect-error no field of standardize
    write({ data, standardize: { x: true } });
    // @ts-expect-error no field of network
    write({ data, network: { layers: [8] } });
    // @ts-expect-error no field of training
    write({ data, training: { iterations: 8 } });
    // @ts-expect-error no field of penalty
    write({ data, penalty: { lambda: 0.1 } });
    // @ts-expect-error no field of compare
    write({ data, compare: { alpha: 0.05 } });
    // @ts-expect-error no field of nested
    write({ data, compare: { nested: { repeats: 2 } } });
    // @ts-expect-error no threshold
    write({ data, thresholds: { significance: 0.05 } });
  });

  test('refuses a word that is not listed', () => {
    // @ts-expect-error no activation
    write({ data, network: { activation: 'swish' } });
    // @ts-expect-error no initialization
    write({ data, network: { initialization: 'zeros' } });
    // @ts-expect-error no loss
    write({ data, loss: 'rmse' });
    // @ts-expect-error no optimizer
    write({ data, optimizer: { name: 'lbfgs' } });
    // @ts-expect-error no way to make batches
    write({ data, training: { batches: 'random' } });
    // @ts-expect-error no method
    write({ data, penalty: { method: 'prox' } });
    // @ts-expect-error no scale
    write({ data, penalty: { scale: 'rows' } });
    // @ts-expect-error no order
    write({ data, split: { order: 'sorted' } });
    // @ts-expect-error no metric
    write({ data, compare: { metric: 'auc' } });
    // @ts-expect-error nothing that a report can include
    write({ data, include: ['curves'] });
    // @ts-expect-error no engine
    write({ data, engine: 'wasm' });
    // @ts-expect-error no word for lambdas
    write({ data, penalty: { lambdas: 'grid' } });
  });

  test('gives an optimizer only the settings of its own rule', () => {
    write({ data, optimizer: { name: 'sgd', learningRate: 0.1 } });
    write({ data, optimizer: { name: 'momentum', momentum: 0.9 } });
    write({ data, optimizer: { name: 'rmsprop', decay: 0.99, epsilon: 1e-8 } });
    // @ts-expect-error sgd has no momentum
    write({ data, optimizer: { name: 'sgd', momentum: 0.9 } });
    // @ts-expect-error momentum has no decay
    write({ data, optimizer: { name: 'momentum', decay: 0.9 } });
    // @ts-expect-error rmsprop has no beta1
    write({ data, optimizer: { name: 'rmsprop', beta1: 0.9 } });
    // @ts-expect-error which rule has to be said
    write({ data, optimizer: { learningRate: 0.1 } });
  });

  test('refuses a value of another type', () => {
    // @ts-expect-error one lambda is no list
    write({ data, penalty: { lambdas: 0.1 } });
    // @ts-expect-error a lambda is a number
    write({ data, penalty: { lambdas: ['0.1'] } });
    // @ts-expect-error one layer is no list
    write({ data, network: { hidden: 64 } });
    // @ts-expect-error a seed is a number
    write({ data, seed: '1' });
    // @ts-expect-error a penalty is an object
    write({ data, penalty: 0.1 });
    // @ts-expect-error what is included is a list
    write({ data, include: 'model' });
    // @ts-expect-error null is no number of epochs
    write({ data, training: { epochs: null } });
  });
});

describe('a recipe that was read', () => {
  test('has every default filled in', () => {
    expectTypeOf<AskedRecipe['training']['epochs']>().toEqualTypeOf<number>();
    expectTypeOf<AskedRecipe['network']['initialization']>().toEqualTypeOf<'he' | 'glorot' | 'pytorch'>();
    expectTypeOf<AskedRecipe['compare']['baseline']>().toEqualTypeOf<number | null>();
    expectTypeOf<AskedRecipe['penalty']['lambdas']>().toEqualTypeOf<'auto' | number[]>();
  });

  test('lists its lambdas once it is run', () => {
    expectTypeOf<Recipe['penalty']['lambdas']>().toEqualTypeOf<readonly number[]>();
  });
});

describe('a recipe to train one network', () => {
  test('takes one lambda and rows, and no split', () => {
    writeTraining({ data, rows: [0, 1, 2], penalty: { lambda: 0.1, method: 'proximal' } });
    // @ts-expect-error lambdas are compared, not trained
    writeTraining({ data, penalty: { lambdas: [0, 0.1] } });
    // @ts-expect-error nothing is split
    writeTraining({ data, split: { folds: 5 } });
    // @ts-expect-error nothing is compared
    writeTraining({ data, compare: {} });
    // @ts-expect-error rows are counted, not marked
    writeTraining({ data, rows: [true, false] });
  });
});
