import type { Tree } from '@lezer/common';
import { parser } from '@lezer/python';
import type { Sliced } from '../../sliced.ts';

/** Steps of the parser between two pauses: about a millisecond. */
const STEPS = 500;
/** What they count for: where a text is no Python, a step takes far longer. */
const ITEMS_OF_STEPS = 2000;

/** Stops at what is no Python, which costs nothing. */
const strict = parser.configure({ strict: true });

/** The tree of a text; what is no Python stands in it as a fault. */
export function parsingAll(text: string): Sliced<Tree> {
  return advancing(parser, text);
}

/** The tree of a text that is Python throughout; else null. */
export function* parsingStrictly(text: string): Sliced<Tree | null> {
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
