import { type Schema, Validator } from '@cfworker/json-schema';
import { beforeAll, describe, expect, test } from 'vitest';
import { createTestApp, request } from '#host';
import golden from '../../fixtures/report-digests.json' with { type: 'json' };
import { MAX_TEXT } from '../../src/check/limits.ts';
import { LOOP_TYPES } from '../../src/http/tasks/check-request.ts';
import { JUDGE_PARAMETERS } from '../../src/judge/parameters.ts';
import { PARAMETER_NAMES } from '../../src/recipe/parameters.ts';
import type { Report } from '../../src/report/schema.ts';
import { LOOP, NOTEBOOK } from './check/loop.ts';
import { parseEvents } from './events.ts';
import { createFakeSweeps } from './fake-sweeps.ts';
import { getJson, postJson, SMALL } from './send.ts';

interface Described {
  readonly description: string;
}
interface Operation {
  readonly parameters: readonly (Described & { readonly name: string })[];
  readonly requestBody: { readonly content: Readonly<Record<string, unknown>> };
  readonly responses: Readonly<Record<number, { content: Record<string, { schema: Described }> }>>;
}
let document: { components: { schemas: Record<string, Schema> } };
let paths: Readonly<Record<string, { post: Operation }>>;
beforeAll(async () => {
  document = (await getJson('/openapi.json')) as unknown as typeof document;
  ({ paths } = document as unknown as { paths: typeof paths });
});

/** The faults that a schema of the served document finds in a value. */
function validate(name: string, value: unknown) {
  const schema = { ...document, $ref: `#/components/schemas/${name}` } as Schema;
  return new Validator(schema, '2020-12', false).validate(value).errors;
}

const RECIPES = {
  small: SMALL,
  diverged: { ...SMALL, optimizer: { name: 'sgd', learningRate: 1e9 } },
  'single run': { ...SMALL, split: { holdout: 0.3, repeats: 1 } },
  'no baseline': { ...SMALL, penalty: { lambdas: [0.1] } },
  classes: { ...SMALL, data: { rows: makeClasses(), target: 'kind' }, loss: 'cross-entropy' },
  model: { ...SMALL, include: ['model'] },
  'no model': { ...SMALL, include: ['model'], optimizer: { name: 'sgd', learningRate: 1e9 } },
  predictions: { ...SMALL, include: ['predictions', 'weights'] },
  'predictions of classes': {
    ...SMALL,
    data: { rows: makeClasses(), target: 'kind' },
    loss: 'cross-entropy',
    include: ['predictions', 'weights'],
  },
  'no predictions': {
    ...SMALL,
    include: ['predictions', 'weights'],
    optimizer: { name: 'sgd', learningRate: 1e9 },
  },
  nested: { ...golden.recipes['nested-auto'], engine: 'auto' },
};

function makeClasses() {
  return Array.from({ length: 20 }, (_, i) => ({ a: i, b: (i * 7) % 5, kind: i % 3 === 0 ? 'p' : 'q' }));
}

