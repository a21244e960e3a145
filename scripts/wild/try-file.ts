import { AbsumError, type Issue } from '../../src/errors.ts';
import { applyNext } from '../../src/recipe/next.ts';
import { compareReading } from './compare-reading.ts';
import { decodeFile } from './decode.ts';
import { lookAt } from './look.ts';
import { type ReadingOptions, readTable, type TableRead } from './read-table.ts';

/** What became of one file. */
export type Outcome =
  /** Read, and as papaparse and Number() see it. */
  | { readonly kind: 'whole' }
  /** Refused, and read after the ways out of each refusal in turn were taken. */
  | { readonly kind: 'refused'; readonly faults: readonly Issue[]; readonly options: ReadingOptions }
  /** Refused without a way out, or with ways that lead to no reading. */
  | { readonly kind: 'stuck'; readonly faults: readonly Issue[]; readonly options: ReadingOptions }
  /** Read otherwise than papaparse and Number() see it, or ended by an error that is no refusal. */
  | { readonly kind: 'wrong'; readonly differences: readonly string[]; readonly options: ReadingOptions }
  /** Papaparse sees no table of two columns or more, and our reader refused it or read one column. */
  | { readonly kind: 'no-table'; readonly faults: readonly Issue[] };

/** A file with more faults than this in a row leads nowhere. */
const MOST_WAYS = 8;

/** Reads a file, takes the ways out of what is refused, and compares what is read at last with what is there. */
export function tryFile(bytes: Uint8Array): Outcome {
  const look = lookAt(decodeFile(bytes));
  let options: ReadingOptions = {};
  let first: readonly Issue[] = [];
  for (let tries = 0; tries <= MOST_WAYS; tries++) {
    const attempt = attemptReading(bytes, options);
    if ('crash' in attempt) return { kind: 'wrong', differences: [attempt.crash], options };
    if ('read' in attempt) {
      if (look === null) return judgeUnseen(attempt.read, options);
      const differences = compareReading(look, attempt.read, options);
      if (differences.length > 0) return { kind: 'wrong', differences, options };
      return tries === 0 ? { kind: 'whole' } : { kind: 'refused', faults: first, options };
    }
    if (tries === 0) first = attempt.faults;
    if (look === null) return { kind: 'no-table', faults: first };
    const next = takeWays(options, attempt.faults);
    if (next === null) return { kind: 'stuck', faults: attempt.faults, options };
    options = next;
  }
  return { kind: 'stuck', faults: first, options };
}

function judgeUnseen({ columns }: TableRead, options: ReadingOptions): Outcome {
  if (columns.length === 1) return { kind: 'no-table', faults: [] };
  return {
    kind: 'wrong',
    differences: [`read as ${columns.length} columns, though none can be seen`],
    options,
  };
}

type Attempt =
  | { readonly read: TableRead }
  | { readonly faults: readonly Issue[] }
  | { readonly crash: string };

function attemptReading(bytes: Uint8Array, options: ReadingOptions): Attempt {
  try {
    return { read: readTable(bytes, options) };
  } catch (error) {
    if (error instanceof AbsumError) return { faults: error.issues };
    return { crash: `crashed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}` };
  }
}

/** The options with the first way out of each fault; null if a fault has none. Lists grow. */
function takeWays(options: ReadingOptions, faults: readonly Issue[]): ReadingOptions | null {
  let taken = options;
  for (const { ways = [] } of faults) {
    const way = ways[0]?.data;
    if (typeof way !== 'object' || way === null) return null;
    taken = applyNext(taken, joinLists(taken, way));
  }
  return taken;
}

/** `applyNext` replaces lists, and the ways out of several faults may name the same one: what was there stays. */
function joinLists(options: ReadingOptions, way: object): object {
  const joined = Object.entries(way).map(([key, value]) => {
    const former = options[key as keyof ReadingOptions];
    return [key, Array.isArray(value) && Array.isArray(former) ? [...new Set([...former, ...value])] : value];
  });
  return Object.fromEntries(joined);
}
