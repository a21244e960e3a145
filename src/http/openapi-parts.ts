import { describeJudgeParameters } from '../judge/describe-parameters.ts';
import { describeParameters, type ParameterInfo } from '../recipe/describe.ts';
import { LOOP_TYPES } from './tasks/check-request.ts';

// Pieces of the OpenAPI document that its paths share.

/** @param base the path under which all paths of the document lie, without a slash at its end */
export function listServers(base: string) {
  return [{ url: base === '' ? '/' : base }];
}

export function describeRecipeRequest() {
  return describeTableRequest('recipe', 'Recipe', describeParameters());
}

export function describeJudgeRequest() {
  return describeTableRequest('request', 'JudgeRequest', describeJudgeParameters());
}

export function describeCheckRequest() {
  const text = { schema: { type: 'string' } };
  const form = { type: 'object', properties: { file: { type: 'string' } }, required: ['file'] };
  return {
    requestBody: {
      required: true,
      content: {
        'application/json': { schema: { $ref: '#/components/schemas/CheckRequest' } },
        ...Object.fromEntries(LOOP_TYPES.map((type) => [type, text])),
        'multipart/form-data': { schema: form },
      },
    },
  };
}

/** @param name what the JSON is called, which a form has as a part */
function describeTableRequest(name: string, schema: string, infos: readonly ParameterInfo<string>[]) {
  const form = { type: 'object', properties: { file: { type: 'string' }, [name]: { type: 'string' } } };
  return {
    parameters: infos.map(({ name: parameter, path, description, choices }) => {
      const place = `With a CSV body: \`${path}\` of the ${name}; a list is separated by commas.`;
      const listed = choices === undefined ? [] : [`Choices: ${choices.join(', ')}.`];
      return {
        name: parameter,
        in: 'query',
        description: [...(description === '' ? [] : [description]), ...listed, place].join(' '),
        schema: { type: 'string' },
      };
    }),
    requestBody: {
      required: true,
      content: {
        'application/json': { schema: { $ref: `#/components/schemas/${schema}` } },
        'text/csv': { schema: { type: 'string' } },
        'multipart/form-data': { schema: form },
      },
    },
  };
}

export function jsonOf(description: string, name: string) {
  return {
    description,
    content: { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } },
  };
}

export function problem(description: string) {
  const schema = { $ref: '#/components/schemas/Problem' };
  return { description, content: { 'application/problem+json': { schema } } };
}

/** What is left of a budget, on a service that has budgets. */
export const BALANCE = {
  'RateLimit-Policy': {
    description:
      'Estimated seconds of work that the caller may ask for in a day (UTC), as draft-ietf-httpapi-ratelimit-headers has it: `"budget";q=3600;w=86400`. Only on a service with budgets.',
    schema: { type: 'string' },
  },
  RateLimit: {
    description: 'The seconds left, and those until the next day begins: `"budget";r=1800;t=43200`.',
    schema: { type: 'string' },
  },
};

export const PROBLEM_RESPONSES = {
  400: problem('The body cannot be read'),
  401: problem('The service needs a key, and the request has no valid one'),
  403: problem(
    'The service does not go by the name in `Host`, or takes no requests of the page that sent this one',
  ),
  413: problem('The body is too large'),
  415: problem('The content type, charset or encoding is not supported'),
  422: problem(
    'The recipe, the model or the data cannot be used, or the work exceeds a limit; each fault with its place',
  ),
  429: {
    ...problem(
      'Too many requests, too many sweeps at once, or the budget of the day is used up; Retry-After says how many seconds to wait',
    ),
    headers: BALANCE,
  },
  503: problem('The memory is taken by the work of others; Retry-After says how many seconds to wait'),
};
