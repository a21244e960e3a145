import type { AskedBy } from '../../http/desk.ts';

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
  | { readonly kind: 'log'; readonly entry: unknown }
  | { readonly kind: 'open' }
  /** It cannot be opened. */
  | {
      readonly kind: 'shut';
      readonly code: string;
      readonly issues: readonly { place: string; message: string }[];
    };
