import { toJsonSchemaDefs } from '@valibot/to-json-schema';
import { Data } from '../compare/data-schema.ts';
import { FindingSchema } from '../compare/findings/finding.ts';
import { Thresholds } from '../compare/findings/thresholds.ts';
import { PlanSchema } from '../compare/plan.ts';
import {
  Compare,
  Lambdas,
  Network,
  Optimizer,
  Penalty,
  RecipeSchema,
  Split,
  Training,
} from '../compare/recipe.ts';
import { LambdaReportSchema, ReportSchema, SummarySchema } from '../compare/report.ts';
import { VERSION } from '../version.ts';
import { ProblemSchema } from './problem.ts';
import { PARAMETER_NAMES, pathOf } from './query.ts';

/** The OpenAPI 3.1 document; its schemas are those that validate requests and type the answers. */
export function describeApi() {
  return {
    openapi: '3.1.0',
    info: {
      title: 'absum',
      version: VERSION,
      description:
        'Does an L1 penalty on the weights of a small network help, at which lambda? Trains the same network on the same splits with the same random streams once for each lambda.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    paths: {
      '/v1/compare': {
        post: {
          operationId: 'compare',
          summary: 'Train once for each lambda and report what each did',
          ...describeRecipeRequest(),
          responses: { 200: jsonOf('The report', 'Report'), ...PROBLEM_RESPONSES },
        },
      },
      '/v1/plan': {
        post: {
          operationId: 'plan',
          summary: 'Say what a comparison would cost',
          ...describeRecipeRequest(),
          responses: { 200: jsonOf('The plan', 'Plan'), ...PROBLEM_RESPONSES },
        },
      },
      '/v1/datasets': get('listDatasets', 'List the built-in data sets'),
      '/openapi.json': get('describeApi', 'This document'),
      '/healthz': get('checkHealth', 'Say that the service is up'),
    },
    components: { schemas: describeSchemas() },
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
    Split,
    Network,
    Optimizer,
    Training,
    Penalty,
    Lambdas,
    Compare,
    Thresholds,
  };
  const output = {
    Report: ReportSchema,
    LambdaReport: LambdaReportSchema,
    Summary: SummarySchema,
    Finding: FindingSchema,
    Plan: PlanSchema,
    Problem: ProblemSchema,
  };
  return {
    ...toJsonSchemaDefs(input, { ...options, typeMode: 'input' }),
    ...toJsonSchemaDefs(output, { ...options, typeMode: 'output' }),
  };
}

function describeRecipeRequest() {
  const form = { type: 'object', properties: { file: { type: 'string' }, recipe: { type: 'string' } } };
  return {
    parameters: PARAMETER_NAMES.map((name) => ({
      name,
      in: 'query',
      description: `With a CSV body: \`${pathOf(name)}\` of the recipe; a list is separated by commas.`,
      schema: { type: 'string' },
    })),
    requestBody: {
      required: true,
      content: {
        'application/json': { schema: { $ref: '#/components/schemas/Recipe' } },
        'text/csv': { schema: { type: 'string' } },
        'multipart/form-data': { schema: form },
      },
    },
  };
}

function jsonOf(description: string, name: string) {
  return {
    description,
    content: { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } },
  };
}

function problem(description: string) {
  const schema = { $ref: '#/components/schemas/Problem' };
  return { description, content: { 'application/problem+json': { schema } } };
}

const PROBLEM_RESPONSES = {
  400: problem('The body cannot be read'),
  413: problem('The body is too large'),
  415: problem('The content type is not supported'),
  422: problem(
    'The recipe or its data cannot be used, or the work exceeds a limit; each fault with its place',
  ),
};

function get(operationId: string, summary: string) {
  const content = { 'application/json': { schema: { type: 'object' } } };
  return { get: { operationId, summary, responses: { 200: { description: summary, content } } } };
}
