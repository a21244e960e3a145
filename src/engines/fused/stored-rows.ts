import type { Matrix } from '../../data/encode.ts';
import { type Arena, align } from '../../kernels/arena.ts';
import { countPanels, measurePaddedRows, PANEL_COLUMNS } from '../../kernels/panels.ts';
import type { PairRows, TrialShape } from '../engine.ts';

/** Rows in an arena, each padded to whole panels. */
interface StoredRows {
  readonly address: number;
  readonly rows: number;
}

/** The rows of a pair in an arena. */
export interface StoredPair {
  readonly targets: StoredRows;
  /** The training rows under `training`, and the held sets under their names. */
  readonly sets: Readonly<Record<string, StoredRows>>;
}

/** Copies the rows of a pair into an arena. */
export function storePair(arena: Arena, { features, targets, held }: PairRows): StoredPair {
  const sets: Record<string, StoredRows> = { training: storeRows(arena, features) };
  for (const [name, matrix] of Object.entries(held)) sets[name] = storeRows(arena, matrix);
  return { targets: storeRows(arena, targets), sets };
}

function storeRows(arena: Arena, { rows, columns, values }: Matrix): StoredRows {
  const address = arena.allocate(measurePaddedRows(rows, columns));
  const padded = PANEL_COLUMNS * countPanels(columns);
  const target = new Float32Array(arena.memory.buffer, address, rows * padded);
  // A loop: a view of each row takes longer to make than a row of some columns to copy.
  for (let row = 0; row < rows; row++) {
    for (let c = 0; c < columns; c++) target[row * padded + c] = values[row * columns + c];
  }
  return { address, rows };
}

/** The bytes that the rows of a pair take up. */
export function measurePair({ network, trainingRows, heldRows }: TrialShape): number {
  const sets = [trainingRows, ...heldRows].map((rows) => align(measurePaddedRows(rows, network.inputs)));
  return sets.reduce((sum, bytes) => sum + bytes, align(measurePaddedRows(trainingRows, network.outputs)));
}
