import { useCallback, useEffect, useState } from 'preact/hooks';
import type { Answered } from '../run/run.ts';
import type { KeptRun } from './kept.ts';
import type { Shelf } from './shelf.ts';

/** The runs that are kept, and what can be done with them. */
export interface Runs {
  readonly shelf: Shelf;
  readonly list: readonly KeptRun[];
  /** Whether the last run could not be kept. */
  readonly isFull: boolean;
  add(answered: Answered): void;
  remove(id: string): void;
  forgetAll(): Promise<void>;
}

/** Lists the runs of a shelf; what another tab adds is seen when one comes back to this one. */
export function useRuns(shelf: Shelf): Runs {
  const [list, setList] = useState<readonly KeptRun[]>([]);
  const [isFull, setFull] = useState(false);
  const look = useCallback(async () => setList(await shelf.list().catch(() => [])), [shelf]);
  useEffect(() => {
    void look();
    const lookAgain = () => {
      if (!document.hidden) void look();
    };
    document.addEventListener('visibilitychange', lookAgain);
    addEventListener('focus', lookAgain);
    return () => {
      document.removeEventListener('visibilitychange', lookAgain);
      removeEventListener('focus', lookAgain);
    };
  }, [look]);
  const after = (done: Promise<unknown>) => done.catch(() => {}).then(look);
  return {
    ...{ shelf, list, isFull },
    add: useCallback(
      (answered: Answered) => {
        const isKept = shelf.add(answered).catch(() => false);
        void after(isKept.then((kept) => setFull(!kept)));
      },
      [shelf],
    ),
    remove: (id) => void after(shelf.remove(id)),
    forgetAll: () => after(shelf.forgetAll()),
  };
}
