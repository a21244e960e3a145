import type { FaultCode } from '../../../src/check/faults/codes.ts';
import { Interpreter } from '../../../src/check/flow/interpreter.ts';
import { readRecipe } from '../../../src/check/recipe/read-recipe.ts';
import { parsing } from '../../../src/check/syntax/parse.ts';
import { finish } from '../../../src/sliced.ts';
import { readLoop, sourceOf } from '../corpus.ts';

/** Reads a script as a recipe, with the faults that it is said to have. */
export function readText(text: string, codes: readonly FaultCode[] = []) {
  const trace = new Interpreter(text).trace(finish(parsing(text)));
  const faults = codes.map((code) => ({ code }));
  const locate = ({ from }: { readonly from: number }) => {
    const before = text.slice(0, from).split('\n');
    return { cell: null, line: before.length, column: (before.at(-1) ?? '').length + 1 };
  };
  const { recipe, unread } = readRecipe(trace, faults, locate);
  return { recipe, unread, messages: unread.map(({ message }) => message) };
}

/** A loop of the corpus read as a recipe, with the faults that it is marked with. */
export function readFixture(name: string) {
  const loop = readLoop(name);
  return readText(
    sourceOf(loop),
    loop.marks.map(({ code }) => code),
  );
}
