import fc from 'fast-check';
import * as v from 'valibot';
import { expect, it } from 'vitest';
import { createApp } from '../../src/http/app.ts';
import { ProblemSchema } from '../../src/http/problem.ts';
import { parseRecipe } from '../../src/recipe/parse.ts';
import { ReportSchema } from '../../src/report/schema.ts';
import { engines } from '../host.ts';
import { FUZZ_TIMEOUT, fuzz } from './fuzz.ts';
import { anything, mutate, texts } from './mutate.ts';

/** A recipe with every field, and little work. */
const WHOLE = {
  data: {
    rows: Array.from({ length: 6 }, (_, r) => ({
      a: r % 4,
      b: r % 2 === 0 ? 'u' : 'v',
      g: `g${r}`,
      y: (r * r) % 5,
    })),
    target: 'y',
    missing: 'mean',
    ignore: ['g'],
  },
  split: { folds: 2, repeats: 1, order: 'shuffled', fixed: false },
  standardize: { features: true, target: true },
  network: { hidden: [3], activation: 'relu', dropout: 0, initialization: 'he' },
  loss: 'mse',
  optimizer: { name: 'adam', learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
  training: { epochs: 1, batchSize: 4, batches: 'shuffled', evaluate: 32, patience: null },
  penalty: { lambdas: [0, 0.1], method: 'subgradient', scale: 'sum', include: 'weights', groups: null },
  compare: { metric: 'rmse', baseline: 0, equivalence: 0.01, tolerance: 0.05, nested: null },
  include: [],
  engine: 'fused',
  seed: 1,
};
const CSV = {
  ...WHOLE,
  data: { csv: 'a;y\n1;2\n2;3\n3;5\n4,5;1\n', target: 'y', delimiter: ';', decimal: ',' },
};
const ARRAYS = {
  ...WHOLE,
  data: {
    x: [
      [1, 2],
      [2, 1],
      [3, 5],
      [4, 4],
    ],
    y: [1, 2, 3, 4],
    names: ['a', '__proto__'],
  },
};
const values = fc.oneof(
  { weight: 6, arbitrary: mutate(WHOLE) },
  { weight: 2, arbitrary: mutate(CSV) },
  { weight: 2, arbitrary: mutate(ARRAYS) },
  { weight: 1, arbitrary: anything },
);

it(
  'the recipe reader gives a recipe of known fields, or a refusal, for any value',
  async () => {
    await fuzz(
      'recipe schema',
      values,
      (input) => {
        const recipe = parseRecipe(input);
        expect(Object.keys(recipe)).not.toContain('__proto__');
        expect(Object.getPrototypeOf(recipe)).toBe(Object.prototype);
        // What was read reads as the same again.
        expect(parseRecipe(recipe)).toEqual(recipe);
        return true;
      },
      { runs: 2000 },
    );
    expect(Object.keys(Object.prototype)).toEqual([]);
  },
  FUZZ_TIMEOUT,
);

const TOKENS = [
  '{',
  '}',
  '[',
  ']',
  '"',
  ':',
  ',',
  '\\',
  '\\u0000',
  '"data"',
  '"__proto__"',
  '1',
  '-',
  'e',
  '9',
  '.',
  'null',
  ' ',
  '\n',
];
const requests = fc.oneof(
  {
    weight: 8,
    arbitrary: values.map((value) => ({
      type: 'application/json',
      query: '',
      body: JSON.stringify(value) ?? '',
    })),
  },
  {
    weight: 1,
    arbitrary: texts(TOKENS, { longest: 50_000 }).map((body) => ({
      type: 'application/json',
      query: '',
      body,
    })),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(
        fc.constantFrom(
          'epochs',
          'lambdas',
          'hidden',
          'folds',
          'groups',
          'optimizer',
          'beta1',
          '__proto__',
          'delimiter',
          'nestedFolds',
          'ignore',
        ),
        texts(['1', '0', ',', '.', '-', 'e', 'a', 'adam', 'sgd', ' ', ';'], { longest: 20_000 }),
      )
      .map(([name, value]) => ({
        type: 'text/csv',
        query: `?target=y&epochs=1&folds=2&repeats=1&hidden=2&${encodeURIComponent(name)}=${encodeURIComponent(value.toWellFormed())}`,
        body: 'a,b,y\n1,u,2\n2,v,3\n3,u,5\n4,v,1\n',
      })),
  },
  {
    weight: 1,
    arbitrary: texts(
      [
        '--x',
        '\r\n',
        'content-disposition: form-data; name="',
        'file',
        'recipe',
        'target',
        '"',
        '{}',
        ';',
        '--',
      ],
      { longest: 20_000 },
    ).map((body) => ({ type: 'multipart/form-data; boundary=x', query: '', body })),
  },
);

/** Checks a problem document; nothing was accepted. */
function refuses(text: string): false {
  const problem = v.parse(ProblemSchema, JSON.parse(text));
  expect(problem.status, text).toBeLessThan(500);
  expect(problem.errors.length).toBeGreaterThan(0);
  return false;
}

it(
  'the app answers any request with a report or a problem document, never with a 5xx',
  async () => {
    const app = createApp({ engines, limits: { seconds: 0.5, bodyBytes: 60_000, trials: 50 } });
    const paths = fc.constantFrom('/v1/compare', '/v1/compare', '/v1/plan', '/v1/predict', '/v1/onnx');
    const answers = { report: 0 };
    await fuzz(
      'app over fetch',
      fc.tuple(requests, paths, fc.boolean()),
      async ([{ type, query, body }, path, events]) => {
        const headers = { 'content-type': type, ...(events && { accept: 'text/event-stream' }) };
        const response = await app.fetch(
          new Request(`http://absum.test${path}${query}`, { method: 'POST', headers, body }),
        );
        const text = await response.text();
        if (response.status >= 400) return refuses(text);
        if (path !== '/v1/compare') return true;
        const report = response.headers.get('content-type')?.startsWith('text/event-stream')
          ? text.slice(text.lastIndexOf('\nevent: '))
          : text;
        // On a busy machine even little work takes longer than it may.
        if (report.includes('"code":"out-of-time"')) return false;
        // Some faults of the data are found by training alone: that no lambda can be found for them, for one.
        if (report.startsWith('\nevent: error')) return refuses(report.slice(report.indexOf('{')));
        v.parse(ReportSchema, JSON.parse(report.slice(report.indexOf('{'))));
        answers.report += 1;
        return true;
      },
      { runs: 400 },
    );
    expect(answers.report).toBeGreaterThan(5);
  },
  FUZZ_TIMEOUT,
);
