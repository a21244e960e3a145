import type { Network } from '../engines/engine.ts';
import { layoutParameters } from '../engines/layout.ts';

// What an inspection of a trained network takes; plans need no more of it.

/** How many training rows the units are inspected on. */
const ROWS = 256;
/** Multiplications that an inspection may cost: some milliseconds. */
const MULTIPLICATIONS = 2 ** 22;
/** If cost allows only fewer of the rows than this, silent units say little. */
const FEWEST_ROWS = 32;

/** How many of the training rows the units are inspected on; 0 if there are no relu units, or it would cost too much. */
export function countInspectedRows(network: Network, trainingRows: number): number {
  if (network.activation !== 'relu' || network.hidden.length === 0) return 0;
  const { weightCount } = layoutParameters(network);
  const rows = Math.min(ROWS, trainingRows, Math.floor(MULTIPLICATIONS / weightCount));
  return rows < Math.min(FEWEST_ROWS, trainingRows) ? 0 : rows;
}

/** The multiplications that an inspection takes at most. */
export function countInspected(network: Network, trainingRows: number): number {
  return countInspectedRows(network, trainingRows) * layoutParameters(network).weightCount;
}
