import type { Setting } from '../setting.ts';

/** A way to train a network. */
export interface Peer {
  readonly name: string;
  /** What the table should say about it, such as what it cannot do. */
  readonly note?: string;
  start(setting: Setting): Promise<Trainer> | Trainer;
}

/** A network that a peer trains on the rows of its setting, in their order, batch by batch. */
export interface Trainer {
  /** Runs through all rows `epochs` times; returns the seconds that it took. */
  train(epochs: number): Promise<number>;
  /**
   * The parameters as `layout.ts` orders them; null for a peer that starts from weights of its own, which
   * reports its losses instead.
   */
  readParameters(): Promise<Float32Array | null>;
  /** The loss of the first and of the last epoch, for peers that give no parameters. */
  readLosses?(): Promise<readonly [first: number, last: number]>;
  close(): void;
}

/** Seconds that a piece of work takes. */
export async function timeSeconds(work: () => unknown): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}
