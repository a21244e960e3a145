import fc from 'fast-check';
import { expect, it } from 'vitest';
import { AbsumError } from '../../../src/errors.ts';
import type { ScoredCandidate, Scores } from '../../../src/judge/scores.ts';
import { readNow } from './read-now.ts';

const names = fc.uniqueArray(fc.constantFrom('a', 'b', '__proto__', 'model 3', 'constructor', 'é'), {
  minLength: 2,
  maxLength: 5,
});
const score = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }),
  fc.constant(null),
);

/** Scores by candidate, repeat and fold. */
const tables = fc
  .tuple(names, fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 12 }))
  .chain(([candidates, repeats, folds]) =>
    fc.record({
      candidates: fc.constant(candidates),
      repeats: fc.constant(repeats),
      folds: fc.constant(folds),
      values: fc.array(score, {
        minLength: candidates.length * repeats * folds,
        maxLength: candidates.length * repeats * folds,
      }),
      missing: fc.constantFrom('count' as const, 'drop' as const),
    }),
  );
type Plan = typeof tables extends fc.Arbitrary<infer Each> ? Each : never;

function longRows({ candidates, repeats, folds, values }: Plan) {
  return candidates.flatMap((model, c) =>
    Array.from({ length: repeats * folds }, (_, p) => ({
      model,
      repeat: Math.floor(p / folds),
      fold: p % folds,
      mae: values[c * repeats * folds + p],
    })),
  );
}

function wideRows({ candidates, repeats, folds, values }: Plan) {
  return Array.from({ length: repeats * folds }, (_, p) =>
    Object.fromEntries<number | null>([
      ['repeat', Math.floor(p / folds)],
      ['fold', p % folds],
      ...candidates.map((name, c): [string, number | null] => [name, values[c * repeats * folds + p]]),
    ]),
  );
}

/** What is read, without the order of candidates; a refusal by its code. */
function read(rows: object[], { candidates, missing }: Plan, columns: object = {}) {
  try {
    const scores = readNow({ data: { rows }, metric: 'mae', baseline: candidates[1], missing, columns });
    const byName = (a: ScoredCandidate, b: ScoredCandidate) => (a.name < b.name ? -1 : 1);
    const { pairs, split, facts, metric }: Scores = scores;
    return {
      candidates: [...scores.candidates]
        .sort(byName)
        .map(({ name, values, losses }) => ({ name, values, losses })),
      baseline: scores.candidates[scores.baseline].name,
      rows: scores.rows,
      ...{ pairs, split, facts, metric },
    };
  } catch (error) {
    if (!(error instanceof AbsumError)) throw error;
    return error.code;
  }
}

it('the order of lines makes no difference', () => {
  fc.assert(
    fc.property(tables, fc.infiniteStream(fc.nat()), (plan, random) => {
      const rows = [...longRows(plan), ...longRows(plan).slice(0, 3)];
      const keys = new Map(rows.map((row) => [row, random.next().value as number]));
      const shuffled = [...rows].sort((a, b) => (keys.get(a) ?? 0) - (keys.get(b) ?? 0));
      expect(read(shuffled, plan)).toEqual(read(rows, plan));
    }),
    { numRuns: 200 },
  );
});

it('a long table and a wide one say the same', () => {
  fc.assert(
    fc.property(tables, (plan) => {
      expect(read(wideRows(plan), plan)).toEqual(read(longRows(plan), plan));
    }),
    { numRuns: 200 },
  );
});

it('losses are those of the same rows in any order, long or wide', () => {
  fc.assert(
    fc.property(tables, fc.infiniteStream(fc.nat()), (plan, random) => {
      // What is a fold elsewhere is a row here, so that each repeat is a pair.
      const rename = <Row extends object>(rows: readonly Row[]) =>
        rows.map((row) =>
          Object.fromEntries(
            Object.entries(row).map(([key, value]) => [key === 'fold' ? 'item' : key, value]),
          ),
        );
      const long = rename(longRows(plan));
      const keys = new Map(long.map((row) => [row, random.next().value as number]));
      const shuffled = [...long].sort((a, b) => (keys.get(a) ?? 0) - (keys.get(b) ?? 0));
      const once = read(long, plan, { row: 'item' });
      expect(read(shuffled, plan, { row: 'item' })).toEqual(once);
      expect(read(rename(wideRows(plan)), plan, { row: 'item' })).toEqual(once);
    }),
    { numRuns: 200 },
  );
});

