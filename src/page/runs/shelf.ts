import type { Answered } from '../run/run.ts';
import type { Form, KeptRun } from './kept.ts';

/** Older runs than these are dropped. */
export const MOST_RUNS = 20;

/** Where runs are kept, and the form as it was left. */
export interface Shelf {
  /** Whether it outlasts the page. */
  readonly lasts: boolean;
  /** The runs, the newest first; damaged ones are left out. */
  list(): Promise<readonly KeptRun[]>;
  /**
   * Keeps a run, and drops the oldest where there are too many or there is no room.
   *
   * @returns whether it is kept
   */
  add(answered: Answered): Promise<boolean>;
  /** A run with its report and its data; null where it is gone or damaged. */
  read(id: string): Promise<Answered | null>;
  remove(id: string): Promise<void>;
  /** Keeps the form of this tab; without the text of its file where there is no room for that. */
  saveForm(form: Form): Promise<void>;
  /** The same in the last moment of a page, which waits for nothing: the file is taken to be kept already. */
  leaveForm(form: Form): void;
  /** The form of this tab, or else the last one of any other; null where nothing is kept. */
  readForm(): Promise<Form | null>;
  /** Forgets runs, forms and files. */
  forgetAll(): Promise<void>;
}
