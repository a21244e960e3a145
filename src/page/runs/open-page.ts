import type { Answered } from '../run/run.ts';
import { readLink } from '../setup/link.ts';
import { FIRST_SETUP, isSameSetup, type Setup } from '../setup/setup.ts';
import { openDatabase } from './database.ts';
import { createDatabaseShelf } from './database-shelf.ts';
import type { Form } from './kept.ts';
import type { Shelf } from './shelf.ts';

/** What the page opens with. */
export interface Opening {
  /** The part of the address that it was opened by. */
  readonly hash: string;
  readonly shelf: Shelf;
  readonly setup: Setup;
  /** The answer that was shown when the page was left. */
  readonly answer: Answered | null;
  /** Whether no link was followed and nothing was kept: what stands in the form is the example. */
  readonly isFirst: boolean;
}

/** Opens what the browser has kept. A link goes before the form that was kept, and takes its file where that fits. */
export async function openPage(hash: string): Promise<Opening> {
  const shelf = await openShelf();
  const kept = await shelf.readForm().catch(() => null);
  // An empty form is kept too, so that who starts afresh does not find that of another tab.
  const form = kept && isAfresh(kept) ? null : kept;
  const setup = chooseSetup(hash, form);
  const wasLeft = form?.answer && isSameSetup(setup, form.setup);
  const answer = wasLeft ? await shelf.read(form.answer).catch(() => null) : null;
  return { hash, shelf, setup, answer, isFirst: setup === FIRST_SETUP };
}

function isAfresh({ setup, answer }: Form): boolean {
  return answer === null && isSameSetup(setup, FIRST_SETUP);
}

async function openShelf(): Promise<Shelf> {
  try {
    // Read here, since a browser that forbids storage throws already at the name.
    return createDatabaseShelf(await openDatabase(globalThis.indexedDB), nameTab(), sessionStorage);
  } catch {
    const { createMemoryShelf } = await import('./memory-shelf.ts');
    return createMemoryShelf();
  }
}

const TAB = 'absum-tab';

/** A name for this tab that a reload keeps. */
function nameTab(): string {
  const name = sessionStorage.getItem(TAB) ?? Math.random().toString(36).slice(2);
  sessionStorage.setItem(TAB, name);
  return name;
}

/** The setup to begin with, for an address. */
export function chooseSetup(hash: string, form: Form | null): Setup {
  const linked = readLink(hash);
  if (linked === null || form?.hash === hash) return form?.setup ?? FIRST_SETUP;
  if (linked.source !== null || form === null || !fitsColumns(linked, form.columns)) return linked;
  return { ...linked, source: form.setup.source?.kind === 'csv' ? form.setup.source : null };
}

/** Whether a recipe may be about data with these columns: those that it names are among them. */
export function fitsColumns(
  { target, ignored, categories, dates }: Setup,
  columns: readonly string[],
): boolean {
  const named = [...(target === null ? [] : [target]), ...ignored, ...categories, ...Object.keys(dates)];
  return named.length > 0 && named.every((name) => columns.includes(name));
}
