import type { CheckAnswer, Fault } from '../check/answer.ts';
import type { FaultCode } from '../check/faults/codes.ts';
import {
  findInRecipe,
  type LoopRecipe,
  listLambdas,
  mendAll,
  type ReadLoop,
  spoilAll,
} from '../check/recipe/meant.ts';
import { AbsumError, errorAt } from '../errors.ts';
import { applyNext } from '../recipe/next.ts';
import { parseRecipe } from '../recipe/parse.ts';
import type { AskedRecipe, RecipeInput } from '../recipe/schema.ts';

// Who competes: the loop as meant, as written, and as meant with each fault alone.

export const [AS_MEANT, AS_WRITTEN] = ['as meant', 'as written'];

/** One that competes. */
export interface Entrant {
  readonly name: string;
  /** With one lambda. */
  readonly recipe: AskedRecipe;
  /** Whose key is the same trains the same networks. */
  readonly key: string;
}

/** What becomes of a fault. */
export interface LinedUpFault {
  readonly fault: Fault;
  /** The one that has this fault alone; null where none can have it, or it changes nothing. */
  readonly entrant: Entrant | null;
}

export interface LineUp {
  readonly meant: Entrant;
  readonly written: Entrant;
  /** Each that trains networks of its own: as meant, then as written if it differs, then by fault. */
  readonly entrants: readonly Entrant[];
  readonly faults: readonly LinedUpFault[];
}

/**
 * Lines up what a loop was meant to train and what its faults make of it.
 *
 * @param given the data, and the fields that go before those of the loop
 * @throws AbsumError `invalid-recipe` with the place of each fault in the request
 */
export function lineUp(
  { recipe: read, faults }: Pick<CheckAnswer, 'recipe' | 'faults'>,
  given: RecipeInput,
): LineUp {
  if (read === null) throw errorAt('invalid-recipe', 'text', 'expected a training loop, got none');
  const loop = read as ReadLoop;
  const codes = faults.map(({ code }) => code);
  const whole = joinRecipes(loop, given, codes.includes('batches-overlap'));
  requireLambda(whole);
  const enter = (name: string, recipe: LoopRecipe): Entrant => {
    const parsed = parseGiven(recipe);
    return { name, recipe: parsed, key: JSON.stringify(settleForKey(parsed)) };
  };
  const meant = enter(AS_MEANT, whole);
  const spoil = (spoilt: readonly FaultCode[]) => spoilAll(whole, spoilt, loop);
  const all = enter(AS_WRITTEN, spoil(codes));
  const entrants = new Map([[meant.key, meant]]);
  const add = (entrant: Entrant): Entrant => {
    const present = entrants.get(entrant.key);
    if (present === undefined) entrants.set(entrant.key, entrant);
    return present ?? entrant;
  };
  add(all);
  const listed = faults.map((fault): LinedUpFault => {
    if (findInRecipe(fault.code).kind !== 'recipe') return { fault, entrant: null };
    const entrant = add(enter(fault.code, spoil([fault.code])));
    return { fault, entrant: entrant === meant ? null : entrant };
  });
  return { meant, written: all, entrants: [...entrants.values()], faults: listed };
}

/**
 * The loop as meant, with what is given: fields that belong to what is replaced go with it, and so does its split, since one
 * run decides nothing.
 *
 * @param overlaps whether its batches overlap: then epochs that are given are those of the loop as written
 */
function joinRecipes({ asWritten, asMeant }: ReadLoop, given: RecipeInput, overlaps: boolean): LoopRecipe {
  const { split: _split, ...loop } = asMeant;
  const chosen = given.optimizer?.name;
  const isOther = chosen !== undefined && chosen !== loop.optimizer?.name;
  const kept = {
    ...loop,
    ...(isOther && { optimizer: undefined }),
    ...(given.loss !== undefined && { huberDelta: undefined }),
  };
  const joined = applyNext<LoopRecipe>(kept, given);
  if (!overlaps || !isCounted(given.training)) return joined;
  const training = { ...asWritten.training, ...given.training };
  const { epochs } = { ...mendAll({ training }, ['batches-overlap']).training };
  return { ...joined, training: { ...joined.training, epochs } };
}

/** Whether there is arithmetic to do on it; what is no number is refused later. */
function isCounted(training: RecipeInput['training']): boolean {
  const { epochs, batchSize } = { ...training };
  return [epochs, batchSize].every((each) => each === undefined || (Number.isSafeInteger(each) && each > 0));
}

/** @throws AbsumError where there is none, or more than one; each of them is a way on */
function requireLambda({ penalty }: LoopRecipe): void {
  const lambdas = listLambdas(penalty);
  if (lambdas.length === 1) return;
  const place = 'recipe.penalty.lambdas';
  if (lambdas.length === 0) {
    const message = 'expected the lambda to train with, which could not be read from the loop, got none';
    throw errorAt('invalid-recipe', place, message);
  }
  const ways = lambdas.filter((lambda) => lambda !== 0).map((lambda) => ({ penalty: { lambdas: [lambda] } }));
  const message = `expected one lambda, at which the loop is compared as written with as meant, got ${lambdas.length}`;
  throw errorAt('invalid-recipe', place, message, ways);
}

function parseGiven(recipe: LoopRecipe): AskedRecipe {
  const { compare, ...rest } = recipe;
  const input = { ...rest, compare: { ...compare, baseline: null, nested: null }, include: [] };
  try {
    return parseRecipe(input);
  } catch (error) {
    throw placeInRequest(error);
  }
}

/** The places of a recipe's faults as those of the request. */
export function placeInRequest(error: unknown): unknown {
  if (!(error instanceof AbsumError) || error.code === 'aborted') return error;
  const issues = error.issues.map((issue) => ({
    ...issue,
    place: issue.place === '' ? 'recipe' : `recipe.${issue.place}`,
  }));
  return new AbsumError(error.code, issues);
}

/** What decides the networks of a recipe: at lambda 0 the rest of the penalty does nothing. */
function settleForKey({ data: _data, penalty, ...recipe }: AskedRecipe) {
  const [lambda] = listLambdas(penalty);
  return { ...recipe, penalty: lambda === 0 ? 'none' : penalty };
}
