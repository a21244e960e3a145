import { AbsumError, errorAt } from '../errors.ts';
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

/** Items, as the pacer counts them, of all rules. */
const ITEMS_OF_RULES = 5_000;
/** Lines that are named where the text is no Python. */
const MOST_UNPARSED = 5;
/** Brackets within brackets, of which the parser's stack holds far more. */
const MOST_NESTED = 500;

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
  const interpreter = new Interpreter(source.text);
  const judged = judgeProgram(source, program, interpreter);
  yield ITEMS_OF_RULES + interpreter.state.steps;
  return {
    headline: writeHeadline(judged.faults, judged.framework !== null, interpreter.state.isCut),
    ...judged,
    notes: [...new Set([...listUnparsed(source, program), ...judged.notes])],
    version: VERSION,
  };
}

type Judged = Pick<CheckAnswer, 'framework' | 'faults' | 'recipe' | 'unread' | 'notes'>;

/** What a program trains, and what is wrong there. One that cannot be followed gets a note, and no fault. */
function judgeProgram(source: Source, program: Program, interpreter: Interpreter): Judged {
  try {
    return judgeTrace(source, interpreter.trace(program));
  } catch (error) {
    if (error instanceof AbsumError) throw error;
    return { framework: null, faults: [], recipe: null, unread: [], notes: [NOT_FOLLOWED] };
  }
}

/** A fault of this check itself: tests hold that no text of theirs gets it. */
export const NOT_FOLLOWED =
  'This text could not be followed, and nothing in it was judged: a fault of absum, please report it.';

function judgeTrace(source: Source, trace: Trace): Judged {
  const seen = see(trace);
  const isLoop = seen.backwards.length > 0 || trace.events.some(isTraining);
  const notes = trace.isCut
    ? ['The program is too large to be followed to its end: what comes late was not judged.']
    : [];
  if (!isLoop)
    return { framework: null, faults: [], recipe: null, unread: [], notes: [...notes, NO_TRAINING] };
  const faults = findAllFaults(seen)
    .map((found) => makeFault(source, found))
    .toSorted(compareFaults);
  const { recipe, unread } = readRecipe(trace, faults, ({ from }) => locate(source, from));
  return { framework: nameFramework(trace), faults, recipe, unread: [...unread], notes };
}

const NO_TRAINING =
  'No training was found: a call of backward(), fit() of a network, a gradient tape, or weights changed by their gradient.';

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
  if (countNested(code) > MOST_NESTED) {
    throw errorAt('invalid-recipe', 'text', `expected a program, got brackets more than ${MOST_NESTED} deep`);
  }
}

function countNested(code: string): number {
  let [depth, most] = [0, 0];
  for (let i = 0; i < code.length; i += 1) {
    const char = code.charCodeAt(i);
    if (char === 0x28 || char === 0x5b || char === 0x7b) depth += 1;
    else if ((char === 0x29 || char === 0x5d || char === 0x7d) && depth > 0) depth -= 1;
    if (depth > most) most = depth;
  }
  return most;
}

function isTraining({ kind }: Trace['events'][number]): boolean {
  return kind === 'fit' || kind === 'updated' || kind === 'step';
}

function compareFaults(a: Fault, b: Fault): number {
  return (
    (a.cell ?? 0) - (b.cell ?? 0) || a.line - b.line || a.column - b.column || (a.code < b.code ? -1 : 1)
  );
}

/** Where the text is no Python. */
function listUnparsed(source: Source, { unparsed, isTooDeep }: Program): string[] {
  const notes = unparsed.slice(0, MOST_UNPARSED).map((offset) => {
    const { cell, line } = locate(source, offset);
    return `Line ${line}${cell === null ? '' : ` of cell ${cell}`} is no Python that could be parsed: it was left out.`;
  });
  return isTooDeep ? [...notes, 'Something is nested too deeply to be read.'] : notes;
}
