import { openStream } from '../../src/random/random.ts';

/** When to kill: some milliseconds after some number of trials are on record. */
export interface Moment {
  readonly trials: number;
  readonly ms: number;
}

const MOST_MS = 200;

/**
 * Draws moments from all over a sweep: it is cut into as many parts as there are moments, and each part gets
 * one.
 */
export function drawMoments(kills: number, trials: number, seed: number): Moment[] {
  const random = openStream(seed, 'generator');
  return Array.from({ length: kills }, (_, k) => ({
    trials: Math.floor(((k + random.nextUniform()) / kills) * (trials - 1)),
    ms: Math.floor(random.nextUniform() * MOST_MS),
  }));
}
