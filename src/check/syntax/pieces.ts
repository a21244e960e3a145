import type { Sliced } from '../../sliced.ts';
import { parsingStrictly } from './advance.ts';

/** Characters of pieces with faults that are parsed all the same: the parser takes fifty times as long for them. */
const MOST_FAULTY = 30_000;
/** Characters that are tried at once; where there is a fault in them, piece by piece. */
const TRIED_AT_ONCE = 2000;
/** Pieces that are tried by themselves; what has more is no program, and is left out by the many. */
const MOST_TRIED = 10_000;
/** What a try counts for besides its characters. */
const ITEMS_A_TRY = 40;

interface Piece {
  readonly from: number;
  readonly text: string;
}

/**
 * A text of which not too much is no Python: pieces beyond that are spaces, so that every place stays where it was.
 *
 * @returns the text, and where such pieces begin
 */
export function* leaveOutFaults(text: string): Sliced<{ left: string; unparsed: number[] }> {
  const left: string[] = [];
  const unparsed: number[] = [];
  let [faulty, tried] = [0, 0];
  const leaveOut = ({ from, text: wrong }: Piece): void => {
    unparsed.push(from);
    left.push(wrong.replace(/[^\n]/g, ' '));
  };
  for (const group of listGroups(text)) {
    const whole = { from: group[0].from, text: group.map((piece) => piece.text).join('') };
    yield ITEMS_A_TRY;
    if ((yield* parsingStrictly(whole.text)) !== null) left.push(whole.text);
    else if (tried >= MOST_TRIED) leaveOut(whole);
    else {
      for (const piece of group) {
        const isFaulty = (yield* parsingStrictly(piece.text)) === null;
        if (isFaulty) faulty += piece.text.length;
        if (!isFaulty || faulty <= MOST_FAULTY) left.push(piece.text);
        else leaveOut(piece);
      }
      tried += group.length;
      yield ITEMS_A_TRY * group.length;
    }
  }
  return { left: left.join(''), unparsed };
}

/** Pieces that are tried together. */
function* listGroups(text: string): Generator<Piece[]> {
  let group: Piece[] = [];
  let length = 0;
  for (const piece of listPieces(text)) {
    group.push(piece);
    length += piece.text.length;
    if (length < TRIED_AT_ONCE) continue;
    yield group;
    [group, length] = [[], 0];
  }
  if (group.length > 0) yield group;
}

/** Lines that belong together: each begins where a line is not indented. */
function* listPieces(text: string): Generator<Piece> {
  let from = 0;
  for (const { index } of text.matchAll(/\n(?=[^\s)\]}#])/g)) {
    yield { from, text: text.slice(from, index + 1) };
    from = index + 1;
  }
  yield { from, text: text.slice(from) };
}
