import type { Pacer } from './pace.ts';

/**
 * A computation in slices, so that it need not hold up its host: a generator that yields, every now and then, how many
 * items it has worked on since the last time, and returns its result. An item is something that takes about as long as
 * reading a cell of a table.
 */
export type Sliced<Result> = Generator<number, Result, void>;

/** Items of a slice: some milliseconds of work. */
export const ITEMS_A_SLICE = 16_384;

/** What an item takes, roughly. */
const SECONDS_AN_ITEM = 3e-7;

/** Does all of a computation at once. */
export function finish<Result>(sliced: Sliced<Result>): Result {
  for (;;) {
    const { done, value } = sliced.next();
    if (done) return value;
  }
}

/**
 * Does a computation slice by slice, and lets others be served between.
 *
 * @throws what the computation and the pacer throw
 */
export async function doInTurns<Result>(
  sliced: Sliced<Result>,
  pacer: Pick<Pacer, 'spend'>,
): Promise<Result> {
  for (;;) {
    const { done, value } = sliced.next();
    if (done) return value;
    await pacer.spend(value * SECONDS_AN_ITEM);
  }
}
