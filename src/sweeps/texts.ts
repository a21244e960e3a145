/** UTF-16 units of a piece: in UTF-8 at most three bytes each, while a Durable Object keeps texts of 2 MB at most. */
const PIECE = 500_000;

/** Cuts a text into pieces that a row of any SQLite can keep, none within a surrogate pair; one or more. */
export function cutText(text: string, most = PIECE): string[] {
  const pieces: string[] = [];
  let from = 0;
  do {
    let to = Math.min(text.length, from + most);
    // UTF-8 has no halves of a pair.
    if (to < text.length && isHighSurrogate(text.charCodeAt(to - 1)) && to - 1 > from) to -= 1;
    pieces.push(text.slice(from, to));
    from = to;
  } while (from < text.length);
  return pieces;
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}
