import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path/posix';
import {
  CheckAnswerSchema,
  FaultSchema,
  ReadFieldSchema,
  ReadRecipeSchema,
  UnreadSchema,
} from '../../src/check/answer.ts';
import { CandidateSchema, JudgeAnswerSchema, JudgeReadingSchema } from '../../src/judge/answer.ts';
import { JudgeFindingSchema } from '../../src/judge/findings/finding.ts';
import { ColumnsSchema, JudgeData, JudgeSchema } from '../../src/judge/request.ts';
import { ModelSchema } from '../../src/model/model.ts';
import { PredictionSchema } from '../../src/model/predict.ts';
import { PlanSchema } from '../../src/plan/schema.ts';
import { BuiltInData, CsvData, Data } from '../../src/recipe/data.ts';
import { NetworkSchema, OptimizerSchema, TrainingSchema } from '../../src/recipe/network.ts';
import {
  CompareSchema,
  PenaltySchema,
  RecipeSchema,
  SplitSchema,
  TrainSchema,
} from '../../src/recipe/schema.ts';
import { Thresholds } from '../../src/recipe/thresholds.ts';
import { AdviceSchema } from '../../src/report/advice/advice.ts';
import { ComparisonSchema, JudgementSchema, TestSchema } from '../../src/report/comparison.ts';
import { FindingSchema } from '../../src/report/findings/finding.ts';
import { FirstLayerSchema, LossesSchema, PredictionsSchema } from '../../src/report/included.ts';
import { ReadingSchema } from '../../src/report/reading.ts';
import { LambdaReportSchema, ReportSchema, SummarySchema } from '../../src/report/schema.ts';
import { WorthAnswerSchema, WorthOfFaultSchema } from '../../src/worth/answer.ts';
import { WorthSchema } from '../../src/worth/request.ts';
import { type TypeTable, writeTypes } from './write-types.ts';

// The types of the published package, as an editor shows them: each field with what the schema says of it.

const [, , RowsData, ArraysData] = Data.options;
const report = ReportSchema.entries;

/** What a caller writes. */
export const INPUT_TYPES = {
  RecipeInput: {
    schema: RecipeSchema,
    about: 'A recipe of `compare`, as a caller may write it. Only `data` is required.',
  },
  TrainInput: {
    schema: TrainSchema,
    about:
      'A recipe of `train`, one network with one lambda, as a caller may write it. Only `data` is required.',
  },
  DataInput: { schema: Data, about: 'The data of a recipe, in one of four forms.' },
  BuiltInDataInput: { schema: BuiltInData, about: 'A data set that comes with absum.' },
  CsvDataInput: { schema: CsvData, about: 'A table as CSV text.' },
  RowsDataInput: { schema: RowsData, about: 'A table as objects, one for each row.' },
  ArraysDataInput: { schema: ArraysData, about: 'Features and target as arrays of their own.' },
  SplitInput: { schema: SplitSchema, about: 'How rows become pairs of training and validation rows.' },
  NetworkInput: { schema: NetworkSchema, about: 'The network that every lambda trains.' },
  OptimizerInput: { schema: OptimizerSchema, about: 'An update rule with its settings.' },
  TrainingInput: { schema: TrainingSchema, about: 'How long and in which batches a network trains.' },
  PenaltyInput: { schema: PenaltySchema, about: 'The penalty and the lambdas to compare.' },
  CompareInput: { schema: CompareSchema, about: 'How the lambdas are judged.' },
  ThresholdsInput: { schema: Thresholds, about: 'Where the findings draw their lines.' },
  JudgeInput: {
    schema: JudgeSchema,
    about: 'What `judge` is asked, as a caller may write it. Only `data` is required.',
  },
  ScoresInput: { schema: JudgeData, about: 'Scores that others measured, in one of four forms.' },
  ScoreColumnsInput: { schema: ColumnsSchema, about: 'Which column of a table of scores is what.' },
  WorthInput: {
    schema: WorthSchema,
    about: 'What `weighLoop` is asked: a loop, as text or as checked, and a recipe with the data.',
  },
  ModelInput: {
    schema: ModelSchema,
    about: 'A model as `predict` and `exportOnnx` take it: that of a report, or its JSON.',
  },
} as const satisfies TypeTable;

