import { useEffect } from 'preact/hooks';

/**
 * While something trains that would be lost, Escape stops it, and leaving the page asks.
 *
 * @param main selector of the part of the page that shows it: a key that is pressed elsewhere does not end it
 */
export function useLeaving(isAtRisk: boolean, main: string, stop: () => void): void {
  useEffect(() => {
    if (!isAtRisk) return;
    const listening = new AbortController();
    const { signal } = listening;
    // Escape may have something else to close, or something else may be what is shown.
    const open = `dialog[open], :popover-open, ${main}[hidden]`;
    addEventListener('beforeunload', (event) => event.preventDefault(), { signal });
    addEventListener(
      'keydown',
      (event) => {
        const isMeant = event.key === 'Escape' && !event.defaultPrevented && !event.isComposing;
        if (isMeant && document.querySelector(open) === null) stop();
      },
      { signal },
    );
    return () => listening.abort();
  }, [isAtRisk]);
}
