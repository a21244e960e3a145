import type { SweepPool } from '../../pool/pool.ts';
import { askNow, workFor } from '../../sweeps/ledger-calls.ts';
import { tellTrial } from '../../sweeps/work.ts';
import type { WorkOnPairs } from '../../sweeps/work-locally.ts';

/** Works on the pairs of sweeps in the threads of a pool, in turn with its comparisons. */
export function workInPool(pool: SweepPool): WorkOnPairs {
  return async ({ plan, work }, { ask, call, signal, pairSeconds }) => {
    const { penalty, compare } = work.recipe;
    await workFor(call, async () => {
      const left = askNow(() => ask('listOpen'));
      const pairs = left.map((pair) => plan.pairs[pair]);
      await pool.runTexts(work, pairs, {
        signal,
        pairSeconds,
        assign(i) {
          const { positions } = askNow(() => ask('todo', left[i]));
          const known = new Map<number, string>();
          if (compare.nested === null) return { positions, known };
          for (const position of penalty.lambdas.keys()) {
            if (positions.includes(position)) continue;
            known.set(
              position,
              askNow(() => ask('readTrial', left[i], position)),
            );
          }
          return { positions, known };
        },
        onTrial(i, { position, text, value }) {
          const told = tellTrial(pairs[i], penalty.lambdas[position], value);
          askNow(() => ask('recordTrial', left[i], position, text, told));
        },
        onClosing: (i, text) => void askNow(() => ask('recordClosing', left[i], text)),
      });
    });
  };
}
