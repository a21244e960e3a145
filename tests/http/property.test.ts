import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { request } from '#host';
import { ReportSchema } from '../../src/report/schema.ts';
import { postCsv, postJson, SMALL } from './send.ts';

/** Limits that keep whatever is thrown at the app small. */
const LIMITS = { seconds: 1, bodyBytes: 20_000 };

/** Any answer is a report or a problem document, without a number that JSON lacks. */
async function expectAnswer(response: Response): Promise<void> {
  const text = await response.text();
  expect(response.status, text).toBeLessThan(500);
  const value = JSON.parse(text); // NaN and Infinity are no JSON
  if (response.status === 200) v.parse(ReportSchema, value);
  else {
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(value.errors.length).toBeGreaterThan(0);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
  }
}

const number = fc.oneof(
  { arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true, min: -3, max: 3 }), weight: 3 },
  { arbitrary: fc.integer({ min: -2, max: 9 }), weight: 3 },
  { arbitrary: fc.constantFrom(0, -0, 1e-300, 1e38, -1e38, 1e308, 5e-324, 2 ** 53), weight: 1 },
);
const anything = fc.oneof(
  number,
  fc.string(),
  fc.constant(null),
  fc.boolean(),
  fc.array(number),
  fc.object(),
);

/** A value that is usually of the right kind, and sometimes anything. */
function mostly<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<unknown> {
  return fc.oneof({ arbitrary, weight: 60 }, { arbitrary: anything, weight: 1 });
}

const rows = fc.oneof(
  {
    arbitrary: fc.array(fc.record({ a: number, b: fc.constantFrom('u', 'v', ''), y: number }), {
      minLength: 4,
      maxLength: 12,
    }),
    weight: 9,
  },
  {
    arbitrary: fc.array(fc.record({ a: number, b: fc.oneof(number, fc.string()), y: number }), {
      maxLength: 4,
    }),
    weight: 1,
  },
);

const recipe = fc.record(
  {
    data: mostly(
      fc.record({
        rows,
        target: fc.constantFrom('y', 'y', 'y', 'y', 'b', 'z'),
        missing: fc.constantFrom('mean', 'drop-row'),
      }),
    ),
    split: mostly(
      fc.record(
        {
          folds: mostly(fc.integer({ min: 2, max: 4 })),
          repeats: mostly(fc.integer({ min: 1, max: 2 })),
          order: mostly(fc.constantFrom('shuffled', 'given')),
        },
        { requiredKeys: [] },
      ),
    ),
    standardize: mostly(fc.record({ features: fc.boolean(), target: fc.boolean() })),
    network: mostly(
      fc.record(
        {
          hidden: mostly(fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 3 })),
          activation: mostly(fc.constantFrom('relu', 'tanh', 'sigmoid', 'elu', 'linear')),
          dropout: mostly(fc.constantFrom(0, 0.3)),
        },
        { requiredKeys: [] },
      ),
    ),
    loss: mostly(fc.constantFrom('mse', 'mae', 'huber', 'cross-entropy')),
    optimizer: mostly(
      fc.record(
        {
          name: mostly(fc.constantFrom('sgd', 'momentum', 'rmsprop', 'adam')),
          learningRate: mostly(fc.constantFrom(0.01, 1, 1e9)),
        },
        { requiredKeys: ['name'] },
      ),
    ),
    training: mostly(
      fc.record(
        {
          epochs: fc.integer({ min: 1, max: 2 }),
          batchSize: mostly(fc.integer({ min: 1, max: 20 })),
          batches: mostly(fc.constantFrom('shuffled', 'sequential', 'overlapping')),
          evaluate: mostly(fc.integer({ min: 2, max: 4 })),
          patience: mostly(fc.constantFrom(null, 1)),
        },
        { requiredKeys: ['epochs'] },
      ),
    ),
    penalty: mostly(
      fc.record(
        {
          lambdas: mostly(fc.oneof(fc.uniqueArray(number, { maxLength: 2 }), fc.constant('auto'))),
          method: mostly(fc.constantFrom('subgradient', 'proximal')),
          scale: mostly(fc.constantFrom('sum', 'mean')),
          include: mostly(fc.constantFrom('weights', 'all')),
          groups: mostly(fc.constantFrom(null, 'features')),
        },
        { requiredKeys: ['lambdas'] },
      ),
    ),
    compare: mostly(fc.record({ nested: mostly(fc.constantFrom(null, {}, { folds: 2 })) })),
    engine: mostly(fc.constantFrom('auto', 'fused', 'tfjs')),
    seed: mostly(fc.nat()),
  },
  { requiredKeys: ['data', 'training', 'penalty'] },
);

describe('whatever is sent', () => {
  test('random recipes get a valid report or a problem, never a 5xx', async () => {
    let reports = 0;
    await fc.assert(
      fc.asyncProperty(recipe, async (body) => {
        const response = await postJson('/v1/compare', body, LIMITS);
        if (response.status === 200) reports++;
        await expectAnswer(response);
      }),
      { numRuns: 300 },
    );
    expect(reports).toBeGreaterThan(10);
  });

  test('random JSON gets a problem', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (body) => {
        const response = await postJson('/v1/compare', JSON.stringify(body), LIMITS);
        expect(response.status).toBe(422);
        await expectAnswer(response);
      }),
    );
  });

  test('random bytes as CSV, JSON or a form, and random queries, get a problem', async () => {
    const types = fc.constantFrom(
      'text/csv',
      'application/json',
      'multipart/form-data; boundary=x',
      'image/png',
    );
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 200 }),
        types,
        fc.webQueryParameters(),
        async (bytes, type, query) => {
          const init = { method: 'POST', headers: { 'content-type': type }, body: new Uint8Array(bytes) };
          const response = await request(`/v1/compare?${query}`, init, LIMITS);
          expect(response.status).not.toBe(200);
          await expectAnswer(response);
        },
      ),
    );
  });

  test('random cells in a CSV get a report or a problem', async () => {
    const cell = fc.oneof(number.map(String), fc.constantFrom('', 'NA', 'x', '"q', 'Infinity', '1,5'));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(cell, cell, number), { maxLength: 10 }), async (cells) => {
        const csv = `a;b;y\n${cells.map((row) => row.join(';')).join('\n')}`;
        await expectAnswer(await postCsv('target=y&epochs=1&folds=2&hidden=3&lambdas=0&missing=mean', csv));
      }),
    );
  });

  test('and the next request works', async () => {
    expect((await postJson('/v1/compare', SMALL)).status).toBe(200);
  });
});
