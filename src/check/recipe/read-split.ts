import { readNumber } from './find-training.ts';
import type { Reading } from './reading.ts';

// How a loop divides its rows, and its seed.

/** A run takes folds unless it is asked for another split, so that what a loop does is told alone. */
export function readSplit(reading: Reading): void {
  const divided = reading.trace.events.find((event) => event.kind === 'split');
  if (divided?.kind === 'split') {
    const { kind, share, folds, place } = divided.split;
    if (kind === 'folds' && folds !== null && folds >= 2) reading.say('split.folds', folds, place);
    else if (share !== null && share > 0 && share < 1) reading.say('split.holdout', share, place);
    if (reading.recipe.split !== undefined) reading.say('split.repeats', 1, place);
  }
  for (const event of reading.trace.events) {
    if (event.kind !== 'seeded') continue;
    const seed = readNumber(event.seed);
    if (seed === null || !Number.isSafeInteger(seed) || seed < 0) continue;
    reading.say('seed', seed, event.place);
    return;
  }
}
