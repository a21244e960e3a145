import type { RefObject } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Mending } from './fault-list.tsx';
import { applyChange, type Change, findChange, joinChanges, mendFault } from './text/change.ts';
import { showLine } from './text/loop-text.tsx';
import type { PlacedFault } from './text/marks.ts';
import type { Checked } from './use-check.ts';

/** What was mended, with the text before and after it. */
interface Mended {
  readonly before: string;
  readonly after: string;
  readonly said: string;
}

/** As many can be undone. */
const MOST_KEPT = 50;

export interface Mender extends Mending {
  /** What the last press mended; null where the text has changed since. */
  readonly last: Mended | null;
  readonly undo: () => void;
  /** Where the focus goes after a press, whose button may be gone. */
  readonly rest: RefObject<HTMLParagraphElement | null>;
}

/** Mends faults in the text field as if one had typed it, so that the browser's own undo knows of it. */
export function useMending(
  area: RefObject<HTMLTextAreaElement | null>,
  text: string,
  { checked, placed }: { readonly checked: Checked | null; readonly placed: readonly PlacedFault[] },
): Mender {
  const [history, setHistory] = useState<readonly Mended[]>([]);
  const rest = useRef<HTMLParagraphElement>(null);
  const top = history.at(-1);
  const last = top?.after === text ? top : null;
  const edit = (change: Change) => {
    if (area.current === null) return;
    typeInto(area.current, change);
    // Once it is drawn.
    requestAnimationFrame(() => rest.current?.focus());
  };
  const mends = useMemo(() => {
    // Until the text is checked, its faults are those of another one.
    const found = checked?.text === text ? placed : [];
    return new Map(found.map(({ id, fault, line }) => [id, mendFault(text, line, fault)]));
  }, [checked, text, placed]);
  const undo = () => {
    if (last === null) return;
    setHistory((before) => before.slice(0, -1));
    edit(findChange(text, last.before));
  };
  useUndoKey(last === null ? null : undo);
  return {
    last,
    undo,
    rest,
    showLine: (line) => area.current && showLine(area.current, line),
    canMend: ({ id }) => (mends.get(id) ?? null) !== null,
    mend(chosen) {
      const change = joinChanges(
        text,
        chosen.flatMap(({ id }) => mends.get(id) ?? []),
      );
      if (change === null) return;
      const said = chosen.length === 1 ? chosen[0].fault.code : `${chosen.length} faults`;
      const mended = { before: text, after: applyChange(text, change), said };
      setHistory((before) => [...before, mended].slice(-MOST_KEPT));
      edit(change);
    },
  };
}

/** Puts characters in the place of others, in the history of the text field where the browser allows it. */
function typeInto(area: HTMLTextAreaElement, { from, to, insert }: Change): void {
  const { scrollTop } = area;
  // Who presses in the list of faults goes on reading there.
  const { scrollX, scrollY } = window;
  area.focus({ preventScroll: true });
  area.setSelectionRange(from, to);
  const isDone =
    insert === '' ? document.execCommand('delete') : document.execCommand('insertText', false, insert);
  if (!isDone) {
    area.setRangeText(insert, from, to, 'end');
    area.dispatchEvent(new Event('input', { bubbles: true }));
  }
  area.scrollTop = scrollTop;
  scrollTo(scrollX, scrollY);
}

/** Ctrl-Z undoes what was mended last; within a text field the browser does so itself. */
function useUndoKey(undo: (() => void) | null): void {
  const current = useRef(undo);
  current.current = undo;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const isUndo = event.key.toLowerCase() === 'z' && (event.ctrlKey || event.metaKey) && !event.shiftKey;
      const isTyping = event.target instanceof Element && event.target.matches('input, textarea, select');
      if (!isUndo || isTyping || current.current === null) return;
      if (document.querySelector('main.check:not([hidden])') === null) return;
      event.preventDefault();
      current.current();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
}
