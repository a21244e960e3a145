import type { Tree } from '@lezer/common';
import { parser } from '@lezer/python';
import type { Sliced } from '../../sliced.ts';
import type { Program } from './nodes.ts';
import { leaveOutFaults } from './pieces.ts';
import { StatementReader } from './read-statements.ts';

/** Steps of the parser between two pauses: about a millisecond. */
const STEPS = 500;
/** What they count for: where a text is no Python, a step takes far longer. */
const ITEMS_OF_STEPS = 2000;
/** Places that are named where the text is no Python. */
const MOST_UNPARSED = 20;

/** Stops at what is no Python, which costs nothing. */
const strict = parser.configure({ strict: true });

/** Parses a Python text. Whatever it is, there is a program: what is no Python is left out of it. */
export function* parsing(text: string): Sliced<Program> {
  const written = closeFloats(text);
  const whole = yield* parsingStrictly(written);
  const { left, unparsed } =
    whole === null ? yield* leaveOutFaults(written) : { left: written, unparsed: [] };
  const tree = whole ?? (yield* advancing(parser, left));
  const faults = [...unparsed, ...(whole === null ? listFaults(tree) : [])].sort((a, b) => a - b);
  yield ITEMS_OF_STEPS;
  const reader = new StatementReader(text);
  const body = reader.readBody(tree.topNode);
  return { body, unparsed: faults.slice(0, MOST_UNPARSED), isTooDeep: reader.isTooDeep };
}

/** The tree of a text that is Python throughout; else null. */
function* parsingStrictly(text: string): Sliced<Tree | null> {
  try {
    return yield* advancing(strict, text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function* advancing(by: typeof parser, text: string): Sliced<Tree> {
  const parse = by.startParse(text);
  let tree = parse.advance();
  for (let step = 1; tree === null; step += 1) {
    tree = parse.advance();
    if (step % STEPS === 0) yield ITEMS_OF_STEPS;
  }
  return tree;
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
