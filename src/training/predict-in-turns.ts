import type { LiveTrial, Network } from '../engines/engine.ts';
import { layoutParameters } from '../engines/layout.ts';
import type { Pacer } from '../pace.ts';

/** Products of a slice: some milliseconds of work on either engine. */
const PRODUCTS_AT_ONCE = 2 ** 26;
/** Engines do no fewer in a second. */
const PRODUCTS_PER_SECOND = 2 ** 33;
/** Slices begin at multiples of it, so that an engine meets the same tiles of rows as in one piece. */
const ROWS_OF_TILE = 64;

/**
 * What a network says about rows [rows, outputs], in slices between which others are served. Few rows are predicted at
 * once, without a pause.
 */
export async function predictInTurns(
  live: LiveTrial,
  network: Network,
  set: string,
  rows: number,
  pacer: Pick<Pacer, 'spend'>,
): Promise<Float32Array> {
  const { weightCount } = layoutParameters(network);
  const tiles = Math.max(1, Math.floor(PRODUCTS_AT_ONCE / (weightCount * ROWS_OF_TILE)));
  const rowsAtOnce = tiles * ROWS_OF_TILE;
  if (rows <= rowsAtOnce) return live.predict(set);
  const outputs = new Float32Array(rows * network.outputs);
  for (let from = 0; from < rows; from += rowsAtOnce) {
    const to = Math.min(rows, from + rowsAtOnce);
    outputs.set(live.predict(set, from, to), from * network.outputs);
    await pacer.spend(((to - from) * weightCount) / PRODUCTS_PER_SECOND);
  }
  return outputs;
}
