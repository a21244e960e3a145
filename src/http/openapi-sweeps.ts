import { BALANCE, describeRecipeRequest, jsonOf, PROBLEM_RESPONSES, problem } from './openapi-parts.ts';

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
    'The same key with the same recipe and data means the same sweep, however often it is posted; with another recipe or other data it is refused. Keys of different API keys are apart. Use a random key, such as a UUID: on a service without API keys, anyone who knows the key can derive the id.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
};

const LAST_EVENT_ID = {
  name: 'Last-Event-ID',
  in: 'header',
  description: 'The id of the last event received: the answer begins with the next one.',
  schema: { type: 'string', pattern: '^[0-9]{0,15}$' },
};

const EVENTS =
  'Server-sent events, from the first on or after `Last-Event-ID`. Each has an id (1, 2, 3 and so on), a name and one line of JSON: `plan` (the Plan), `trial` for each finished trial of the grid and each other piece of work (`done`, `of`, `repeat`, `fold`, `lambda`, `value`, as in POST /v1/compare), and finally one of `report` (the same bytes as the JSON answer of POST /v1/compare), `error` (a Problem) and `stopped` (`done`, `of`). A comment comes after every 10 s of silence. A stream that ends before one of these is not over: ask again with the id of the last event.';

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
          202: {
            ...answer('The sweep, at the path that the header `Location` names'),
            headers: { ...LOCATION, ...BALANCE },
          },
          ...PROBLEM_RESPONSES,
          409: problem('The idempotency key belongs to another recipe or other data'),
          ...NO_SWEEPS,
        },
      },
    },
    '/v1/sweeps/{id}': {
      parameters: [ID],
      get: {
        operationId: 'viewSweep',
        summary: 'Say how far a sweep is and what it has found',
        responses: { 200: answer('The sweep, with its report once it is done'), ...NOT_FOUND },
      },
      delete: {
        operationId: 'stopSweep',
        summary: 'Stop a sweep and keep the trials that are done',
        responses: { 200: answer('The sweep; if it had already ended, it stays as it was'), ...NOT_FOUND },
      },
    },
    '/v1/sweeps/{id}/events': {
      parameters: [ID],
      get: {
        operationId: 'followSweep',
        summary: 'Follow the progress of a sweep',
        parameters: [LAST_EVENT_ID],
        responses: {
          200: { description: 'The events', content: { 'text/event-stream': { schema: EVENT_STREAM } } },
          204: { description: 'The sweep has ended, and there are no events after the given one' },
          422: problem('There is no such event'),
          ...NOT_FOUND,
        },
      },
    },
    '/v1/sweeps/{id}/report': {
      parameters: [ID],
      get: {
        operationId: 'readReport',
        summary: 'Only the report, the same bytes as the answer of POST /v1/compare',
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
