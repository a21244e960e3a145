import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { writeLink } from '../setup/link.ts';
import type { LocalEngine } from './local-engine.ts';
import { type ComparisonSetup, type Parting, type Place, type Run, runComparison } from './run.ts';
import { rememberSweep } from './sweep-list.ts';

export interface Runner {
  readonly run: Run;
  /** @param key of the server */
  start(asked: ComparisonSetup, place: Place, key: string | undefined): void;
  /** Follows a sweep that runs already, or is done. */
  follow(asked: ComparisonSetup, sweep: string, key: string | undefined): void;
  part(how: Parting): void;
}

/** The one comparison that the page runs or follows at a time; a new one stops the one before, and leaves a sweep. */
export function useRun(engine: LocalEngine): Runner {
  const [run, setRun] = useState<Run>({ state: 'idle' });
  const current = useRef(new AbortController());
  const part = useCallback((how: Parting) => current.current.abort(how), []);
  useEffect(() => () => part('leave'), []);
  const start = useCallback(
    (asked: ComparisonSetup, place: Place, key: string | undefined, sweep?: string) => {
      part('leave');
      const controller = new AbortController();
      current.current = controller;
      const onChange = (next: Run) => {
        if (current.current === controller) setRun(next);
      };
      const onSweep = (id: string) => {
        const link = writeLink(asked, id);
        rememberSweep({ link, started: Date.now() });
        // The address of the page is that of the sweep, so that a bookmark or a reload finds it again.
        history.replaceState(null, '', `#${link}`);
      };
      const { signal } = controller;
      void runComparison(asked, { engine, place, key, signal, sweep, onSweep, onChange });
    },
    [engine],
  );
  const follow = useCallback(
    (asked: ComparisonSetup, sweep: string, key: string | undefined) => start(asked, 'sweep', key, sweep),
    [start],
  );
  return { run, start, follow, part };
}