describe('the served document', () => {
  test.each(Object.entries(RECIPES))(
    'describes the recipe, the plan and the report of: %s',
    async (_, recipe) => {
      expect(validate('Recipe', recipe)).toEqual([]);
      const plan = await postJson('/v1/plan', recipe);
      expect([plan.status, validate('Plan', await plan.json())]).toEqual([200, []]);
      const report = await postJson('/v1/compare', recipe);
      expect([report.status, validate('Report', await report.json())]).toEqual([200, []]);
    },
  );

  test('describes models, requests by them, and predictions', async () => {
    const report = (await (await postJson('/v1/compare', RECIPES.model)).json()) as Report;
    const classified = { ...RECIPES.classes, include: ['model'] };
    const classifier = (await (await postJson('/v1/compare', classified)).json()) as Report;
    for (const { model } of [report, classifier]) {
      expect(validate('Model', model)).toEqual([]);
      const x = [model?.features.map(() => 1)];
      for (const body of [
        { model, x },
        { model, rows: [{ a: 1 }] },
        { model, csv: 'a\n1', decimal: ',' },
      ]) {
        expect(validate('PredictRequest', body)).toEqual([]);
      }
      expect(validate('OnnxRequest', { model })).toEqual([]);
      const answer = await postJson('/v1/predict', { model, x });
      expect([answer.status, validate('Prediction', await answer.json())]).toEqual([200, []]);
      expect(validate('Model', { ...model, version: 2 })).not.toEqual([]);
      expect(validate('PredictRequest', { model: { ...model, layers: 1 }, x })).not.toEqual([]);
      expect(validate('PredictRequest', { model, rows: 1 })).not.toEqual([]);
    }
  });

  test('describes what a judge is asked, and what it answers', async () => {
    const scores = { a: [1, 2, 1.5, 1.7], b: [2, 3, 2.5, 2.8] };
    const table = { csv: 'fold,a,b\n0,1,2\n1,2,3\n2,2.5,3', decimal: '.' };
    const rows = [0, 1, 2].map((i) => ({ a: scores.a[i], b: scores.b[i] }));
    const report = await (await postJson('/v1/compare', { ...SMALL, include: ['losses'] })).json();
    for (const body of [
      { data: { scores }, direction: 'higher', difference: 0.1 },
      { data: { scores: { a: [1], b: [null] } }, direction: 'lower' },
      { data: { report } },
      { data: table, metric: 'rmse', columns: { fold: 'fold' } },
      { data: { rows }, direction: 'lower' },
    ]) {
      expect(validate('JudgeRequest', body)).toEqual([]);
      const answer = await postJson('/v1/judge', body);
      expect([answer.status, validate('JudgeAnswer', await answer.json())]).toEqual([200, []]);
    }
    for (const wrong of [{}, { data: { scores: [] } }, { data: { scores }, direction: 'up' }]) {
      expect(validate('JudgeRequest', wrong)).not.toEqual([]);
    }
    const { parameters } = paths['/v1/judge'].post;
    const described = parameters.find(({ name }) => name === 'candidate')?.description;
    expect(described).toContain('`columns.candidate` of the request');
    expect(parameters).toHaveLength(Object.keys(JUDGE_PARAMETERS).length);
  });

  test('describes what a check is asked, and what it answers', async () => {
    for (const text of [LOOP, NOTEBOOK, '', 'for (((']) {
      expect(validate('CheckRequest', { text })).toEqual([]);
      const answer = await postJson('/v1/check', { text });
      expect([answer.status, validate('CheckAnswer', await answer.json())]).toEqual([200, []]);
    }
    for (const wrong of [{}, { text: 1 }, { text: '#'.repeat(MAX_TEXT + 1) }, { text: '', more: 1 }]) {
      expect(validate('CheckRequest', wrong)).not.toEqual([]);
    }
    const { content } = paths['/v1/check'].post.requestBody;
    expect(Object.keys(content)).toEqual(['application/json', ...LOOP_TYPES, 'multipart/form-data']);
  });

  test('describes the events, and what is in them', async () => {
    const { content } = paths['/v1/compare'].post.responses[200];
    const described = content['text/event-stream'].schema.description;
    const init = {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    };
    const response = await request('/v1/compare', { ...init, body: JSON.stringify(SMALL) });
    const { events } = parseEvents(await response.text());
    const told = new Map(events.map(({ event, data }) => [event, JSON.parse(data)]));
    for (const name of told.keys()) expect(described).toContain(`\`${name}\``);
    expect(validate('Plan', told.get('plan'))).toEqual([]);
    expect(validate('Report', told.get('report'))).toEqual([]);
    for (const name of ['trial', 'epoch']) {
      for (const field of Object.keys(told.get(name))) expect(described).toContain(`\`${field}\``);
    }
  });

  test('describes a sweep at its start and at every end, and its events', async () => {
    const fake = createFakeSweeps();
    const app = createTestApp({ sweeps: fake.service });
    const init = { method: 'POST', headers: { 'content-type': 'application/json' } };
    const report = await (await postJson('/v1/compare', SMALL)).text();
    const described = JSON.stringify(paths['/v1/sweeps/{id}/events']);
    for (const bring of [
      () => {},
      (id: string) => fake.advance(id),
      (id: string) => fake.fail(id, 'invalid-data', 'no lambda zeroes the weights'),
      (id: string) => fake.service.stop(id),
      (id: string) => fake.finish(id, report),
      (id: string) => fake.finish(id, null),
    ]) {
      const started = await app.request('/v1/sweeps', { ...init, body: JSON.stringify(SMALL) });
      const { id } = (await started.json()) as { id: string };
      await bring(id);
      const sweep = await (await app.request(`/v1/sweeps/${id}`)).json();
      expect(validate('Sweep', sweep)).toEqual([]);
      expect(validate('Sweep', { ...(sweep as object), state: 'lost' })).not.toEqual([]);
      for (const { name } of fake.sweeps.get(id)?.events ?? []) expect(described).toContain(`\`${name}\``);
    }
  });

  test('describes the paths and methods that the service answers', async () => {
    const { endpoints } = (await getJson('/')) as { endpoints: Record<string, string> };
    for (const [path, methods] of Object.entries(endpoints)) {
      if (path === '/') continue;
      const described = Object.keys(paths[path]).filter((key) => key !== 'parameters');
      const answered = methods.split(', ').filter((method) => method !== 'HEAD');
      expect([path, described]).toEqual([path, answered.map((method) => method.toLowerCase())]);
    }
  });

  test('describes every parameter of a query in the words of the recipe', () => {
    const { parameters } = paths['/v1/compare'].post;
    const describedBy = (name: string) =>
      parameters.find((parameter) => parameter.name === name)?.description;
    expect(parameters).toHaveLength(PARAMETER_NAMES.length);
    expect(describedBy('method')).toContain('`penalty.method` of the recipe');
    expect(describedBy('method')).toContain('Choices: subgradient, proximal.');
    const { properties } = document.components.schemas.Network as {
      properties: Record<string, { description: string }>;
    };
    expect(properties.hidden.description).not.toBe('');
    expect(describedBy('hidden')).toContain(properties.hidden.description);
  });

  test('describes a problem, and finds nothing that is not one', async () => {
    const refused = await postJson('/v1/compare', { ...SMALL, penalty: { lambdas: 3 } });
    const problem = await refused.json();
    expect(validate('Problem', problem)).toEqual([]);
    expect(validate('Report', problem)).not.toEqual([]);
    expect(validate('Recipe', { ...SMALL, penalty: { lambdas: 3 } })).not.toEqual([]);
    expect(validate('Recipe', { ...SMALL, wrong: 1 })).not.toEqual([]);
  });
});
