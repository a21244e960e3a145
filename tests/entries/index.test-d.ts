import { describe, expectTypeOf, test } from 'vitest';
import {
  AbsumError,
  type CompareOptions,
  compare,
  createFusedEngine,
  createPenalty,
  DEFAULT_LIMITS,
  type Engine,
  type ErrorCode,
  type Executor,
  exportOnnx,
  type L1Penalty,
  type Limits,
  loadModule,
  type Model,
  type ModuleSource,
  type PlanFigures,
  type Prediction,
  type ProgressEvent,
  plan,
  predict,
  type RecipeInput,
  type Report,
  type TrainedNetwork,
  type TrainInput,
  train,
  VERSION,
} from '../../src/entries/index.ts';

declare const executor: Executor;
declare const engine: Engine;
declare const penalty: L1Penalty;
declare const module: WebAssembly.Module;
const recipe: RecipeInput = { data: { dataset: 'diabetes' } };
const training: TrainInput = { data: { dataset: 'diabetes' } };

describe('the library', () => {
  test('compares, plans and trains with a recipe alone', () => {
    expectTypeOf(compare(recipe)).toEqualTypeOf<Promise<Report>>();
    expectTypeOf(plan(recipe)).toEqualTypeOf<Promise<PlanFigures>>();
    expectTypeOf(train(training)).toEqualTypeOf<Promise<TrainedNetwork>>();
    // @ts-expect-error no recipe
    compare();
  });

  test('takes options, each by itself', () => {
    compare(recipe, { engines: [engine], limits: DEFAULT_LIMITS, executor });
    compare(recipe, { signal: AbortSignal.timeout(1), onProgress: (event) => event.kind });
    compare(recipe, { signal: undefined });
    // @ts-expect-error no option
    compare(recipe, { workers: 4 });
    // @ts-expect-error an engine is not a name
    compare(recipe, { engines: ['fused'] });
    // @ts-expect-error a signal, not its controller
    compare(recipe, { signal: new AbortController() });
    // @ts-expect-error all limits or none
    compare(recipe, { limits: { trials: 5 } });
    expectTypeOf<CompareOptions['engines']>().toEqualTypeOf<readonly Engine[]>();
  });

  test('tells progress of three kinds', () => {
    expectTypeOf<ProgressEvent['kind']>().toEqualTypeOf<'plan' | 'trial' | 'epoch'>();
    compare(recipe, {
      onProgress: (event) => {
        if (event.kind === 'trial') expectTypeOf(event.value).toEqualTypeOf<number | null>();
        if (event.kind === 'epoch') expectTypeOf(event.objective).toEqualTypeOf<number | null>();
        // @ts-expect-error an epoch alone has an objective
        event.objective;
      },
    });
  });

  test('predicts rows by a model, from objects, arrays or a CSV text', () => {
    expectTypeOf(predict({}, [{ bmi: 1 }])).toEqualTypeOf<Promise<Prediction>>();
    predict({}, [[1, 'a', null]]);
    predict({}, 'bmi\n1');
    // @ts-expect-error no rows
    predict({});
    // @ts-expect-error a number is no row
    predict({}, [1]);
    expectTypeOf(exportOnnx({})).toEqualTypeOf<Promise<Uint8Array>>();
    expectTypeOf<Report['model']>().toEqualTypeOf<Model | null | undefined>();
  });

  test('has an error with a code that one can switch on', () => {
    expectTypeOf<AbsumError>().toExtend<Error>();
    expectTypeOf<AbsumError['code']>().toEqualTypeOf<ErrorCode>();
    expectTypeOf<'limit-exceeded' | 'aborted' | 'invalid-model'>().toExtend<ErrorCode>();
    const isLate = (error: AbsumError) =>
      // @ts-expect-error no code
      error.code === 'timeout';
    expectTypeOf(isLate).returns.toEqualTypeOf<boolean>();
    expectTypeOf(AbsumError).toBeConstructibleWith('invalid-data', [
      { place: 'rows', message: 'expected rows, got none' },
    ]);
  });

  test('brings its module along, for engines and kernels of one’s own', () => {
    expectTypeOf(loadModule()).toEqualTypeOf<Promise<WebAssembly.Module>>();
    expectTypeOf(loadModule).toExtend<ModuleSource>();
    expectTypeOf(createFusedEngine(loadModule)).toEqualTypeOf<Engine>();
    expectTypeOf(createPenalty(module)).toEqualTypeOf<L1Penalty>();
    expectTypeOf(penalty.absSum(new Float32Array(3))).toEqualTypeOf<number>();
    // @ts-expect-error the kernels count in float32
    penalty.absSum([1, 2, 3]);
    // @ts-expect-error a threshold has to be given
    penalty.softThreshold(new Float32Array(3));
    // The types cannot refuse what is not a module: to them `WebAssembly.Module` is an empty interface.
    // @ts-expect-error no module
    createFusedEngine();
  });

  test('has limits that nobody changes by accident', () => {
    expectTypeOf(DEFAULT_LIMITS).toExtend<Limits>();
    expectTypeOf(VERSION).toExtend<string>();
    // @ts-expect-error read-only
    DEFAULT_LIMITS.trials = 7;
  });
});
