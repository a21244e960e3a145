import { toJsonSchemaDefs } from '@valibot/to-json-schema';
import {
  CheckAnswerSchema,
  FaultSchema,
  ReadFieldSchema,
  ReadRecipeSchema,
  UnreadSchema,
} from '../check/answer.ts';
import { CheckSchema } from '../check/request.ts';
import { CandidateSchema, JudgeAnswerSchema } from '../judge/answer.ts';
import { JudgeFindingSchema } from '../judge/findings/finding.ts';
import { JudgeSchema } from '../judge/request.ts';
import { ModelSchema } from '../model/model.ts';
import { PredictionSchema } from '../model/predict.ts';
import { PlanSchema } from '../plan/schema.ts';
import { Data } from '../recipe/data.ts';
import { NetworkSchema, OptimizerSchema, TrainingSchema } from '../recipe/network.ts';
import { CompareSchema, LambdasSchema, PenaltySchema, RecipeSchema, SplitSchema } from '../recipe/schema.ts';
import { Thresholds } from '../recipe/thresholds.ts';
import { FindingSchema } from '../report/findings/finding.ts';
import { LambdaReportSchema, ReportSchema, SummarySchema } from '../report/schema.ts';
import { VERSION } from '../version.ts';
import { writeGlossaryTable } from '../words/write-glossary.ts';
import {
  BALANCE,
  describeCheckRequest,
  describeJudgeRequest,
  describeRecipeRequest,
  jsonOf,
  listServers,
  PROBLEM_RESPONSES,
} from './openapi-parts.ts';
import { describeSweepPaths } from './openapi-sweeps.ts';
import { ProblemSchema } from './problem.ts';
import { SweepSchema } from './sweep-schema.ts';
import { OnnxRequestSchema, PredictRequestSchema } from './tasks/predict-request.ts';

/**
 * The OpenAPI 3.1 document; its schemas are those that validate requests and type the answers.
 *
 * @param base the path under which all paths of the document lie, without a slash at its end
 */
