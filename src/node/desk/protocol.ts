import type { Issue } from '../../errors.ts';
import type { ErrorEntry, RequestEntry } from '../../http/log.ts';
import type { AskedBy } from '../../http/parts.ts';
import type { AppSettings } from '../../http/settings.ts';
import type { WorkshopOptions } from '../workshop.ts';

/** What the thread is started with. Keys stay where requests are let in. */
export interface DeskSettings {
  readonly settings: Omit<AppSettings, 'keys'>;
  readonly options: WorkshopOptions;
}

/**
 * What a server and its desk say to each other. The desk is a thread: it reads, plans, predicts and writes reports, so
 * that the server's own thread answers at once, whatever is asked. Every answer is pulled chunk by chunk, so that a slow
 * reader slows its sender.
 */
export type ToDesk =
  | {
      readonly kind: 'ask';
      readonly id: number;
      readonly method: string;
      readonly url: string;
      readonly headers: readonly (readonly [string, string])[];
      readonly body: ArrayBuffer | null;
      readonly about: AskedBy;
    }
  | { readonly kind: 'pull' | 'leave'; readonly id: number }
  | { readonly kind: 'url'; readonly url: string }
  /** Work is to be left as it stands, and then the thread is to end. */
  | { readonly kind: 'rest' | 'end' };

export type FromDesk =
  | {
      readonly kind: 'head';
      readonly id: number;
      readonly status: number;
      readonly headers: readonly (readonly [string, string])[];
      readonly hasBody: boolean;
    }
  | { readonly kind: 'chunk'; readonly id: number; readonly bytes: Uint8Array }
  | { readonly kind: 'done' | 'broken'; readonly id: number }
  | { readonly kind: 'log'; readonly entry: RequestEntry | ErrorEntry }
  | { readonly kind: 'open' }
  /** It cannot be opened. */
  | {
      readonly kind: 'shut';
      readonly issues: readonly Issue[];
    };
