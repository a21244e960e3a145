import { setTimeout as wait } from 'node:timers/promises';

/** A request of a stranger that costs much, or would have. */
export interface Attack {
  readonly name: string;
  /** @throws Error for an answer that is none of those that a service may give */
  send(url: string): Promise<void>;
}

/** Answers that may come back: a report begins, a refusal, or no room for now. */
type Answer = 200 | 202 | 400 | 413 | 415 | 422 | 431 | 503;

interface Sent {
  readonly path: string;
  readonly type?: string;
  readonly body: string;
  readonly allowed: readonly Answer[];
}

/** Whoever waits for an attack to end leaves after so long. */
const LEAVES_AFTER_MS = 3000;
/** An address of those kept for benchmarks (RFC 2544); on the worker each attack has its own. */
const FROM = { 'cf-connecting-ip': '198.19.0.1' };

async function post(url: string, { path, type = 'application/json', body, allowed }: Sent): Promise<string> {
  const leaving = AbortSignal.timeout(LEAVES_AFTER_MS);
  try {
    const response = await fetch(url + path, {
      method: 'POST',
      headers: { 'content-type': type, ...FROM },
      body,
      signal: leaving,
    });
    const text = await response.text();
    if ((allowed as readonly number[]).includes(response.status)) return text;
    throw new Error(`expected ${allowed.join(' or ')}, got ${response.status}: ${text.slice(0, 200)}`);
  } catch (error) {
    // It has begun to work, and was left.
    if (leaving.aborted && allowed.includes(200)) return '';
    throw error;
  }
}

const compare = (recipe: object, allowed: readonly Answer[]): Sent => ({
  path: '/v1/compare',
  body: JSON.stringify(recipe),
  allowed,
});
const friedman1 = (rows: number, more: object = {}) => ({ data: { dataset: 'friedman1', rows }, ...more });
const once = { training: { epochs: 1 } };

/** A model, as JSON, with so many layers of one unit, categories of its only feature, and classes. */
function writeModel({ layers = 1, categories = 1, classes = 0 }): object {
  const outputs = Math.max(1, classes);
  const column = (c: number) => ({ category: categories > 1 ? `c${c}` : null, mean: 0, scale: 1 });
  const widths = [categories, ...Array<number>(layers - 1).fill(1), outputs];
  return {
    format: 'absum-model',
    version: 1,
    lambda: 0,
    epochs: 1,
    task: classes > 0 ? 'classification' : 'regression',
    target: 'y',
    ...(classes > 0 && { classes: Array.from({ length: classes }, (_, c) => `k${c}`) }),
    targetMean: 0,
    targetScale: 1,
    missing: 'refuse',
    features: [
      {
        name: 'a',
        kind: categories > 1 ? 'text' : 'number',
        fill: 0,
        columns: Array.from({ length: categories }, (_, c) => column(c)),
      },
    ],
    network: { hidden: widths.slice(1, -1), activation: 'tanh' },
    layers: widths.slice(1).map((width, l) => ({
      inputs: widths[l],
      outputs: width,
      weights: Array<number>(widths[l] * width).fill(0.5),
      biases: Array<number>(width).fill(0),
    })),
  };
}

const predict = (model: object, rows: number, cell: string | number, allowed: readonly Answer[]): Sent => ({
  path: '/v1/predict',
  body: `{"model":${JSON.stringify(model)},"x":[${Array<string>(rows)
    .fill(JSON.stringify([cell]))
    .join(',')}]}`,
  allowed,
});

const manyA = `[${'"a",'.repeat(899_999)}"a"]`;
const data = '"data":{"dataset":"diabetes"}';
const form = (parts: number) =>
  `${Array.from({ length: parts }, (_, i) => `--b\r\ncontent-disposition: form-data; name="f${i}"\r\n\r\nx\r\n`).join('')}--b--\r\n`;
const REFUSED = [422, 503] as const;
const WORKED_ON = [200, 422, 503] as const;

