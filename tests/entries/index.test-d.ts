import { describe, expectTypeOf, test } from 'vitest';
import {
  AbsumError,
  type CheckAnswer,
  type CompareOptions,
  checkLoop,
  compare,
  createFusedEngine,
  createPenalty,
  DEFAULT_LIMITS,
  type Engine,
  type ErrorCode,
  type Executor,
  exportOnnx,
  type JudgeAnswer,
  type JudgeInput,
  judge,
  type L1Penalty,
  type Limits,
  loadModule,
  type Model,
  type ModelInput,
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
  type WorthAnswer,
  weighLoop,
} from '../../src/entries/index.ts';

declare const executor: Executor;
declare const engine: Engine;
declare const penalty: L1Penalty;
declare const module: WebAssembly.Module;
declare const model: Model;
declare const frozenModel: ModelInput;
declare const report: Report;
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

  test('takes a recipe from JSON, and one that is read-only throughout', () => {
    const asJson = JSON.parse('{}');
    compare(asJson);
    plan(asJson);
    train(asJson);
    const fixed = {
      data: {
        x: [
          [1, 'a'],
          [2, null],
        ],
        y: [1, 2],
        names: ['x', 'kind'],
      },
      network: { hidden: [64, 32] },
      optimizer: { name: 'momentum', momentum: 0.5 },
      penalty: { lambdas: [0, 0.1], method: 'proximal' },
      include: ['model', 'losses'],
    } as const;
    compare(fixed);
    plan(fixed);
    const { include: _, ...shared } = fixed;
    train({ ...shared, penalty: { lambda: 0.1 }, rows: [0, 1] } as const);
    const rows: readonly Readonly<Record<string, number>>[] = [{ a: 1, y: 2 }];
    const lambdas: readonly number[] = Object.freeze([0, 0.1]);
    compare({ data: { rows, target: 'y', ignore: ['a'] as const }, penalty: { lambdas } });
    compare({ data: { x: [new Float64Array(2)], y: new Float32Array(1) } });
    compare(Object.freeze({ data: Object.freeze({ csv: '', target: 'y' }) }));
  });

  test('takes undefined for every field that may be left out', () => {
    compare({ ...recipe, split: undefined, seed: undefined, include: undefined, huberDelta: undefined });
    compare({
      ...recipe,
      penalty: { lambdas: undefined, method: undefined },
      compare: { nested: undefined },
    });
    // @ts-expect-error null is no number of repeats
    compare({ ...recipe, split: { repeats: null } });
  });

  test('refuses what no recipe has, where the recipe is written', () => {
    // @ts-expect-error epochs
    compare({ data: { dataset: 'diabetes' }, training: { epoch: 4 } });
    // @ts-expect-error epochs
    plan({ data: { dataset: 'diabetes' }, training: { epoch: 4 } });
    // @ts-expect-error one lambda
    train({ data: { dataset: 'diabetes' }, penalty: { lambdas: [0] } });
    // @ts-expect-error proximal
    train({ data: { dataset: 'diabetes' }, penalty: { method: 'proximall' } });
    // @ts-expect-error a text
    compare('diabetes');
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

  test('judges scores in any of four forms', () => {
    expectTypeOf(judge({ data: { scores: { a: [1, 2], b: [2, 3] } } })).toEqualTypeOf<Promise<JudgeAnswer>>();
    judge(
      { data: { scores: { a: Float64Array.of(1, 2), b: [0.5, null] } } },
      { signal: new AbortController().signal },
    );
    judge({ data: { csv: 'a,b\n1,2', decimal: ',' }, direction: 'higher', candidates: ['b'] as const });
    judge({ data: { rows: [{ model: 'a', fold: 0, rmse: 1 }] }, columns: { candidate: ['model'] } });
    judge({ data: { report }, difference: 0.1 } as const satisfies JudgeInput);
    // @ts-expect-error: there is nothing to judge
    judge({});
    // @ts-expect-error: a direction that is none
    judge({ data: { csv: '' }, direction: 'up' });
    // @ts-expect-error: misspelt
    judge({ data: { csv: '' }, base: 'a' });
    const answer = {} as JudgeAnswer;
    expectTypeOf(answer.candidates[0].gate?.better).toEqualTypeOf<boolean | undefined>();
    expectTypeOf(answer.choice).toEqualTypeOf<string>();
  });

  test('checks a training loop by its text', () => {
    expectTypeOf(checkLoop('loss.backward()')).toEqualTypeOf<Promise<CheckAnswer>>();
    checkLoop('', { signal: new AbortController().signal });
    // @ts-expect-error: the text alone
    checkLoop({ text: '' });
    const { faults, recipe } = {} as CheckAnswer;
    expectTypeOf(faults[0].cell).toEqualTypeOf<number | null>();
    expectTypeOf(recipe?.fields[0].value).toEqualTypeOf<unknown>();
    // @ts-expect-error: a code that is none
    if (faults[0].code === 'penalty-substracted') return;
  });

  test('weighs the faults of a loop, as text or as it was checked', () => {
    const recipe = { data: { dataset: 'diabetes' } } as const;
    expectTypeOf(weighLoop({ text: '', recipe })).toEqualTypeOf<Promise<WorthAnswer>>();
    weighLoop({ check: {} as CheckAnswer, recipe: { ...recipe, training: { epochs: 3 } } });
    weighLoop({ text: '', recipe }, { onProgress: ({ kind }) => kind });
    // @ts-expect-error: there are no data to train on
    weighLoop({ text: '' });
    // @ts-expect-error: a recipe has no such field
    weighLoop({ text: '', recipe: { ...recipe, epochs: 3 } });
    const { faults, judgement } = {} as WorthAnswer;
    expectTypeOf(faults[0].candidate).toEqualTypeOf<string | null>();
    expectTypeOf(judgement).toEqualTypeOf<JudgeAnswer | null>();
  });

  test('predicts rows by a model, from objects, arrays or a CSV text', () => {
    expectTypeOf(predict(model, [{ bmi: 1 }])).toEqualTypeOf<Promise<Prediction>>();
    predict(model, [[1, 'a', null]]);
    predict(model, 'bmi\n1');
    predict(frozenModel, 'bmi\n1');
    predict(JSON.parse('{}'), 'bmi\n1');
    // @ts-expect-error no rows
    predict(model);
    // @ts-expect-error a number is no row
    predict(model, [1]);
    // @ts-expect-error no model
    predict({}, 'bmi\n1');
    // @ts-expect-error a report may have no model
    predict(report.model, 'bmi\n1');
    expectTypeOf(exportOnnx(model)).toEqualTypeOf<Promise<Uint8Array>>();
    exportOnnx(JSON.parse('{}'));
    // @ts-expect-error no model
    exportOnnx({});
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
