import type { LiveTrial, Network } from '../engines/engine.ts';
import { layoutParameters } from '../engines/layout.ts';
import type { Pacer } from '../pace.ts';

/** Products of a slice: some milliseconds of work on either engine. */
const PRODUCTS_AT_ONCE = 2 ** 26;
/** Engines do no fewer in a second. */
const PRODUCTS_PER_SECOND = 2 ** 33;
/** Slices begin at multiples of it, so that an engine meets the same tiles of rows as in one piece. */
const ROWS_OF_TILE = 64;

/** How the predictions of a network are cut into slices. */
export interface Slices {
  readonly outputs: number;
  readonly rowsAtOnce: number;
  readonly secondsARow: number;
}

export function cutSlices(network: Network): Slices {
  const { weightCount } = layoutParameters(network);
  const tiles = Math.max(1, Math.floor(PRODUCTS_AT_ONCE / (weightCount * ROWS_OF_TILE)));
  return {
    outputs: network.outputs,
    rowsAtOnce: tiles * ROWS_OF_TILE,
    secondsARow: weightCount / PRODUCTS_PER_SECOND,
  };
}

/**
 * What a network says about rows [rows, outputs], in slices between which others are served. Few rows are predicted at
 * once, without a pause, and without a promise: after every epoch one would take a quarter as long as the rows.
 */
export function predictInTurns(
  live: LiveTrial,
  slices: Slices,
  set: string,
  rows: number,
  pacer: Pick<Pacer, 'spend'>,
): Float32Array | Promise<Float32Array> {
  return rows <= slices.rowsAtOnce ? live.predict(set) : predictSlices(live, slices, set, rows, pacer);
}

async function predictSlices(
  live: LiveTrial,
  { outputs, rowsAtOnce, secondsARow }: Slices,
  set: string,
  rows: number,
  pacer: Pick<Pacer, 'spend'>,
): Promise<Float32Array> {
  const predicted = new Float32Array(rows * outputs);
  for (let from = 0; from < rows; from += rowsAtOnce) {
    const to = Math.min(rows, from + rowsAtOnce);
    predicted.set(live.predict(set, from, to), from * outputs);
    await pacer.spend((to - from) * secondsARow);
  }
  return predicted;
}
