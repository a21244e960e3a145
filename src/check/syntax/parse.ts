import type { Tree } from '@lezer/common';
import type { Sliced } from '../../sliced.ts';
import { parsingAll, parsingStrictly } from './advance.ts';
import type { Program } from './nodes.ts';
import { leaveOutFaults } from './pieces.ts';
import { StatementReader } from './read-statements.ts';

/** Items of listing what is no Python. */
const ITEMS_OF_FAULTS = 2000;
/** Places that are named where the text is no Python. */
const MOST_UNPARSED = 20;

/** Parses a Python text. Whatever it is, there is a program: what is no Python is left out of it. */
export function* parsing(text: string): Sliced<Program> {
  const written = closeFloats(text);
  const whole = yield* parsingStrictly(written);
  const { left, unparsed } =
    whole === null ? yield* leaveOutFaults(written) : { left: written, unparsed: [] };
  const tree = whole ?? (yield* parsingAll(left));
  const faults = [...unparsed, ...(whole === null ? listFaults(tree) : [])].sort((a, b) => a - b);
  yield ITEMS_OF_FAULTS;
  const reader = new StatementReader(text);
  const body = reader.readBody(tree.topNode);
  return { body, unparsed: faults.slice(0, MOST_UNPARSED), isTooDeep: reader.isTooDeep };
}

/** Where the parser had to leave something out. */
function listFaults(tree: Tree): number[] {
  const faults: number[] = [];
  const cursor = tree.cursor();
  do {
    // A bare `yield` is Python, whatever the parser says.
    const isFault = cursor.type.isError && !/^Yield/.test(cursor.node.parent?.name ?? '');
    if (isFault) faults.push(cursor.from);
  } while (faults.length < MOST_UNPARSED && cursor.next());
  return faults;
}

/**
 * `0.` as `0_` and `1.e-3` as `1_e-3`, since the parser wants a digit after a dot, and no form feeds; every place stays where
 * it was.
 */
export function closeFloats(text: string): string {
  return text.replace(/(?<![\w.])(\d[\d_]*)\.(?=[eE][+-]?\d|[^\w.]|$)/g, '$1_').replaceAll('\f', ' ');
}