export function describeApi(base = '') {
  return {
    openapi: '3.1.0',
    info: {
      title: 'absum',
      version: VERSION,
      description: `Does an L1 penalty on the weights of a small network help, and at which lambda? Trains the same network on the same splits with the same random streams, once for each lambda.\n\n${writeGlossaryTable()}`,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: listServers(base),
    security: SECURITY,
    paths: {
      '/v1/compare': {
        post: {
          operationId: 'compare',
          summary: 'Train once for each lambda and report what each one did',
          ...describeRecipeRequest(),
          responses: { 200: { ...describeReport(), headers: BALANCE }, ...PROBLEM_RESPONSES },
        },
      },
      '/v1/plan': {
        post: {
          operationId: 'plan',
          summary: 'Say what a comparison would cost',
          ...describeRecipeRequest(),
          responses: { 200: { ...jsonOf('The plan', 'Plan'), headers: BALANCE }, ...PROBLEM_RESPONSES },
        },
      },
      '/v1/judge': {
        post: {
          operationId: 'judge',
          summary: 'Say which differences between scores that others measured are real',
          ...describeJudgeRequest(),
          responses: { 200: jsonOf('The answer', 'JudgeAnswer'), ...PROBLEM_RESPONSES },
        },
      },
      '/v1/check': {
        post: {
          operationId: 'check',
          summary: "Say what is wrong with somebody's training loop, by line; its text is read and never run",
          ...describeCheckRequest(),
          responses: { 200: jsonOf('The answer', 'CheckAnswer'), ...PROBLEM_RESPONSES },
        },
      },
      '/v1/predict': {
        post: {
          operationId: 'predict',
          summary: 'Predict rows with the model of a report',
          ...describeJsonRequest('PredictRequest'),
          responses: { 200: jsonOf('The predictions', 'Prediction'), ...PROBLEM_RESPONSES },
        },
      },
      '/v1/onnx': {
        post: {
          operationId: 'exportOnnx',
          summary: 'Write the model of a report as an ONNX file, including the standardisation',
          ...describeJsonRequest('OnnxRequest'),
          responses: { 200: ONNX_FILE, ...PROBLEM_RESPONSES },
        },
      },
      ...describeSweepPaths(),
      '/v1/datasets': get('listDatasets', 'List the built-in data sets'),
      '/openapi.json': get('describeApi', 'This document'),
      '/healthz': get('checkHealth', 'Say that the service is up'),
    },
    components: { schemas: describeSchemas(), securitySchemes: SECURITY_SCHEMES },
  };
}

function describeSchemas() {
  const options = {
    target: 'draft-2020-12',
    errorMode: 'ignore',
    overrideRef: ({ referenceId }: { referenceId: string }) => `#/components/schemas/${referenceId}`,
  } as const;
  const input = {
    Recipe: RecipeSchema,
    Data,
    Split: SplitSchema,
    Network: NetworkSchema,
    Optimizer: OptimizerSchema,
    Training: TrainingSchema,
    Penalty: PenaltySchema,
    Lambdas: LambdasSchema,
    Compare: CompareSchema,
    Thresholds,
    JudgeRequest: JudgeSchema,
    CheckRequest: CheckSchema,
    Model: ModelSchema,
    PredictRequest: PredictRequestSchema,
    OnnxRequest: OnnxRequestSchema,
  };
  const output = {
    Report: ReportSchema,
    Model: ModelSchema,
    Prediction: PredictionSchema,
    LambdaReport: LambdaReportSchema,
    Summary: SummarySchema,
    Finding: FindingSchema,
    JudgeAnswer: JudgeAnswerSchema,
    JudgedCandidate: CandidateSchema,
    JudgeFinding: JudgeFindingSchema,
    CheckAnswer: CheckAnswerSchema,
    Fault: FaultSchema,
    ReadRecipe: ReadRecipeSchema,
    ReadField: ReadFieldSchema,
    Unread: UnreadSchema,
    Plan: PlanSchema,
    Sweep: SweepSchema,
    Problem: ProblemSchema,
  };
  return {
    ...toJsonSchemaDefs(input, { ...options, typeMode: 'input' }),
    ...toJsonSchemaDefs(output, { ...options, typeMode: 'output' }),
  };
}

function describeJsonRequest(name: string) {
  const schema = { $ref: `#/components/schemas/${name}` };
  return { requestBody: { required: true, content: { 'application/json': { schema } } } };
}

const EVENTS =
  'Server-sent events, for requests that accept them. Each has an id (1, 2, 3 and so on), a name and one line of JSON: first `plan` (the Plan); then `trial` for each finished trial (`done`, `of`, `repeat`, `fold`, `lambda`, and as `value` compare.metric on its validation rows) and `epoch` for some epochs of the trials (`repeat`, `fold`, `lambda`, `epoch`, `trainingDataLoss`, `validationDataLoss`, `penalty`, `objective`; `trainingDataLoss` and `objective` are null where training.evaluate leaves the training rows out); finally `report` (the same bytes as the JSON answer) or `error` (a Problem). At most 2,000 in all; a reader that lags misses some of the trials and epochs. A comment comes after every 10 s of silence. An error before the plan is answered by a Problem with its status. When the client goes away, the work stops.';

function describeReport() {
  const { description, content } = jsonOf('The report', 'Report');
  const events = { schema: { type: 'string', description: EVENTS } };
  return { description, content: { ...content, 'text/event-stream': events } };
}

const ONNX_FILE = {
  description: 'The file',
  content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
};

/** Services without keys serve everyone. */
const SECURITY = [{}, { key: [] }];
const SECURITY_SCHEMES = {
  key: { type: 'http', scheme: 'bearer', description: 'A key of the service, if it has keys.' },
};

function get(operationId: string, summary: string) {
  const content = { 'application/json': { schema: { type: 'object' } } };
  return {
    get: { operationId, summary, security: [], responses: { 200: { description: summary, content } } },
  };
}
