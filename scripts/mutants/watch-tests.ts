import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect } from 'vitest';
import { nameFailure } from './failure.ts';

/**
 * Runs within the tests, before each file of them: switches the mutant at hand on, and in the first run, where none is,
 * notes which test comes by which mutants, and how often.
 */

/** What is switched on, as `run-tests.ts` has written it. */
interface Order {
  /** Null in the first run. */
  readonly id: number | null;
  /** A mutant that is passed more often turns in a circle. */
  readonly most: number;
  /** Where the notes go. */
  readonly notes: string;
}

/** How often the tests of a file came by each mutant, by the id of the test; under "" what ran beside the tests. */
export type Notes = Record<string, { readonly ms: number; readonly passed: Record<string, number> }>;

const order = JSON.parse(readFileSync(process.env.MUTANT_ORDER ?? '', 'utf8')) as Order;
let passed = new Map<number, number>();

Object.assign(globalThis, {
  __mutant: (id: number): boolean => {
    const isOn = id === order.id;
    if (!isOn && order.id !== null) return false;
    const count = (passed.get(id) ?? 0) + 1;
    passed.set(id, count);
    if (isOn && count > order.most) throw new Error('the mutant turns in a circle');
    return isOn;
  },
});

// What vitest tells of a run that a failure ends may lack that failure, so it is written down here.
afterEach(({ task }) => {
  if (task.result?.state === 'fail') writeFileSync(nameFailure(order.notes, order.id), task.fullName);
});

if (order.id === null) {
  const notes: Notes = {};
  let path = '';
  const note = (id: string, ms: number) => {
    const all = new Map(Object.entries(notes[id]?.passed ?? {}).map(([key, count]) => [Number(key), count]));
    for (const [mutant, count] of passed) all.set(mutant, (all.get(mutant) ?? 0) + count);
    notes[id] = { ms: ms + (notes[id]?.ms ?? 0), passed: Object.fromEntries(all) };
    passed = new Map();
  };
  let started = performance.now();
  beforeEach(({ task }) => {
    path = task.file.filepath;
    note('', performance.now() - started);
    started = performance.now();
  });
  afterEach(({ task }) => {
    note(task.id, performance.now() - started);
    started = performance.now();
  });
  afterAll(() => {
    path = expect.getState().testPath ?? path;
    note('', performance.now() - started);
    mkdirSync(order.notes, { recursive: true });
    const name = `${path.replaceAll(/\W/g, '-')}.json`;
    writeFileSync(join(order.notes, name), JSON.stringify({ path, notes }));
  });
}
