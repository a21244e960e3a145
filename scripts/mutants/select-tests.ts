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

/** The tests that come by a mutant, those of its own room first, then the shortest, for so many milliseconds in all. */
export function selectTests(noted: readonly Noted[], file: string, id: number, ms: number): Selection {
  const room = file.replace(/^src\//, 'tests/').replace(/\/[^/]+$/, '/');
  const found = noted.flatMap(({ path, notes }) => {
    const ids = Object.keys(notes).filter((test) => test !== '' && (notes[test].passed[id] ?? 0) > 0);
    const isShared = (notes['']?.passed[id] ?? 0) > 0;
    if (ids.length === 0 && !isShared) return [];
    const of = (test: string) => notes[test]?.ms ?? 0;
    const run = isShared ? Object.keys(notes) : [...ids, ''];
    const most = run.reduce((sum, test) => sum + (notes[test]?.passed[id] ?? 0), 0);
    const cost = START_MS + run.reduce((sum, test) => sum + of(test), 0);
    return [
      { path, ids: isShared ? null : ids, tests: run.length - 1, most, cost, isNear: path.includes(room) },
    ];
  });
  found.sort((a, b) => Number(b.isNear) - Number(a.isNear) || a.cost - b.cost);
  let spent = 0;
  const taken = found.filter(({ cost }, i) => {
    if (i > 0 && spent + cost > ms) return false;
    spent += cost;
    return true;
  });
  return {
    selected: taken.map(({ path, ids }) => ({ path, ids })),
    tests: taken.reduce((sum, { tests }) => sum + tests, 0),
    most: found.reduce((largest, { most }) => Math.max(largest, most), 0),
    ms: spent,
  };
}
