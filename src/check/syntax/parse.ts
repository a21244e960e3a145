import { parser } from '@lezer/python';
import type { Sliced } from '../../sliced.ts';
import type { Program } from './nodes.ts';
import { StatementReader } from './read-statements.ts';

/** Steps of the parser between two pauses: about a millisecond. */
const STEPS = 500;
/** What they count for: where a text is no Python, a step takes far longer. */
const ITEMS_OF_STEPS = 2000;
/** Places that are named where the text is no Python. */
const MOST_UNPARSED = 20;

/** `0.` as `0_` and `1.e-3` as `1_e-3`, since the parser wants a digit after a dot, and no form feeds; every place stays where it was. */
export function closeFloats(text: string): string {
  return text.replace(/(?<![\w.])(\d[\d_]*)\.(?=[eE][+-]?\d|[^\w.]|$)/g, '$1_').replaceAll('\f', ' ');
}

/** Parses a Python text. Whatever it is, there is a program: what is no Python is left out of it. */
export function* parsing(text: string): Sliced<Program> {
  const parse = parser.startParse(closeFloats(text));
  let tree = parse.advance();
  for (let step = 1; tree === null; step += 1) {
    tree = parse.advance();
    if (step % STEPS === 0) yield ITEMS_OF_STEPS;
  }
  const unparsed: number[] = [];
  const cursor = tree.cursor();
  do {
    // A bare `yield` is Python, whatever the parser says.
    const isFault = cursor.type.isError && !/^Yield/.test(cursor.node.parent?.name ?? '');
    if (isFault && unparsed.length < MOST_UNPARSED) unparsed.push(cursor.from);
  } while (unparsed.length < MOST_UNPARSED && cursor.next());
  yield STEPS;
  const reader = new StatementReader(text);
  const body = reader.readBody(tree.topNode);
  return { body, unparsed, isTooDeep: reader.isTooDeep };
}
