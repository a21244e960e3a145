import { openStream } from '../../src/random/random.ts';

/** When to kill: so many milliseconds after so many trials are on record. */
export interface Moment {
  readonly trials: number;
  readonly ms: number;
}

const MOST_MS = 200;

/** Draws moments that lie all over a sweep: one in each of as many parts of it. */
export function drawMoments(kills: number, trials: number, seed: number): Moment[] {
  const random = openStream(seed, 'generator');
  return Array.from({ length: kills }, (_, k) => ({
    trials: Math.floor(((k + random.nextUniform()) / kills) * (trials - 1)),
    ms: Math.floor(random.nextUniform() * MOST_MS),
  }));
}