const HEADS = [
  ...[
    'model',
    'fold',
    'repeat',
    'seed',
    'row',
    'id',
    'index',
    'group',
    'value',
    'score',
    'loss',
    'metric',
    'name',
    'state',
    'status',
  ],
  ...[
    'number',
    'params_lr',
    'params.lr',
    'metrics.acc',
    'run_id',
    'experiment_id',
    'split0_test_score',
    'split1_test_acc',
    'param_C',
  ],
  ...[
    'params',
    'config',
    'summary',
    'ridge',
    'lasso',
    '__proto__',
    'constructor',
    'neg_x',
    '_step',
    'time',
    '0.1',
    'a b',
    'lr',
  ],
];
const CELLS = [
  ...[
    '1',
    '2',
    '0.5',
    '1,5',
    '1.234',
    '-3',
    '1e400',
    'nan',
    'inf',
    'failed',
    '',
    'NA',
    '?',
    'ridge',
    'lasso',
    '__proto__',
    '12 %',
    '$3',
  ],
  ...[
    "{'a': 1}",
    "{'a': {'b': [1, (2]}}",
    '{',
    '{}',
    "{'x': nan, 'y': -inf}",
    'FINISHED',
    'PRUNED',
    'crashed',
    'acc',
    '\u00a0',
    "'-3",
  ],
];
const values = fc.oneof(
  fc.constantFrom(...CELLS),
  fc.constantFrom<unknown>(
    1,
    2,
    0.25,
    -1,
    null,
    true,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    1e308,
    { a: 1 },
    { a: { b: null } },
    [1],
  ),
);
const asked = fc.record(
  {
    metric: fc.constantFrom('acc', 'mae', 'loss', 'score', 'neg_x', 'value'),
    direction: fc.constantFrom('lower', 'higher'),
    baseline: fc.constantFrom('ridge', '__proto__', 'lr=0.1'),
    candidates: fc.constantFrom(['ridge', 'lasso'], ['lasso'], ['__proto__', 'constructor']),
    folds: fc.integer({ min: 2, max: 4 }),
    missing: fc.constantFrom('count', 'drop'),
    columns: fc.record(
      {
        candidate: fc.subarray(HEADS, { minLength: 1, maxLength: 2 }),
        fold: fc.constantFrom(...HEADS),
        seed: fc.constantFrom(...HEADS),
        row: fc.constantFrom(...HEADS),
        group: fc.constantFrom(...HEADS),
        value: fc.constantFrom(...HEADS),
      },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: [] },
);

/** Cells of a column: mostly of one kind, so that much is read to its end. */
const columns = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.array(fc.constantFrom<unknown>(1, 2, 0.5, '3', '0.25'), { minLength: 12, maxLength: 12 }),
  },
  { weight: 3, arbitrary: fc.array(fc.constantFrom<unknown>('a', 'b'), { minLength: 12, maxLength: 12 }) },
  { weight: 1, arbitrary: fc.constant(Array.from({ length: 12 }, (_, line): unknown => line)) },
  { weight: 2, arbitrary: fc.array(values, { minLength: 12, maxLength: 12 }) },
);
const requests = fc.oneof(
  { weight: 2, arbitrary: fc.constant({ metric: 'mae' }) },
  { weight: 1, arbitrary: asked },
);

it('any table is read or refused by a place and a message, in every form', () => {
  const readable = new Map<string, number>();
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.constantFrom(...HEADS), { minLength: 1, maxLength: 6 }),
      fc.array(columns, { minLength: 6, maxLength: 6 }),
      fc.integer({ min: 1, max: 12 }),
      requests,
      fc.constantFrom('rows', 'csv', 'scores'),
      (heads, cells, lines, request, form) => {
        const list = Array.from({ length: lines }, (_, line) => heads.map((_head, c) => cells[c][line]));
        const rows = list.map((line) => Object.fromEntries(heads.map((head, c) => [head, line[c]])));
        const scores = Object.fromEntries(heads.map((head, c) => [head, list.map((line) => line[c])]));
        const csv = [heads, ...list.map((line) => line.map((cell) => `"${String(cell)}"`))].join('\n');
        const data = { rows: { rows }, csv: { csv }, scores: { scores } }[form];
        try {
          const found = readNow({ ...request, data });
          readable.set(found.reading.form, (readable.get(found.reading.form) ?? 0) + 1);
          check(found);
        } catch (error) {
          if (!(error instanceof AbsumError)) throw error;
          expect(error.issues[0].message).toMatch(/expected|there is no|unknown field/);
        }
      },
    ),
    { numRuns: 4000 },
  );
  // Else little of it was tried.
  for (const form of ['wide', 'long', 'losses', 'runs', 'splits'])
    expect([form, readable.get(form)]).toEqual([form, expect.any(Number)]);
  expect([...readable.values()].reduce((sum, count) => sum + count)).toBeGreaterThan(400);
});

/** What every reader of scores may rely on. */
function check({ candidates, baseline, pairs, rows, split, facts }: Scores): void {
  expect(candidates.length).toBeGreaterThan(1);
  expect(candidates[baseline]).toBeDefined();
  expect(pairs.length).toBeGreaterThan(0);
  expect(new Set(candidates.map(({ name }) => name)).size).toBe(candidates.length);
  expect(new Set(pairs.map(({ name }) => name)).size).toBe(pairs.length);
  expect(split.repeats).toBeGreaterThan(0);
  for (const { values, losses } of candidates) {
    expect(values).toHaveLength(pairs.length);
    expect(values.every((value) => value === null || Number.isFinite(value))).toBe(true);
    expect(losses === undefined).toBe(rows === null);
    losses?.forEach((own, p) => {
      expect(own === null).toBe(values[p] === null);
      if (own !== null) expect(own).toHaveLength(rows?.ofPair[p].length ?? -1);
    });
  }
  for (const row of rows?.ofPair.flatMap((each) => [...each]) ?? [])
    expect(row).toBeLessThan(rows?.count ?? 0);
  expect(facts.mostRepeated).toBeGreaterThan(0);
}
