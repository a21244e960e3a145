import { errorAt } from '../errors.ts';
import { createPacer, refuseAborted } from '../pace.ts';
import { doInTurns, type Sliced } from '../sliced.ts';
import { VERSION } from '../version.ts';
import type { CheckAnswer, Fault } from './answer.ts';
import { makeFault } from './faults/make-fault.ts';
import { Interpreter } from './flow/interpreter.ts';
import type { Trace } from './flow/trace.ts';
import { MAX_CODE } from './limits.ts';
import { readRecipe } from './recipe/read-recipe.ts';
import { parseCheckRequest } from './request.ts';
import { findAllFaults } from './rules/rules.ts';
import { see } from './rules/seen.ts';
import { locate, readSource, type Source } from './source/source.ts';
import type { Program } from './syntax/nodes.ts';
import { parsing } from './syntax/parse.ts';
import { writeHeadline } from './words.ts';

/** Items, as the pacer counts them, of following a program to its end. */
const ITEMS_OF_TRACE = 20_000;

/**
 * Reads somebody's training loop, which is never run, and says what is wrong with it.
 *
 * @param input a request; it is validated, whatever its type says
 * @throws AbsumError with the place of each fault of the request
 */
export function* checkingLoop(input: unknown): Sliced<CheckAnswer> {
  const { text } = parseCheckRequest(input);
  const source = readSource(text);
  refuseCode(source.text);
  const program = yield* parsing(source.text);
  const trace = new Interpreter(source.text).trace(program);
  yield ITEMS_OF_TRACE;
  const seen = see(trace);
  const faults = findAllFaults(seen)
    .map((found) => makeFault(source, found))
    .toSorted(compareFaults);
  const isLoop = seen.backwards.length > 0 || trace.events.some(isTraining);
  const { recipe, unread } = isLoop
    ? readRecipe(trace, faults, ({ from }) => locate(source, from))
    : { recipe: null, unread: [] };
  return {
    headline: writeHeadline(faults, isLoop),
    framework: isLoop ? nameFramework(trace) : null,
    faults,
    recipe,
    unread: [...unread],
    notes: listNotes(source, program, trace, isLoop),
    version: VERSION,
  };
}

/** The same in turns with others. */
export async function checkLoop(
  text: string,
  { signal }: { readonly signal?: AbortSignal | undefined } = {},
): Promise<CheckAnswer> {
  refuseAborted(signal);
  return doInTurns(checkingLoop({ text }), createPacer(1, { signal }));
}

/** By what trains, where no library says so. */
function nameFramework({ framework, events }: Trace): CheckAnswer['framework'] {
  const isBackward = events.some((event) => event.kind === 'backward' && event.by === 'backward');
  if (isBackward) return 'pytorch';
  return framework ?? (events.some(({ kind }) => kind === 'updated') ? 'numpy' : 'pytorch');
}

/** What is far too long, or is no text, is not parsed. */
function refuseCode(code: string): void {
  if (code.length > MAX_CODE) {
    const message = `expected at most ${MAX_CODE} characters of code, got ${code.length}`;
    throw errorAt('invalid-recipe', 'text', message);
  }
  if (!code.isWellFormed() || code.includes('\0')) {
    throw errorAt('invalid-recipe', 'text', 'expected the text of a program, got bytes that are none');
  }
}

function isTraining({ kind }: Trace['events'][number]): boolean {
  return kind === 'fit' || kind === 'updated' || kind === 'step';
}

function compareFaults(a: Fault, b: Fault): number {
  return (
    (a.cell ?? 0) - (b.cell ?? 0) || a.line - b.line || a.column - b.column || (a.code < b.code ? -1 : 1)
  );
}

function listNotes(source: Source, program: Program, trace: Trace, isLoop: boolean): string[] {
  const notes = program.unparsed.slice(0, 3).map((offset) => {
    const { cell, line } = locate(source, offset);
    return `Line ${line}${cell === null ? '' : ` of cell ${cell}`} is no Python that could be parsed: it was left out.`;
  });
  if (program.isTooDeep) notes.push('Something is nested too deeply to be read.');
  if (trace.isCut)
    notes.push('The program is too large to be followed to its end: what comes late was not judged.');
  if (!isLoop)
    notes.push(
      'No training was found: a call of backward(), of fit(), a gradient tape, or weights changed by their gradient.',
    );
  return notes;
}
