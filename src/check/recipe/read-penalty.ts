import { listLayers } from '../flow/modules.ts';
import type { Counted, Factor, Term } from '../flow/values.ts';
import type { Name, Place } from '../syntax/nodes.ts';
import { listRuns, listTerms, listValues, readNumber, type Training } from './find-training.ts';
import { findDecay, findOptimizer } from './read-optimizer.ts';
import { readRegularisers } from './read-regularisers.ts';
import type { Reading } from './reading.ts';

// The penalty of a loop: lambda as it is written, and what it multiplies.

type PenaltyTerm = Term & { readonly base: Extract<Term['base'], { kind: 'parameter' }> };

/** What a loop's numbers say of its penalty, before what its faults make of it. */
export interface SaidPenalty {
  /** By how much the loop scales it, by the rows of a batch or the like; null where that is not known. */
  readonly factor: number | null;
}

const PLAIN: SaidPenalty = { factor: 1 };

export function readPenalty(reading: Reading, training: Training): SaidPenalty {
  const [terms] = listPenalties(reading, training);
  if (terms !== undefined) return readTerms(reading, terms, training);
  if (training.module !== null && readRegularisers(reading, training.module)) return PLAIN;
  if (readDecay(reading, training)) return PLAIN;
  const { events, text } = reading.trace;
  // Other than weights that are clipped to a range.
  const shrunk = events.find(
    ({ kind, place }) =>
      kind === 'shrunk' && /shrink|soft|thresh|prox|sign/i.test(text.slice(place.from, place.to)),
  );
  if (shrunk !== undefined) {
    reading.say('penalty.method', 'proximal', shrunk.place);
    const message = 'The lambda of the shrinking step could not be read: a run needs it (penalty.lambdas).';
    reading.miss('penalty.lambdas', shrunk.place, message);
    return PLAIN;
  }
  const place = (training.backward ?? training.fit ?? training.step ?? training.updated)?.place ?? null;
  if (place === null || mentionsPenalty(reading)) missLambda(reading, null);
  else reading.say('penalty.lambdas', [0], place);
  return PLAIN;
}

/** The terms of the penalty, as they are stepped on or, where they never are, as they are added to a loss. */
function* listPenalties({ trace }: Reading, { backward }: Training): Generator<PenaltyTerm[]> {
  const trained = backward === null ? [] : listTerms(backward.value).filter(isPenalty);
  if (trained.length > 0) yield trained;
  for (const event of trace.events.toReversed()) {
    // What a function gives back that nobody calls is no penalty of this loop.
    if (event.kind !== 'joined' && event.kind !== 'updated') continue;
    const terms = listValues(event).flatMap(listTerms).filter(isPenalty);
    if (terms.some(({ factors }) => factors.length > 0)) yield terms;
  }
}

function isPenalty(term: Term): term is PenaltyTerm {
  return term.base.kind === 'parameter' && term.base.operation === 'abs';
}

