import { useEffect, useRef } from 'preact/hooks';
import type { Form } from './kept.ts';
import type { Shelf } from './shelf.ts';

/** A form but for the address, which is read when it is kept. */
type FormShown = Omit<Form, 'hash'>;

/** So that not every letter typed is a write. */
const PAUSE_MS = 300;

/**
 * Keeps the form a moment after its last change, and at once where the data changed or the page is left. What the page
 * opened with is not kept anew.
 */
export function useKeeping(shelf: Shelf, form: FormShown): void {
  /** What is in the database for sure: who leaves may cut a write short. */
  const kept = useRef(form);
  const latest = useRef(form);
  latest.current = form;
  const keep = async () => {
    const saved = latest.current;
    if (isSameForm(kept.current, saved)) return;
    await shelf.saveForm({ ...saved, hash: location.hash }).catch(() => {});
    kept.current = saved;
  };
  const leave = () => {
    if (!isSameForm(kept.current, latest.current))
      shelf.leaveForm({ ...latest.current, hash: location.hash });
  };
  const { setup, columns, answer } = form;
  useEffect(() => {
    const timer = setTimeout(keep, setup.source === kept.current.setup.source ? PAUSE_MS : 0);
    return () => clearTimeout(timer);
  }, [setup, columns, answer]);
  useEffect(() => {
    const stop = new AbortController();
    const { signal } = stop;
    addEventListener('pagehide', leave, { signal });
    // A phone may end a page that is out of sight without telling it.
    document.addEventListener('visibilitychange', () => document.hidden && leave(), { signal });
    return () => stop.abort();
  }, []);
}

function isSameForm(a: FormShown, b: FormShown): boolean {
  return a.setup === b.setup && a.columns === b.columns && a.answer === b.answer;
}
