import type { PlanFigures } from '../plan/schema.ts';

/** What a piece of work holds while it runs. */
export interface Need {
  /** Bytes of one pair at work. */
  readonly bytes: number;
  /** Pairs that could be worked on at once, if there were threads for all of them. */
  readonly pairs: number;
  /** Estimated seconds until the work ends. */
  readonly seconds: number;
}

/** Gives back what was held; a second call does nothing. */
export type Release = () => void;

/** What a text holds while it is read, and until what it asks for has been done. */
export interface TextAccount {
  /** Holds so many bytes more; false where they do not fit. */
  grow(bytes: number): boolean;
  close(): void;
}

/** The memory of one process, shared out among all that it works on. */
export interface MemoryAdmission {
  /** Opens the account of a text that is about to be read. */
  openText(): TextAccount;
  /** Admits work; null where it does not fit beside what runs. */
  enter(need: Need): Release | null;
  /**
   * Admits work as soon as it fits; those who wait come in their order. Work that enters without waiting goes
   * first, since someone waits for its answer.
   *
   * @throws the signal's reason once it fires
   */
  wait(need: Need, signal?: AbortSignal): Promise<Release>;
  /** Estimated seconds until some of the work ends, from 1 to 60. */
  secondsToWait(): number;
}

/**
 * What a comparison needs, for each pair at work: its rows, a trial on them, and the data set, of which every thread has
 * a copy.
 */
export function measureNeed({ bytes, pairs, seconds }: PlanFigures): Need {
  return { bytes, pairs, seconds };
}

interface MemoryOptions {
  /** What all work together may hold. */
  readonly bytes: number;
  /** Threads that work on pairs; 1 where all work shares the calling thread. */
  readonly threads?: number | undefined;
}

const [SHORTEST_WAIT, LONGEST_WAIT] = [1, 60];

/**
 * Shares out the memory of one process. Every comparison holds the memory of one pair, on its own thread in the
 * search for lambdas and for the model of all rows. Threads hold more: with t of them, t - 1 further pairs at
 * most, and those counted are the largest that there could be.
 *
 * Work beside which nothing else runs is always admitted, and so is a text beside which there is nothing else:
 * limits of their own hold them.
 */
export function createMemoryAdmission({ bytes, threads = 1 }: MemoryOptions): MemoryAdmission {
  const texts = new Set<{ bytes: number }>();
  const works = new Set<Need>();
  const waiting: { readonly need: Need; readonly admit: () => void }[] = [];

  const measure = (work: readonly Need[]) =>
    sum(texts) + sum(work) + sum(listFurther(work, threads - 1).map((size) => ({ bytes: size })));

  function hold<Held>(held: Set<Held>, one: Held): Release {
    held.add(one);
    return () => {
      if (held.delete(one)) admitWaiting();
    };
  }
  const enter = (need: Need) => {
    const fits = works.size === 0 || measure([...works, need]) <= bytes;
    // A copy, since the same need may come twice.
    return fits ? hold(works, { ...need }) : null;
  };
  function admitWaiting(): void {
    while (waiting.length > 0) {
      const [{ need, admit }] = waiting;
      if (works.size > 0 && measure([...works, need]) > bytes) return;
      waiting.shift();
      admit();
    }
  }

  return {
    openText() {
      const text = { bytes: 0 };
      const close = hold(texts, text);
      return {
        grow(more) {
          const held = measure([...works]);
          if (held > text.bytes && held + more > bytes) return false;
          text.bytes += more;
          return true;
        },
        close,
      };
    },
    enter,
    wait(need, signal) {
      return new Promise((resolve, reject) => {
        signal?.throwIfAborted();
        const entry = { need, admit };
        function stop(): void {
          waiting.splice(waiting.indexOf(entry), 1);
          reject(signal?.reason);
          admitWaiting();
        }
        function admit(): void {
          signal?.removeEventListener('abort', stop);
          resolve(hold(works, { ...need }));
        }
        signal?.addEventListener('abort', stop, { once: true });
        waiting.push(entry);
        admitWaiting();
      });
    },
    secondsToWait() {
      const soonest = [...works].reduce((least, { seconds }) => Math.min(least, seconds), LONGEST_WAIT);
      return works.size === 0 ? SHORTEST_WAIT : Math.max(SHORTEST_WAIT, Math.ceil(soonest));
    },
  };
}

function sum(held: Iterable<{ readonly bytes: number }>): number {
  let total = 0;
  for (const { bytes } of held) total += bytes;
  return total;
}

/** The sizes of the `most` largest pairs that could be at work besides the first of each comparison. */
function listFurther(works: readonly Need[], most: number): number[] {
  return works
    .flatMap(({ bytes, pairs }) => Array<number>(Math.max(0, Math.min(pairs - 1, most))).fill(bytes))
    .sort((a, b) => b - a)
    .slice(0, most);
}