const SENT: Readonly<Record<string, () => Sent>> = {
  '120,000 layers of nothing': () => ({
    path: '/v1/predict',
    body: `{"model":{"layers":[${'{},'.repeat(119_999)}{}]},"rows":[{"a":1}]}`,
    allowed: REFUSED,
  }),
  '900,000 lambdas of "a"': () => ({
    path: '/v1/compare',
    body: `{${data},"penalty":{"lambdas":${manyA}}}`,
    allowed: REFUSED,
  }),
  '900,000 times "a" to include': () => ({
    path: '/v1/compare',
    body: `{${data},"include":${manyA}}`,
    allowed: REFUSED,
  }),
  '5,000 categories for 99,780 rows': () =>
    predict(writeModel({ categories: 5000 }), 99_780, 'c1', WORKED_ON),
  '1,000 classes for 249,000 rows': () => predict(writeModel({ classes: 1000 }), 249_000, 1, WORKED_ON),
  '20,001 layers of one tanh unit': () => predict(writeModel({ layers: 20_001 }), 1000, 1, WORKED_ON),
  'a batch of a million, 100,000 times': () => {
    const network = { hidden: [1, 1, 1, 1], activation: 'tanh' };
    return compare(friedman1(60_000, { network, training: { batchSize: 1e6, epochs: 1e5 } }), REFUSED);
  },
  '100,000 rows in 50 pairs': () =>
    compare(friedman1(100_000, { split: { folds: 2, repeats: 25 }, ...once }), WORKED_ON),
  'a plan of 200,000 rows': () => ({
    path: '/v1/plan',
    body: JSON.stringify(friedman1(200_000)),
    allowed: REFUSED,
  }),
  '50,000 rows in 100 pairs': () =>
    compare(friedman1(50_000, { split: { folds: 2, repeats: 50 }, ...once }), WORKED_ON),
  '4,096 units, row by row': () =>
    compare(
      friedman1(2000, { network: { hidden: [4096] }, training: { epochs: 1, batchSize: 1 } }),
      WORKED_ON,
    ),
  'a million rows of one column': () => ({
    path: '/v1/compare?target=y',
    type: 'text/csv',
    body: `y\n${'1\n'.repeat(1e6)}`,
    allowed: REFUSED,
  }),
  'a form of 50,000 parts': () => ({
    path: '/v1/compare',
    type: 'multipart/form-data; boundary=b',
    body: form(50_000),
    allowed: [400, 422, 503],
  }),
  'a key of 4 MB': () => ({
    path: '/v1/compare',
    body: `{"${'k'.repeat(4_000_000)}":1}`,
    allowed: REFUSED,
  }),
};

/** Four bodies at once, each of which is accepted alone. */
async function fillMemory(url: string): Promise<void> {
  const network = { hidden: [64] };
  const recipe = friedman1(40_000, { network, training: { batchSize: 40_000, epochs: 50 } });
  await Promise.all(Array.from({ length: 4 }, () => post(url, compare(recipe, WORKED_ON))));
}

/** A sweep of one long trial, deleted while it trains. */
async function deleteSweep(url: string): Promise<void> {
  const recipe = friedman1(2000, {
    network: { hidden: [256, 256] },
    training: { epochs: 20 },
    split: { holdout: 0.5, repeats: 1 },
    penalty: { lambdas: [0] },
  });
  const body = JSON.stringify(recipe);
  const text = await post(url, { path: '/v1/sweeps', body, allowed: [202, 422, 503] });
  const { id } = JSON.parse(text || '{}') as { id?: string };
  if (id === undefined) return;
  await wait(500);
  const response = await fetch(`${url}/v1/sweeps/${id}`, { method: 'DELETE', headers: FROM });
  const answer = await response.text();
  if (response.status !== 200)
    throw new Error(`expected 200, got ${response.status}: ${answer.slice(0, 200)}`);
}

/** Every attack, each made once. */
export function listAttacks(): Attack[] {
  const posts = Object.entries(SENT).map(([name, make]): Attack => {
    const sent = make();
    return { name, send: async (url) => void (await post(url, sent)) };
  });
  return [
    ...posts,
    { name: 'four bodies at once that need more memory than there is', send: fillMemory },
    { name: 'a deleted sweep of one long trial', send: deleteSweep },
  ];
}
