import { useEffect, useRef } from 'preact/hooks';
import { FIRST_SETUP } from '../setup/setup.ts';
import type { Form } from './kept.ts';
import type { Shelf } from './shelf.ts';

/** So that not every letter typed is a write. */
const PAUSE_MS = 300;

/**
 * Keeps the form a moment after its last change, and at once where the data changed or the page is left. What the page
 * opened with is not kept anew.
 */
export function useKeeping(shelf: Shelf, form: Form): void {
  const kept = useRef(form);
  const latest = useRef(form);
  latest.current = form;
  const keep = (isLast: boolean) => {
    if (isSameForm(kept.current, latest.current)) return;
    kept.current = latest.current;
    const { setup, answer } = latest.current;
    if (isLast) shelf.leaveForm(latest.current);
    else if (setup === FIRST_SETUP && answer === null) void shelf.dropForm().catch(() => {});
    else void shelf.saveForm(latest.current).catch(() => {});
  };
  const { setup, columns, answer } = form;
  useEffect(() => {
    const timer = setTimeout(() => keep(false), setup.source === kept.current.setup.source ? PAUSE_MS : 0);
    return () => clearTimeout(timer);
  }, [setup, columns, answer]);
  useEffect(() => {
    const stop = new AbortController();
    const { signal } = stop;
    addEventListener('pagehide', () => keep(true), { signal });
    // A phone may end a page that is out of sight without telling it.
    document.addEventListener('visibilitychange', () => document.hidden && keep(false), { signal });
    return () => stop.abort();
  }, []);
}

function isSameForm(a: Form, b: Form): boolean {
  return a.setup === b.setup && a.columns === b.columns && a.answer === b.answer;
}
