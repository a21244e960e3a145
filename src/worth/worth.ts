import type { CheckAnswer } from '../check/answer.ts';
import type { CompareOptions } from '../compare/compare.ts';
import { judgingRead } from '../judge/judge.ts';
import { scoresOfLambdas } from '../judge/reading/from-report.ts';
import { createPacer, refuseAborted } from '../pace.ts';
import type { AskedRecipe, RecipeInput } from '../recipe/schema.ts';
import { doInTurns } from '../sliced.ts';
import { VERSION } from '../version.ts';
import type { WorthAnswer } from './answer.ts';
import { AS_MEANT, type Entrant, type LineUp, lineUp } from './line-up.ts';
import { parseWorthRequest, type WorthInput, type WorthRequest } from './request.ts';
import { trainEntrants } from './train.ts';
import { sayWorth, type Weighed, writeHeadline } from './words.ts';

/**
 * Trains somebody's loop as it is written, as it was meant, and as it was meant but with each fault alone, all on the same
 * pairs, and says what each fault was worth, by the test that lambdas are judged by. The loop itself is read and never run.
 *
 * As meant takes each number that the loop says: what changes is what a fault spoils, as its line reads once it is mended. Of
 * overlapping batches it takes as many steps.
 * What trains the same networks is trained once. Where nothing differs, nothing is trained.
 *
 * @param input a request; it is validated, whatever its type says
 * @param options `onProgress` counts the trials of all comparisons, after the plan of them all
 * @throws AbsumError with the place of each fault; `limit-exceeded` before any work; `aborted` when the signal fired
 */
export async function weighLoop(input: WorthInput, options: CompareOptions): Promise<WorthAnswer> {
  refuseAborted(options.signal);
  const request = parseWorthRequest(input);
  const check = await readCheck(request, options);
  const lined = lineUp(check, request.recipe);
  const weighed = lined.entrants.length === 1 ? null : await weigh(lined, options);
  return {
    headline: writeHeadline(lined, weighed),
    asWritten: describeRecipe(lined.written),
    asMeant: describeRecipe(lined.meant),
    faults: lined.faults.map((each) => ({
      code: each.fault.code,
      cell: each.fault.cell,
      line: each.fault.line,
      candidate: each.entrant?.name ?? null,
      sentence: sayWorth(each, lined, weighed),
    })),
    judgement: weighed?.judgement ?? null,
    notes: listNotes(check, request.recipe),
    version: VERSION,
  };
}

async function readCheck(request: WorthRequest, { signal }: CompareOptions): Promise<CheckAnswer> {
  if ('check' in request) return request.check;
  const { checkLoop } = await import('../check/check.ts');
  return checkLoop(request.text, { signal });
}

/** Trains them and judges their scores by the whole test, as one report of them all. */
async function weigh({ entrants }: LineUp, options: CompareOptions): Promise<Weighed> {
  const trained = await trainEntrants(entrants, options);
  const scores = scoresOfLambdas(trained, AS_MEANT);
  const notes = [
    `The loop as meant, and ${entrants.length - 1} that differ from it, trained on the same pairs.`,
    scores.rows === null
      ? 'So many values of rows are not kept, so the pairs alone are judged.'
      : 'The value of each row is kept, so the whole test holds.',
  ];
  const read = { ...scores, reading: { ...scores.reading, notes } };
  const sliced = judgingRead(read, { equivalence: undefined, difference: undefined });
  return { trained, judgement: await doInTurns(sliced, createPacer(1, { signal: options.signal })) };
}

/** The recipe as an answer repeats it: all of it except data that were sent along. */
function describeRecipe({ recipe: { data, ...recipe } }: Entrant): WorthAnswer['asMeant'] {
  const { csv: _csv, rows, x: _x, y: _y, ...named } = data as Record<string, unknown>;
  return {
    data: { ...named, ...(typeof rows === 'number' && { rows }) },
    ...(recipe satisfies Partial<AskedRecipe>),
  };
}

/** What could not be read of the loop and was not given either. */
function listNotes({ unread }: CheckAnswer, given: RecipeInput): string[] {
  return unread.filter(({ field }) => !isGiven(given, field)).map(({ message }) => message);
}

function isGiven(given: unknown, field: string): boolean {
  let value: unknown = given;
  for (const key of field.split('.')) value = (value as Record<string, unknown> | null | undefined)?.[key];
  return value !== undefined;
}
