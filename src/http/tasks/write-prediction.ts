import type { PredictedRows } from '../../model/prediction.ts';
import { createPacer } from '../../pace.ts';

/** Characters of an answer that are written at once. */
const PIECE = 2 ** 16;
/** Most of what is written are numbers of some 18 characters, each of which takes some 200 ns. */
const SECONDS_PER_CHARACTER = 1e-8;

/**
 * Writes a prediction as JSON: a short one as a text, a long one as a stream that is written as it is read,
 * letting others be served in between.
 */
export function writePrediction(predicted: PredictedRows): string | ReadableStream<Uint8Array> {
  const pieces = joinPieces(listParts(predicted));
  const first = pieces.next().value ?? '';
  const second = pieces.next().value;
  if (second === undefined) return first;
  const encoder = new TextEncoder();
  const pacer = createPacer(SECONDS_PER_CHARACTER);
  const waiting = [first, second];
  return new ReadableStream({
    async pull(controller) {
      const piece = waiting.shift() ?? pieces.next().value;
      if (piece === undefined) return controller.close();
      controller.enqueue(encoder.encode(piece));
      await pacer.pause(piece.length);
    },
  });
}

/** Joins parts until a piece is long enough. */
function* joinPieces(parts: Iterable<string>): Generator<string, undefined> {
  let piece = '';
  for (const part of parts) {
    piece += part;
    if (piece.length < PIECE) continue;
    yield piece;
    piece = '';
  }
  if (piece !== '') yield piece;
}

/** The bytes of `JSON.stringify`, part by part. */
function* listParts({ target, rows, classes, unseen, ...read }: PredictedRows): Generator<string> {
  const names = classes?.map((name) => JSON.stringify(name));
  yield `{"target":${JSON.stringify(target)},"predictions":[`;
  if (names === undefined) yield* listNumbers(rows, read.readNumber);
  else {
    for (let row = 0; row < rows; row++) yield `${row > 0 ? ',' : ''}${names[read.readClass(row)]}`;
    yield `],"classes":[${names.join()}],"probabilities":[`;
    for (let row = 0; row < rows; row++) {
      const probabilities = read.readProbabilities(row);
      yield row > 0 ? ',[' : '[';
      yield* listNumbers(probabilities.length, (c) => probabilities[c]);
      yield ']';
    }
  }
  yield `],"unseenCategories":${unseen}}`;
}

/** Numbers of a list in JSON that become a text at once: one by one takes several times as long. */
const NUMBERS_AT_ONCE = 1000;

function* listNumbers(length: number, at: (i: number) => number): Generator<string> {
  for (let from = 0; from < length; from += NUMBERS_AT_ONCE) {
    const some = Array.from({ length: Math.min(NUMBERS_AT_ONCE, length - from) }, (_, i) => at(from + i));
    yield `${from > 0 ? ',' : ''}${JSON.stringify(some).slice(1, -1)}`;
  }
}
