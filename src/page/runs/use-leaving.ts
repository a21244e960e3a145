import { useEffect } from 'preact/hooks';
import type { Parting, Run } from '../run/run.ts';

/**
 * While a comparison runs, Escape stops it, and leaving the page asks. A sweep goes on without the page, and is not for a
 * key that is pressed in passing to end.
 */
export function useLeaving(run: Run, part: (how: Parting) => void): void {
  const isAtRisk = run.state === 'running' && run.place !== 'sweep';
  useEffect(() => {
    if (!isAtRisk) return;
    const stop = new AbortController();
    const { signal } = stop;
    addEventListener('beforeunload', (event) => event.preventDefault(), { signal });
    addEventListener(
      'keydown',
      (event) => {
        if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing || isSomethingOpen())
          return;
        part('stop');
      },
      { signal },
    );
    return () => stop.abort();
  }, [isAtRisk]);
}

/** Whether Escape has something else to close, or the comparison is not what is shown. */
function isSomethingOpen(): boolean {
  return document.querySelector('dialog[open], :popover-open, main[data-state][hidden]') !== null;
}
