import { describe, expect, test } from 'vitest';
import { engineNames, request } from '#host';
import type { BuiltInInfo } from '../../src/data/built-in.ts';
import { getJson, postJson, SMALL } from './send.ts';

describe('GET', () => {
  test('/healthz says which engines are there', async () => {
    expect(await getJson('/healthz')).toMatchObject({ status: 'ok', engines: engineNames });
  });

  test('/ points to the endpoints', async () => {
    expect(await getJson('/')).toMatchObject({ name: 'absum', endpoints: { '/v1/compare': 'POST' } });
  });

  test('/v1/datasets lists sets that a comparison takes, with the rows and features that they have', async () => {
    const { datasets } = (await getJson('/v1/datasets')) as { datasets: BuiltInInfo[] };
    expect(datasets.map(({ name }) => name)).toContain('diabetes');
    for (const { name, rows, features, target } of datasets) {
      const response = await postJson('/v1/compare', {
        ...SMALL,
        data: { dataset: name },
        penalty: { lambdas: [0] },
        training: { epochs: 1, batchSize: 1000 },
      });
      const report = (await response.json()) as { data: { features: string[] } };
      expect(report.data).toMatchObject({ rows, target });
      expect(report.data.features).toHaveLength(features);
    }
  });

  test('every answer forbids storing, sniffing, running, framing and embedding', async () => {
    const answers = [
      ...(await Promise.all(['/healthz', '/nowhere', '/'].map((path) => request(path)))),
      await request('/v1/plan', { method: 'POST' }),
      await request('/v1/compare', { method: 'DELETE' }),
      await postJson('/v1/plan', SMALL),
      await postJson('/v1/plan', SMALL, { bodyBytes: 1 }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 404, 200, 415, 405, 200, 413]);
    for (const { headers } of answers) {
      expect(Object.fromEntries(headers)).toMatchObject({
        'cache-control': 'no-store',
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
        'cross-origin-resource-policy': 'same-origin',
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
      });
    }
  });
});

describe('/openapi.json', () => {
  test('resolves every reference', async () => {
    const document = await getJson('/openapi.json');
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(
      ([, target]) => target,
    );
    expect(references.length).toBeGreaterThan(5);
    for (const target of references) {
      const found = target
        .slice(2)
        .split('/')
        .reduce<unknown>((at, key) => (at as Record<string, unknown>)?.[key], document);
      expect(found, target).toBeTypeOf('object');
    }
  });

  test('tells the recipe as validation has it: fields, defaults, bounds and strictness', async () => {
    const { components } = (await getJson('/openapi.json')) as {
      components: { schemas: Record<string, object> };
    };
    const { Recipe, Split, Penalty, Lambdas, Data, Report, Problem, Plan } = components.schemas;
    expect(Recipe).toMatchObject({ type: 'object', required: ['data'], additionalProperties: false });
    expect(Split).toMatchObject({ properties: { repeats: { default: 4, type: 'integer', minimum: 1 } } });
    expect(Penalty).toMatchObject({ properties: { lambdas: { $ref: '#/components/schemas/Lambdas' } } });
    expect(Lambdas).toMatchObject({
      anyOf: [{ const: 'auto' }, { type: 'array', items: { type: 'number' }, minItems: 1 }],
    });
    expect(JSON.stringify(Data)).toContain('"x":{"type":"array","items":{"type":"array"');
    for (const schema of [Report, Problem, Plan]) expect(schema).toMatchObject({ type: 'object' });
  });
});

describe('POST /v1/plan', () => {
  test('says what the comparison then does', async () => {
    const plan = (await (await postJson('/v1/plan', SMALL)).json()) as Record<string, number>;
    // 15 training rows are one batch: 2 folds x 4 lambdas x 2 epochs.
    expect(plan).toMatchObject({
      engine: engineNames[0],
      rows: 30,
      inputs: 10,
      pairs: 2,
      trials: 8,
      counts: { grid: 8, search: 0, inner: 0, refit: 0 },
      steps: 16,
      parameters: 10 * 4 + 4 + 4 + 1,
    });
    const report = (await (await postJson('/v1/compare', SMALL)).json()) as { cost: object; design: object };
    expect(report.cost).toEqual({ steps: plan.steps, flops: plan.flops, bytes: plan.bytes });
    expect(report.design).toMatchObject({ pairs: plan.pairs, trials: plan.trials });
  });
});
