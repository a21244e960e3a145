import type { Fault, ReadField, ReadRecipe, Unread } from '../answer.ts';
import type { Trace } from '../flow/trace.ts';
import { findTraining } from './find-training.ts';
import { type LoopRecipe, listLambdas, mendAll, spoilAll } from './meant.ts';
import { readLoss } from './read-loss.ts';
import { readNetwork } from './read-network.ts';
import { readOptimizer } from './read-optimizer.ts';
import { readPenalty, type SaidPenalty } from './read-penalty.ts';
import { readSplit } from './read-split.ts';
import { readTraining } from './read-training.ts';
import { type Locate, Reading } from './reading.ts';

/**
 * Reads a loop as a recipe: field by field with its line, and what could not be read or what a recipe cannot say. Nothing is
 * guessed: a field that is not read is left out, and a run takes what the message says.
 *
 * @param faults those that were found, which say what the loop does with what it says
 * @returns a null recipe where there is no training
 */
export function readRecipe(
  trace: Trace,
  faults: readonly Pick<Fault, 'code'>[],
  locate: Locate,
): { readonly recipe: ReadRecipe | null; readonly unread: readonly Unread[] } {
  const training = findTraining(trace);
  if (training === null) return { recipe: null, unread: [] };
  const codes = new Set(faults.map(({ code }) => code));
  const reading = new Reading(trace, codes, locate);
  readSplit(reading);
  readNetwork(reading, training);
  readLoss(reading, training);
  readOptimizer(reading, training);
  readTraining(reading, training);
  const penalty = readPenalty(reading, training);
  if (codes.has('penalty-scaled') && penalty.factor === null) {
    const message = 'By how much the penalty is scaled could not be read: a run takes lambda as it stands.';
    reading.miss('penalty.lambdas', null, message);
  }
  const said = reading.recipe as LoopRecipe;
  const asMeant = mendAll(said, codes);
  const asWritten = spoilAll(asMeant, codes, { asMeant, asWritten: scale(said, penalty) });
  return {
    recipe: {
      asWritten: inOrder(asWritten),
      asMeant: inOrder(asMeant),
      fields: listFields(reading.fields, asWritten),
    },
    unread: reading.unread,
  };
}

/** The lambda that the loop trains with, where it scales its penalty. */
function scale(said: LoopRecipe, { factor }: SaidPenalty): LoopRecipe {
  if (factor === null || factor === 1) return said;
  return {
    ...said,
    penalty: { ...said.penalty, lambdas: listLambdas(said.penalty).map((each) => each * factor) },
  };
}

/** The fields of a recipe, in its order. */
const ORDER = ['split', 'network', 'loss', 'huberDelta', 'optimizer', 'training', 'penalty', 'seed'];

function inOrder(recipe: LoopRecipe): Record<string, unknown> {
  const fields: Record<string, unknown> = { ...recipe };
  return Object.fromEntries(
    ORDER.flatMap((name) => (fields[name] === undefined ? [] : [[name, fields[name]]])),
  );
}

/** Lambda is as the loop says it; of the rest, what the loop does. */
function listFields(fields: readonly ReadField[], written: LoopRecipe): ReadField[] {
  const rank = ({ field }: ReadField) => ORDER.indexOf(field.split('.')[0]);
  return fields
    .map((each) =>
      each.field === 'penalty.lambdas' ? each : { ...each, value: readPath(written, each.field) },
    )
    .toSorted((a, b) => rank(a) - rank(b));
}

function readPath(recipe: unknown, field: string): unknown {
  return field
    .split('.')
    .reduce<unknown>((part, key) => (part as Record<string, unknown> | undefined)?.[key], recipe);
}
