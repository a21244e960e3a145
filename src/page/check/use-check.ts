import { useEffect, useRef, useState } from 'preact/hooks';
import type { CheckAnswer } from '../../check/answer.ts';
import type { LocalEngine } from '../run/local-engine.ts';
import { type KeptTab, keepTab, type Loop, recallTab } from './loop.ts';
import { writeChecked } from './text/notebook.ts';
import type { WorthForm } from './worth/form.ts';

/** So that a line typed is checked once, and not by each of its letters. */
const PAUSE_MS = 400;

/** An answer, and the text that it is about. */
export interface Checked {
  readonly text: string;
  readonly answer: CheckAnswer;
}

export interface CheckLab {
  readonly loop: Loop;
  readonly change: (next: (before: Loop) => Loop) => void;
  readonly form: WorthForm;
  readonly changeForm: (next: (before: WorthForm) => WorthForm) => void;
  /** The last answer; null without one. */
  readonly checked: Checked | null;
  /** Whether it is not, or not yet, the answer to the text. */
  readonly isFormer: boolean;
  readonly isWorking: boolean;
  /** Why there is no answer to the text; null where there is one, or may yet be. */
  readonly failure: string | null;
}

/** Checks the loop as it is typed, a moment after its last change. */
export function useCheck(engine: LocalEngine): CheckLab {
  const [kept] = useState<KeptTab>(() => recallTab(() => sessionStorage));
  const [loop, change] = useState(kept.loop);
  const [form, changeForm] = useState(kept.form);
  const [checked, setChecked] = useState<Checked | null>(null);
  const [failed, setFailed] = useState<{ readonly text: string; readonly message: string } | null>(null);
  const { text } = loop;
  const isBlank = text.trim() === '';
  const hasAsked = useRef(false);
  useEffect(() => {
    if (isBlank) {
      setChecked(null);
      return;
    }
    const stop = new AbortController();
    const { signal } = stop;
    const ask = () =>
      engine.ask('check', { request: { text: writeChecked(text) } }, { signal }).then(
        (answer) => {
          if (!signal.aborted) setChecked({ text, answer });
        },
        (error: unknown) => {
          if (!signal.aborted) setFailed({ text, message: sayFailure(error) });
        },
      );
    // What the tab opens with waits for nobody.
    const timer = setTimeout(ask, hasAsked.current ? PAUSE_MS : 0);
    hasAsked.current = true;
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [text]);
  useKeeping({ loop, form });
  const failure = failed?.text === text ? failed.message : null;
  const isFormer = checked !== null && checked.text !== text;
  return {
    ...{ loop, change, form, changeForm, checked, isFormer, failure },
    isWorking: !isBlank && failure === null && (checked === null || isFormer),
  };
}

/** @returns what was expected, and what came */
export function sayFailure(error: unknown): string {
  const { issues } = (error ?? {}) as { readonly issues?: readonly { place: string; message: string }[] };
  if (Array.isArray(issues) && issues.length > 0) {
    return issues.map(({ place, message }) => (place === '' ? message : `${place}: ${message}`)).join('; ');
  }
  return error instanceof Error ? error.message : String(error);
}

/** Text and form outlive a reload. */
function useKeeping(tab: KeptTab): void {
  const { loop, form } = tab;
  const latest = useRef(tab);
  latest.current = tab;
  useEffect(() => {
    const keep = () => keepTab(() => sessionStorage, latest.current);
    const timer = setTimeout(keep, PAUSE_MS);
    addEventListener('pagehide', keep);
    return () => {
      clearTimeout(timer);
      removeEventListener('pagehide', keep);
    };
  }, [loop, form]);
}