/** What absum gives back. */
export const OUTPUT_TYPES = {
  Report: {
    schema: ReportSchema,
    about: 'What a comparison answers. The same recipe gives the same report.',
  },
  LambdaReport: { schema: LambdaReportSchema, about: 'What one lambda came to.' },
  Summary: { schema: SummarySchema, about: 'One figure over all pairs.' },
  Comparison: { schema: ComparisonSchema, about: 'One network against another, and the verdict.' },
  AtBestEpoch: {
    schema: ComparisonSchema.entries.atBestEpoch,
    about: 'The same, each stopped at its best epoch.',
  },
  Test: { schema: TestSchema, about: 'How a difference was tested.' },
  Choice: { schema: report.choice, about: 'Which lambda to take, and others that one may prefer.' },
  Advice: { schema: AdviceSchema, about: 'What to do for one goal.' },
  Finding: { schema: FindingSchema, about: 'What a careful colleague would point out.' },
  Reading: { schema: ReadingSchema, about: 'How the data were read.' },
  Reference: {
    schema: report.references.item,
    about: 'What the chosen network is up against: the mean of the target, or a linear model.',
  },
  Stopping: { schema: report.stopping, about: 'What stopping at the best epoch changes.' },
  Path: { schema: report.path, about: 'What becomes zero as lambda grows.' },
  Nested: { schema: report.nested, about: 'What choosing lambda by inner folds gains.' },
  Predictions: {
    schema: PredictionsSchema,
    about: 'What each lambda predicts for rows that did not train it.',
  },
  Losses: { schema: LossesSchema, about: 'What the verdict is computed from, row by row.' },
  FirstLayer: { schema: FirstLayerSchema, about: 'The first layer of each lambda, on the first pair.' },
  Model: {
    schema: ModelSchema,
    about: 'A trained network as plain JSON, with everything needed to predict.',
  },
  JudgeAnswer: { schema: JudgeAnswerSchema, about: 'What `judge` answers.' },
  JudgedCandidate: { schema: CandidateSchema, about: 'What one candidate came to.' },
  Judgement: { schema: JudgementSchema, about: 'One candidate against another, and the verdict.' },
  Gate: { schema: CandidateSchema.entries.gate, about: 'What scripts ask of a candidate.' },
  More: { schema: CandidateSchema.entries.more, about: 'How much more would settle it.' },
  JudgeReading: { schema: JudgeReadingSchema, about: 'How the scores were read.' },
  JudgeFinding: {
    schema: JudgeFindingSchema,
    about: "What a careful colleague would say on seeing somebody's scores.",
  },
  CheckAnswer: { schema: CheckAnswerSchema, about: 'What `checkLoop` answers.' },
  Fault: { schema: FaultSchema, about: 'What is wrong with a training loop, and where.' },
  ReadRecipe: { schema: ReadRecipeSchema, about: 'A training loop as a recipe, as written and as meant.' },
  ReadField: { schema: ReadFieldSchema, about: 'A field of such a recipe, and the line that says it.' },
  Unread: { schema: UnreadSchema, about: 'A field of such a recipe that could not be read.' },
  WorthAnswer: { schema: WorthAnswerSchema, about: 'What `weighLoop` answers.' },
  WorthOfFault: { schema: WorthOfFaultSchema, about: 'What one fault of a loop was worth.' },
  PlanFigures: { schema: PlanSchema, about: 'What a comparison would cost.' },
  Prediction: { schema: PredictionSchema, about: 'What a model predicts for some rows.' },
} as const satisfies TypeTable;

/** The file of the published types that holds them. */
const FILE = 'written.d.ts';

/** Both sides as one file of declarations. */
export function writePublicTypes(): string {
  return `${writeTypes(INPUT_TYPES, 'input')}\n${writeTypes(OUTPUT_TYPES, 'output')}`;
}

/** A type that the compiler infers from a schema. */
const INFERRED = /^export type (\w+) = (?:DeepReadonly<)?v\.Infer(?:Input|Output)<typeof \w+>+;$/gm;

/**
 * Puts the written types in place of those that are inferred, wherever the published declarations export one by its name.
 *
 * @param folder what the compiler has written
 */
export function publishTypes(folder: string): void {
  writeFileSync(join(folder, FILE), writePublicTypes());
  for (const file of globSync(`${folder}/**/*.d.ts`)) {
    const declared = readFileSync(file, 'utf8');
    const path = relative(dirname(file), folder) || '.';
    const published = declared.replace(INFERRED, (line, name: string) =>
      name in INPUT_TYPES || name in OUTPUT_TYPES
        ? `import type { ${name} } from '${path}/${FILE.replace('.d.ts', '.ts')}';\nexport type { ${name} };`
        : line,
    );
    if (published !== declared) writeFileSync(file, published);
  }
}
