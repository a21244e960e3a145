import type { Noted, Selected } from './run-tests.ts';

/** What starting a file of tests costs, in milliseconds: a process of its own, and its imports. */
const START_MS = 500;

/** The tests that come by a mutant, and how often those of one file did at most. */
export interface Selection {
  readonly selected: readonly Selected[];
  readonly tests: number;
  readonly most: number;
  readonly ms: number;
}

/**
 * The tests that come by a mutant, those of its own room first, then the shortest, for so many milliseconds in all. What
 * runs beside the tests of a file (its modules and hooks) comes before each of them.
 */
export function selectTests(noted: readonly Noted[], file: string, id: number, ms: number): Selection {
  const room = file.replace(/^src\//, 'tests/').replace(/\/[^/]+$/, '/');
  const count = (passed: Readonly<Record<string, number>> | undefined) => passed?.[id] ?? 0;
  const found = noted.flatMap(({ path, notes }) => {
    const beside = count(notes['']?.passed);
    return Object.entries(notes)
      .filter(([test, { passed }]) => test !== '' && beside + count(passed) > 0)
      .map(([test, { ms, passed }]) => ({ path, test, ms, passed: beside + count(passed) }));
  });
  const isNear = ({ path }: { readonly path: string }) => Number(path.includes(room));
  found.sort((a, b) => isNear(b) - isNear(a) || a.ms - b.ms);
  const ids = new Map<string, string[]>();
  let spent = 0;
  for (const { path, test, ms: own } of found) {
    const known = ids.get(path);
    const cost = own + (known === undefined ? START_MS : 0);
    if (spent > 0 && spent + cost > ms) continue;
    spent += cost;
    ids.set(path, [...(known ?? []), test]);
  }
  return {
    selected: Array.from(ids, ([path, tests]) => ({ path, ids: tests })),
    tests: [...ids.values()].flat().length,
    most: found.reduce((sum, { passed }) => sum + passed, 0),
    ms: spent,
  };
}
