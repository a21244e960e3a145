import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { LocalEngine } from './local-engine.ts';
import { type Comparison, type Place, type Run, runComparison } from './run.ts';

export interface Runner {
  readonly run: Run;
  /** @param key of the server */
  start(asked: Comparison, place: Place, key: string | undefined): void;
  stop(): void;
}

/** The one comparison that the page runs at a time; a new one stops the one before. */
export function useRun(engine: LocalEngine): Runner {
  const [run, setRun] = useState<Run>({ state: 'idle' });
  const current = useRef(new AbortController());
  useEffect(() => () => current.current.abort(), []);
  const start = useCallback(
    (asked: Comparison, place: Place, key: string | undefined) => {
      current.current.abort();
      const controller = new AbortController();
      current.current = controller;
      const onChange = (next: Run) => {
        if (current.current === controller) setRun(next);
      };
      void runComparison(asked, { engine, place, key, signal: controller.signal, onChange });
    },
    [engine],
  );
  const stop = useCallback(() => current.current.abort(), []);
  return { run, start, stop };
}
