import { describeRecipeRequest, jsonOf, PROBLEM_RESPONSES, problem } from './openapi-parts.ts';

const ID = {
  name: 'id',
  in: 'path',
  required: true,
  schema: { type: 'string', pattern: '^[a-z2-7]{26}$' },
};

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  description:
    'The same key with the same recipe and data is the same sweep, however often it is posted. Take a random one, such as a UUID: whoever knows the key, the recipe and the data knows the id.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
};

const LAST_EVENT_ID = {
  name: 'Last-Event-ID',
  in: 'header',
  description: 'The id of the event that was heard last: the answer begins with the next.',
  schema: { type: 'string', pattern: '^[0-9]{0,15}$' },
};

const EVENTS =
  'Server-sent events, from the first on or after `Last-Event-ID`. Each has an id (1, 2, 3 and so on), a name and one line of JSON: `plan` (the Plan), `trial` for each trial that is done and each step beside the grid (`done`, `of`, `repeat`, `fold`, `lambda`, `value`, as POST /v1/compare tells them), and at last one of `report` (the same bytes as the JSON answer of POST /v1/compare), `error` (a Problem) and `stopped` (`done`, `of`). A comment comes after every 10 s of silence. A stream that ends before that goes on elsewhere: ask again with the id of the last event.';

const NO_SWEEPS = { 501: problem('This host runs no sweeps') };
const NOT_FOUND = { 404: problem('There is no such sweep, or it has expired'), ...NO_SWEEPS };

/** The paths of sweeps in the OpenAPI document. */
export function describeSweepPaths() {
  const { parameters, ...request } = describeRecipeRequest();
  const answer = (description: string) => jsonOf(description, 'Sweep');
  return {
    '/v1/sweeps': {
      post: {
        operationId: 'startSweep',
        summary: 'Start a comparison that outlives the request',
        parameters: [IDEMPOTENCY_KEY, ...parameters],
        ...request,
        responses: {
          202: { ...answer('The sweep, at the path that the header `Location` names'), headers: LOCATION },
          ...PROBLEM_RESPONSES,
          ...NO_SWEEPS,
        },
      },
    },
    '/v1/sweeps/{id}': {
      parameters: [ID],
      get: {
        operationId: 'viewSweep',
        summary: 'Say how far a sweep is, and what it has found',
        responses: { 200: answer('The sweep; with its report once it is done'), ...NOT_FOUND },
      },
      delete: {
        operationId: 'stopSweep',
        summary: 'Stop a sweep and keep what is done',
        responses: { 200: answer('The sweep; one that had ended stays as it was'), ...NOT_FOUND },
      },
    },
    '/v1/sweeps/{id}/events': {
      parameters: [ID],
      get: {
        operationId: 'followSweep',
        summary: 'Tell of the progress of a sweep',
        parameters: [LAST_EVENT_ID],
        responses: {
          200: { description: 'The events', content: { 'text/event-stream': { schema: EVENT_STREAM } } },
          204: { description: 'The sweep has ended, and nothing comes after the event named' },
          422: problem('The event named is none'),
          ...NOT_FOUND,
        },
      },
    },
    '/v1/sweeps/{id}/report': {
      parameters: [ID],
      get: {
        operationId: 'readReport',
        summary: 'The report alone, the same bytes as POST /v1/compare answers',
        responses: {
          200: jsonOf('The report', 'Report'),
          409: problem('The sweep is running, failed or was stopped'),
          410: problem('The report is lost'),
          ...NOT_FOUND,
        },
      },
    },
  };
}

const LOCATION = { Location: { description: 'Path of the sweep', schema: { type: 'string' } } };
const EVENT_STREAM = { type: 'string', description: EVENTS };
