import { createHash } from 'node:crypto';
import type { RecipeInput } from '../../src/entries/index.ts';

/** A comparison that takes some tens of milliseconds, and the digest of the report that the library gives for it. */
export interface KnownWork {
  readonly recipe: RecipeInput;
  readonly digest: string;
}

const SMALL = {
  data: { dataset: 'friedman1', rows: 60 },
  split: { folds: 2, repeats: 1 },
  network: { hidden: [8] },
  training: { epochs: 10 },
  penalty: { lambdas: [0, 0.01] },
} satisfies RecipeInput;

/** Small recipes of each kind: both engines, each optimizer once, with what a report may hold besides. */
const RECIPES: readonly RecipeInput[] = [
  ...[1, 2, 3].map((seed): RecipeInput => ({ ...SMALL, seed })),
  { ...SMALL, data: { dataset: 'diabetes' }, training: { epochs: 4 } },
  {
    ...SMALL,
    network: { hidden: [12, 6], dropout: 0.2, activation: 'tanh' },
    optimizer: { name: 'momentum' },
  },
  { ...SMALL, penalty: { lambdas: 'auto', method: 'proximal' } },
  { ...SMALL, include: ['model', 'predictions', 'weights'], optimizer: { name: 'sgd' } },
  { ...SMALL, engine: 'tfjs', training: { epochs: 2 } },
  { ...SMALL, engine: 'tfjs', training: { epochs: 2 }, optimizer: { name: 'rmsprop' }, seed: 9 },
];

/** Some minutes of work, for a client that leaves. */
export const ENDLESS: RecipeInput = {
  data: { dataset: 'diabetes' },
  network: { hidden: [64, 32] },
  training: { epochs: 3000 },
  penalty: { lambdas: [0, 0.001, 0.01, 0.1] },
};

/** [what is wrong, path, content type, body, status, code] */
export const WRONG: readonly (readonly [string, string, string, string, number, string])[] = [
  ['no JSON', '/v1/compare', 'application/json', '{', 400, 'invalid-json'],
  [
    'an unknown field',
    '/v1/compare',
    'application/json',
    '{"data":{"dataset":"diabetes"},"x":1}',
    422,
    'invalid-recipe',
  ],
  [
    'an unknown data set',
    '/v1/plan',
    'application/json',
    '{"data":{"dataset":"iris"}}',
    422,
    'unknown-dataset',
  ],
  [
    'too much work',
    '/v1/compare',
    'application/json',
    '{"data":{"dataset":"diabetes"},"training":{"epochs":100000}}',
    422,
    'limit-exceeded',
  ],
  ['a ragged CSV', '/v1/compare?target=y', 'text/csv', 'a,y\n1,2\n3\n', 422, 'invalid-data'],
  [
    'a column of text as target',
    '/v1/compare?target=y',
    'text/csv',
    `a,y\n${'1,x\n'.repeat(50_000)}`,
    422,
    'invalid-data',
  ],
  [
    'a body that is too large',
    '/v1/compare',
    'application/json',
    ' '.repeat(5_000_000),
    413,
    'body-too-large',
  ],
  ['another content type', '/v1/compare', 'image/png', 'x', 415, 'unsupported-media-type'],
  ['not a model', '/v1/predict', 'application/json', '{"model":{},"rows":[{"a":1}]}', 422, 'invalid-model'],
  ['an unknown path', '/v1/nothing', 'application/json', '{}', 404, 'not-found'],
];

export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Has the built library compare what the worker will be asked for. */
export async function prepareWork(): Promise<KnownWork[]> {
  const load = (file: string) => import(new URL(`../../dist/${file}`, import.meta.url).href);
  const { compare } = (await load('index.js')) as typeof import('../../src/entries/index.ts');
  const { createEngines } = (await load('node.js')) as typeof import('../../src/entries/node.ts');
  const engines = createEngines();
  const known: KnownWork[] = [];
  for (const recipe of RECIPES) {
    known.push({ recipe, digest: digest(JSON.stringify(await compare(recipe, { engines }))) });
  }
  return known;
}

/** Has the worker compare once; the load will check whether the answer is right. */
export async function askOnce(url: string, { recipe }: KnownWork): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${url}/v1/compare`, {
    method: 'POST',
    headers,
    body: JSON.stringify(recipe),
  });
  await response.text();
}
