import { EMPTY_FORM, type WorthForm } from './worth/form.ts';

/** A training loop as the page holds it. */
export interface Loop {
  readonly kind: 'loop';
  /** What is shown and edited: a script, or the code cells of a notebook. */
  readonly text: string;
  /** Null of a text that was typed or pasted. */
  readonly fileName: string | null;
  /** The notebook that the text came from, outputs and all; null of a script. */
  readonly notebook: string | null;
}

export const NO_LOOP: Loop = { kind: 'loop', text: '', fileName: null, notebook: null };

/** All of the tab that outlives a reload. */
export interface KeptTab {
  readonly loop: Loop;
  readonly form: WorthForm;
}

export const EMPTY_TAB: KeptTab = { loop: NO_LOOP, form: EMPTY_FORM };

/** What of a storage is used here. */
type TabStorage = Pick<Storage, 'getItem' | 'setItem'>;

const NAME = 'absum-check';

/** @param open gives the storage; a browser may forbid it */
export function recallTab(open: () => TabStorage): KeptTab {
  try {
    const kept = JSON.parse(open().getItem(NAME) ?? 'null') as Partial<KeptTab> | null;
    const { loop, form } = kept ?? {};
    return {
      loop: typeof loop?.text === 'string' ? { ...NO_LOOP, ...loop } : NO_LOOP,
      form: { ...EMPTY_FORM, ...form },
    };
  } catch {
    return EMPTY_TAB;
  }
}

/** Keeps the text and the form until the tab is closed: a table, or outputs of a notebook, only where there is room. */
export function keepTab(open: () => TabStorage, { loop, form }: KeptTab): void {
  const source = form.source?.kind === 'csv' ? null : form.source;
  const smaller: readonly KeptTab[] = [
    { loop, form },
    { loop, form: { ...form, source } },
    { loop: { ...loop, notebook: null }, form: { ...form, source } },
  ];
  for (const each of smaller) {
    try {
      open().setItem(NAME, JSON.stringify(each));
      return;
    } catch {
      // Too much for it, or forbidden.
    }
  }
}
