import type { Answered } from '../run/run.ts';
import { packRun } from './kept.ts';
import { MOST_RUNS, type Shelf } from './shelf.ts';

/** Keeps runs while the page is open, where the browser keeps nothing. */
export function createMemoryShelf(): Shelf {
  const runs = new Map<string, Answered>();
  const sort = () => [...runs.values()].sort((a, b) => b.at - a.at);
  return {
    lasts: false,
    list: async () => sort().map((answered) => packRun(answered, null)),
    async add(answered) {
      runs.set(answered.id, answered);
      for (const { id } of sort().slice(MOST_RUNS)) runs.delete(id);
      return true;
    },
    read: async (id) => runs.get(id) ?? null,
    remove: async (id) => void runs.delete(id),
    saveForm: async () => {},
    leaveForm: () => {},
    readForm: async () => null,
    forgetAll: async () => runs.clear(),
  };
}
