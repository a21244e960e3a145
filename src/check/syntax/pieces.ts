import { parser } from '@lezer/python';
import type { Sliced } from '../../sliced.ts';

/** Characters of pieces with faults that are parsed all the same: the parser takes fifty times as long for them. */
const MOST_FAULTY = 30_000;
/** Pieces with faults, after which the rest is left out too: such a text is no program. */
const MOST_FAULTS = 1000;
/** Pieces between two pauses. */
const PIECES = 50;
const ITEMS_OF_PIECES = 2000;

const strict = parser.configure({ strict: true });

/**
 * A text of which not too much is no Python: pieces beyond that are spaces, so that every place stays where it was.
 *
 * @returns the text, and where such pieces begin
 */
export function* leaveOutFaults(text: string): Sliced<{ left: string; unparsed: number[] }> {
  const left: string[] = [];
  const unparsed: number[] = [];
  let [faulty, faults] = [0, 0];
  for (const [i, { from, piece }] of listPieces(text).entries()) {
    if (i % PIECES === 0) yield ITEMS_OF_PIECES;
    const isFaulty = faults >= MOST_FAULTS || !isPython(piece);
    if (isFaulty) [faulty, faults] = [faulty + piece.length, faults + 1];
    if (!isFaulty || faulty <= MOST_FAULTY) left.push(piece);
    else {
      unparsed.push(from);
      left.push(piece.replace(/[^\n]/g, ' '));
    }
  }
  return { left: left.join(''), unparsed };
}

/** Lines that belong together: each begins where a line is not indented. */
function listPieces(text: string): { from: number; piece: string }[] {
  const starts = [0, ...Array.from(text.matchAll(/\n(?=[^\s)\]}#])/g), ({ index }) => index + 1)];
  return starts.map((from, i) => ({ from, piece: text.slice(from, starts[i + 1] ?? text.length) }));
}

function isPython(piece: string): boolean {
  try {
    strict.parse(piece);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}