/** Losses of absolute errors have such names too. */
const NAMES_OF_PENALTY =
  /\bl1(?!_?loss)(_|\b)|lasso|penalt|regulari[sz]|\w_lambda|lambda_|\.sign\(|abs\([^\n]*\.sum\(|norm\(\w+, *(p=)?1/i;

/** Whether there may be a penalty that was not followed: only a text that does not name one is without. */
function mentionsPenalty({ codes, trace }: Reading): boolean {
  const isFault = [...codes].some((code) => code.startsWith('penalty-') || code.startsWith('penalises-'));
  return isFault || NAMES_OF_PENALTY.test(trace.text);
}

function missLambda(reading: Reading, place: Place | null): void {
  reading.miss('penalty.lambdas', place, 'Lambda could not be read: a run needs it (penalty.lambdas).');
}

function readTerms(reading: Reading, terms: readonly PenaltyTerm[], training: Training): SaidPenalty {
  const [term] = terms;
  const share = measureLoss(training);
  const lambdas = terms.map((each) => readLambda(each, share));
  const [first] = lambdas;
  const values = new Set(lambdas.map(({ value }) => value));
  const swept = first.value === null ? findSweep(reading, term) : null;
  if (swept !== null) reading.say('penalty.lambdas', swept.lambdas, swept.place);
  else if (first.value === null) missLambda(reading, first.place);
  else if (values.size > 1) {
    const message =
      'A recipe has one lambda for all layers, and this loop several: a run needs one (penalty.lambdas).';
    reading.miss('penalty.lambdas', first.place, message);
  } else reading.say('penalty.lambdas', [first.value], first.place);
  reading.say('penalty.method', 'subgradient', term.place);
  readScale(reading, term);
  readIncluded(reading, terms, training);
  const square = training.backward === null ? [] : listTerms(training.backward.value).filter(isSquare);
  if (square.length > 0) {
    reading.miss(
      'penalty',
      square[0].place,
      'A recipe has no L2 penalty: a run trains with the L1 penalty alone.',
    );
  }
  return { factor: measureFactor(reading, term) };
}

function isSquare({ base }: Term): boolean {
  return base.kind === 'parameter' && base.operation === 'square';
}

/** What the loss itself is multiplied by, such as a quarter where gradients of four batches add up. */
function measureLoss({ backward }: Training): readonly Factor[] {
  const terms = backward === null ? [] : listTerms(backward.value);
  return terms.find(({ base }) => base.kind === 'loss')?.factors ?? [];
}

/** The product of the numbers before a penalty, without those before the loss too; null where there are none. */
function readLambda(
  { factors: all, place }: PenaltyTerm,
  shared: readonly Factor[],
): { value: number | null; place: Place } {
  let value: number | null = all.some(({ counted }) => counted === null) ? 1 : null;
  let at = place;
  const factors = all.filter(
    ({ origin, isDivisor }) =>
      !shared.some((each) => each.origin.from === origin.from && each.isDivisor === isDivisor),
  );
  for (const { value: number, counted, isDivisor, origin } of factors) {
    if (counted !== null) continue;
    if (number === null || value === null) value = null;
    else {
      value = isDivisor ? value / number : value * number;
      // Lambda stands where its number does, not where a batch or an epoch is halved.
      at = origin;
    }
  }
  return { value: value === null || !Number.isFinite(value) ? null : tidy(value), place: at };
}

/** The lambdas of a loop that goes through them, one of which stands before the penalty. */
function findSweep({ trace: { text } }: Reading, { factors, run }: PenaltyTerm) {
  for (const { loop } of listRuns(run)) {
    const { over } = loop;
    const { target } = loop.node as { readonly target?: Partial<Name> };
    if (over?.kind !== 'several' || over.isEach) continue;
    const isSwept = factors.some(({ origin: { from, to } }) => {
      const isItem = from >= over.place.from && to <= over.place.to;
      return isItem || (target?.kind === 'name' && target.name === text.slice(from, to));
    });
    const lambdas = over.items.map(readNumber).filter((each) => each !== null);
    if (isSwept && lambdas.length > 0 && lambdas.length === over.items.length) {
      return { lambdas: [...new Set(lambdas)], place: over.place };
    }
  }
  return null;
}

/** A product of decimals without the bits that it lost. */
function tidy(value: number): number {
  return Number(value.toPrecision(12));
}

function readScale(reading: Reading, { base, factors, place }: PenaltyTerm): void {
  const count = factors.find(({ counted, isDivisor }) => counted === 'weights' && isDivisor);
  const isMean = count !== undefined || base.reduced === 'mean';
  reading.say('penalty.scale', isMean ? 'mean' : 'sum', count?.place ?? place);
  if (base.reduced !== 'mean') return;
  const message =
    'A recipe takes the mean over all weights together, and this loop that of each tensor: a run takes the first.';
  reading.miss('penalty.scale', place, message);
}

/** Which layers are penalised: a recipe takes all of them, with or without biases. */
function readIncluded(reading: Reading, terms: readonly PenaltyTerm[], { module }: Training): void {
  const [{ base, place }] = terms;
  reading.say('penalty.include', 'weights', place);
  if (base.set.conditions.some(({ test }) => test === 'unknown')) {
    reading.miss(
      'penalty.include',
      place,
      'Which parameters are penalised could not be read: a run takes the weights.',
    );
  }
  if (module === null) return;
  const dense = listLayers(module).filter(({ type }) => /(^|\.)(Linear|Dense)$/.test(type ?? ''));
  const penalised = new Set(
    terms.flatMap(({ base: { set } }) => (set.of === null ? dense : listLayers(set.of))),
  );
  const count = dense.filter((layer) => penalised.has(layer)).length;
  if (count === 0 || count === dense.length) return;
  const message = `A recipe penalises all layers, and this loop ${count} of ${dense.length}: a run penalises all.`;
  reading.miss('penalty.include', place, message);
}

/** What counts of a text's loop come to, as far as its recipe says so. */
function measureFactor({ recipe }: Reading, { factors }: PenaltyTerm): number | null {
  let factor = 1;
  for (const { counted, isDivisor } of factors) {
    if (counted === null || counted === 'weights') continue;
    const size = countOf(counted, recipe);
    if (size === null) return null;
    factor *= isDivisor ? 1 / size : size;
  }
  return factor;
}

function countOf(counted: Counted, recipe: Readonly<Record<string, unknown>>): number | null {
  const { batchSize } = { ...(recipe.training as { batchSize?: number } | undefined) };
  const { hidden } = { ...(recipe.network as { hidden?: readonly number[] } | undefined) };
  if (counted === 'rows-of-batch') return batchSize ?? null;
  // Weights and biases of each layer.
  return counted === 'tensors' && hidden !== undefined ? 2 * (hidden.length + 1) : null;
}

/** Weight decay that was taken for L1 is the lambda that was meant. */
function readDecay(reading: Reading, training: Training): boolean {
  if (!reading.codes.has('weight-decay-as-l1')) return false;
  const optimizer = findOptimizer(training, reading.trace);
  const decay = optimizer === null ? null : findDecay(optimizer);
  if (decay === null || decay.value === null) return false;
  reading.say('penalty.lambdas', [decay.value], decay.place);
  reading.say('penalty.method', 'subgradient', decay.place);
  return true;
}
