import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Answered, Asked } from './run-tests.ts';
import type { Selection } from './select-tests.ts';

const SCRIPT = fileURLToPath(new URL('run-tests.ts', import.meta.url));

/** A mutant that is passed this much more often than without it turns in a circle. */
const CIRCLES = 100;
const LEAST_CIRCLES = 100_000;

/** The tests of a copy of the tree, in a process that is started anew when a mutant stops it. */
export function openTests(copy: string) {
  let child: ChildProcess | null = null;
  const end = () => {
    if (child !== null) endGroup(child);
    child = null;
  };
  const ask = async (asked: Asked, ms: number): Promise<Answered | null> => {
    if (child === null) {
      child = start(copy);
      if ((await hear(child, 120_000)) === null) throw new Error('vitest did not start');
    }
    child.send(asked);
    const answered = await hear(child, ms);
    if (answered === null) end();
    return answered;
  };
  return {
    end,
    /** Runs the folders of tests without a mutant; says what they come by, and which fail. */
    async runAll(rooms: readonly string[]) {
      const answered = await ask({ kind: 'first', rooms }, 3_600_000);
      if (answered?.kind !== 'first') throw new Error('the tests ended early');
      return answered;
    },
    /** Runs the tests that come by a mutant until one fails. */
    async tryMutant(id: number, { selected, tests, most, ms }: Selection) {
      const limit = Math.max(LEAST_CIRCLES, CIRCLES * most);
      // Several times what they take without it, and what a busy machine may need besides.
      const answered = await ask({ kind: 'mutant', id, most: limit, selected }, 3 * ms + 30_000);
      if (answered?.kind !== 'mutant') return { fate: 'killed by time', note: '' } as const;
      const [first] = answered.failed;
      if (first === undefined) return { fate: 'survived', note: `${tests} tests come by it` } as const;
      return { fate: 'killed', note: first } as const;
    },
  };
}

/** In a group of its own, which ends as a whole: what vitest started goes with it. */
function start(copy: string): ChildProcess {
  return fork(SCRIPT, [copy, join(copy, 'dist', 'mutant-order.json')], {
    detached: true,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
}

/** The next message; null where none comes in time, or the process ends. */
function hear(child: ChildProcess, ms: number): Promise<Answered | null> {
  return new Promise((resolve) => {
    const settle = (answered: Answered | null) => {
      clearTimeout(timer);
      child.off('message', settle);
      child.off('exit', giveUp);
      resolve(answered);
    };
    const giveUp = () => settle(null);
    const timer = setTimeout(giveUp, ms);
    child.on('message', settle);
    child.on('exit', giveUp);
  });
}

function endGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
