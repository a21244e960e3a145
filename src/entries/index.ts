/** The library: absum for use in other programs. */
import { loadModule as loadBundled, loadRelaxed } from '#absum-module';
import type { CheckAnswer } from '../check/answer.ts';
import { type CompareOptions, compare as compareWith, plan as planWith } from '../compare/compare.ts';
import type { TrainedNetwork } from '../compare/train.ts';
import type { Engine } from '../engines/engine.ts';
import { createFusedEngine } from '../engines/fused/engine.ts';
import type { JudgeAnswer } from '../judge/answer.ts';
import type { JudgeInput } from '../judge/request.ts';
import type { Model, ModelInput } from '../model/model.ts';
import type { Prediction, PredictOptions } from '../model/predict.ts';
import type { RowsInput } from '../model/read-rows.ts';
import type { PlanFigures } from '../plan/schema.ts';
import type { RecipeInput, TrainInput } from '../recipe/schema.ts';
import type { Report } from '../report/schema.ts';
import type { WorthAnswer } from '../worth/answer.ts';
import type { WorthInput } from '../worth/request.ts';

export type { Fault, ReadField, ReadRecipe, Unread } from '../check/answer.ts';
export type { FaultCode } from '../check/faults/codes.ts';
export type { Executor } from '../compare/executor.ts';
export type { ProgressEvent, ProgressListener } from '../compare/progress.ts';
export type { CsvReader } from '../data/csv/csv.ts';
export { AbsumError, type ErrorCode, type Issue } from '../errors.ts';
export type { Gate, JudgedCandidate, JudgeReading, More } from '../judge/answer.ts';
export type { JudgeFinding } from '../judge/findings/finding.ts';
export type { ModuleSource } from '../kernels/module-source.ts';
export { createPenalty, type L1Penalty } from '../kernels/penalty.ts';

export { DEFAULT_LIMITS, type Limits } from '../recipe/limits.ts';
export type { Advice } from '../report/advice/advice.ts';
export type { Comparison, Judgement } from '../report/comparison.ts';
export type { Finding } from '../report/findings/finding.ts';
export type { LambdaReport, Summary } from '../report/schema.ts';
export { VERSION } from '../version.ts';
export type { WorthOfFault } from '../worth/answer.ts';
export type {
  CheckAnswer,
  CompareOptions,
  Engine,
  JudgeAnswer,
  JudgeInput,
  Model,
  ModelInput,
  PlanFigures,
  Prediction,
  PredictOptions,
  RecipeInput,
  Report,
  RowsInput,
  TrainedNetwork,
  TrainInput,
  WorthAnswer,
  WorthInput,
};
export { createFusedEngine };

/** The compiled `absum.wasm` that comes with the library, for the kernels and for engines of your own. */
export async function loadModule(): Promise<WebAssembly.Module> {
  return loadBundled();
}

/** The options of `compare`; by default with the fused engine, whose module comes with the library. */
export type LibraryOptions = Partial<CompareOptions>;

function complete(options: LibraryOptions): CompareOptions {
  return { ...options, engines: options.engines ?? [createFusedEngine(loadBundled, loadRelaxed)] };
}

/**
 * Trains the same network on the same splits with the same random streams, once for each lambda.
 *
 * @param recipe what to compare: only `data` is required. It is validated, whatever its type says
 * @throws AbsumError with the place of each fault; `aborted` when the signal fired
 */
export function compare(recipe: RecipeInput, options: LibraryOptions = {}): Promise<Report> {
  return compareWith(recipe, complete(options));
}

/**
 * What a comparison would cost, without doing it.
 *
 * @param recipe as for `compare`
 * @throws AbsumError with the place of each fault
 */
export function plan(recipe: RecipeInput, options: LibraryOptions = {}): Promise<PlanFigures> {
  return planWith(recipe, complete(options));
}

/**
 * Trains one network with one lambda, on all rows or the given ones, and returns its weights.
 *
 * @param recipe what to train: only `data` is required. It is validated, whatever its type says
 * @throws AbsumError with the place of each fault; `limit-exceeded`; `aborted` when the signal fired
 */
export async function train(recipe: TrainInput, options: LibraryOptions = {}): Promise<TrainedNetwork> {
  const { train: trainWith } = await import('../compare/train.ts');
  return trainWith(recipe, complete(options));
}

/**
 * Predicts rows with a model that `compare` gave with `include: ["model"]`; its code is loaded at the first
 * call.
 *
 * @param model that of a report, or its JSON as read; it is validated, whatever its type says
 * @param rows objects by column name, arrays in the order of the features, or a CSV text; read as the training data were
 * @throws AbsumError `invalid-model` for a model that is damaged or of another version; `invalid-data` for rows that
 *   it cannot read, naming the cell; `limit-exceeded`
 */
export async function predict(
  model: ModelInput,
  rows: RowsInput,
  options: PredictOptions = {},
): Promise<Prediction> {
  const { collect, predictInTurns } = await import('../model/predict.ts');
  return collect(await predictInTurns(model, rows, options));
}

/**
 * Writes such a model as an ONNX file (opset 17), which includes the standardisation and has an input for
 * each feature.
 *
 * @param model that of a report, or its JSON as read; it is validated, whatever its type says
 * @throws AbsumError `invalid-model`
 */
export async function exportOnnx(model: ModelInput): Promise<Uint8Array> {
  const { exportOnnx: exportWith } = await import('../model/onnx/export-onnx.ts');
  return exportWith(model);
}

/** What ends the work of `judge`. */
export interface JudgeOptions {
  /** Stops the work when it fires. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Judges scores that others measured, of two candidates or more, by the test that lambdas are judged by; its code is loaded
 * at the first call.
 *
 * @param input the scores as arrays by candidate, a CSV text, rows, or a report; only `data` is required. It is validated,
 *   whatever its type says
 * @throws AbsumError with the place of each fault; `limit-exceeded`; `aborted` when the signal fired
 */
export async function judge(input: JudgeInput, options: JudgeOptions = {}): Promise<JudgeAnswer> {
  const { judge: judgeWith } = await import('../judge/judge.ts');
  return judgeWith(input, options);
}

/** What ends the work of `checkLoop`. */
export interface CheckOptions {
  /** Stops the work when it fires. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Says what is wrong with somebody's training loop, by line. Its text is read and never run; the parser is loaded at the
 * first call.
 *
 * @param text a Python script, or a notebook (.ipynb, its JSON), of up to a million characters
 * @throws AbsumError with the place of each fault of the request; `aborted` when the signal fired. A text that is no Python
 *   is no fault: the answer's notes say what could not be read
 */
export async function checkLoop(text: string, options: CheckOptions = {}): Promise<CheckAnswer> {
  const { checkLoop: checkWith } = await import('../check/check.ts');
  return checkWith(text, options);
}

/**
 * Trains somebody's loop as it is written, as it was meant, and as it was meant but with each fault alone, on the same pairs,
 * and says what each fault was worth. The loop is read and never run; the code for it is loaded at the first call.
 *
 * @param input the loop, as text or as what `checkLoop` answered, and a recipe with the data and what the loop does not say
 * @throws AbsumError with the place of each fault; `limit-exceeded` before any work; `aborted` when the signal fired
 */
export async function weighLoop(input: WorthInput, options: LibraryOptions = {}): Promise<WorthAnswer> {
  const { weighLoop: weighWith } = await import('../worth/worth.ts');
  return weighWith(input, complete(options));
}
