import { pick, pickNumber, pickTruth } from '../flow/make.ts';
import type { Fitted } from '../flow/trace.ts';
import type { Loader, LoopRun, Value } from '../flow/values.ts';
import type { Place } from '../syntax/nodes.ts';
import { listData, listRuns, readNumber, type Training } from './find-training.ts';
import type { Reading } from './reading.ts';

// Epochs and batches of a loop.

/** More rows than there are mean the full batch. */
const ALL_ROWS = 1_000_000;
const MOST_EPOCHS = 100_000;

export function readTraining(reading: Reading, training: Training): void {
  if (training.fit !== null) {
    readFit(reading, training.fit);
    return;
  }
  const { text } = reading.trace;
  const runs = listRuns((training.step ?? training.updated ?? training.backward)?.run ?? null);
  const at = runs.findIndex((run) => findBatches(run, training, text) !== null);
  const batches = at === -1 ? null : findBatches(runs[at], training, text);
  // Whether or not its batches are known: what goes through rows is no epoch.
  const isInner = at === -1 && runs.length > 0 && !isOfEpochs(runs);
  const epochs = runs.slice(isInner ? 1 : at + 1);
  readEpochs(reading, epochs, training);
  if (batches !== null) readBatches(reading, batches);
  else if (isInner || epochs.length === 0) {
    const place = isInner ? placeOfHead(runs[0]) : null;
    const message = 'The batches could not be read: a run takes 32 rows, shuffled.';
    reading.miss('training.batchSize', place, message);
  } else {
    // One step an epoch, on all rows.
    reading.say('training.batchSize', ALL_ROWS, placeOfHead(epochs[0]));
  }
}

/** Whether a loop without batches of its own counts epochs: by its name, or since it counts and is the only one. */
function isOfEpochs([run, outer]: readonly LoopRun[]): boolean {
  const { target } = run.loop.node as { readonly target?: { readonly kind: string; readonly name?: string } };
  if (/epoch|iter|step/i.test(target?.name ?? '')) return true;
  return countRounds(run) !== null && outer === undefined;
}

function placeOf({ loop: { node } }: LoopRun): Place {
  return { from: node.from, to: node.to };
}

interface Batches {
  readonly place: Place;
  readonly loader: Loader | null;
  readonly size: number | null;
  readonly order: 'shuffled' | 'sequential' | 'overlapping';
}

/** The batches that a loop goes through; null where it goes through something else. */
function findBatches(run: LoopRun, { forward }: Training, text: string): Batches | null {
  const place = placeOf(run);
  const { over } = run.loop;
  const loader = over === null ? null : findLoader(over);
  if (loader !== null) return { place, loader, size: null, order: 'shuffled' };
  const data = listData(forward);
  const slice = data.map((each) => each.slice).find((each) => each !== null && each.run?.loop === run.loop);
  const stride = takesRows(run, text) ? readStride(over) : null;
  if (slice == null && stride === null) return null;
  // Rows that are taken by a permutation are those of a slice of it.
  const around = run.outer === null ? place : placeOf(run.outer);
  const isMixed = /perm|shuffle/i.test(text.slice(around.from, around.to));
  const isShuffled = isMixed || data.some((each) => each.isShuffled);
  const order = slice?.overlaps ? 'overlapping' : isShuffled ? 'shuffled' : 'sequential';
  return { place: slice?.place ?? placeOfHead(run), loader: null, size: slice?.width ?? stride, order };
}

/** Whether the counter of a loop stands in brackets there: what else it counts is no batch. */
function takesRows({ loop: { node } }: LoopRun, text: string): boolean {
  const { target } = node as { readonly target?: { readonly kind: string; readonly name?: string } };
  const name = target?.name;
  return name !== undefined && new RegExp(`\\[[^\\]]*\\b${name}\\b`).test(text.slice(node.from, node.to));
}

/** `range(0, n, 32)` starts a batch at every 32nd row. */
function readStride(over: Value | null): number | null {
  const value = over === null ? null : unwrap(over);
  const step =
    value?.kind === 'thing' && value.type === 'range' ? readNumber(value.given.positional[2]) : null;
  return step !== null && step > 1 ? step : null;
}

/** The loader that a loop goes through, be it numbered, watched or beside another. */
function findLoader(over: Value): Loader | null {
  const value = unwrap(over);
  return value.kind === 'loader' ? value : null;
}

/** What `enumerate`, a bar of progress and the like go through. */
function unwrap(value: Value, depth = 0): Value {
  if (value.kind !== 'thing' || depth > 4) return value;
  const inner = /^(enumerate|zip|same)$/.test(value.type) ? pick(value.given, 'iterable', 0) : null;
  return inner === null ? value : unwrap(inner, depth + 1);
}

/** The loop around the batches; those around it are folds, seeds or lambdas. */
function readEpochs(reading: Reading, [run]: readonly LoopRun[], { step }: Training): void {
  const count = run === undefined ? null : countRounds(run);
  if (run !== undefined && count !== null && count >= 1 && count <= MOST_EPOCHS) {
    reading.say('training.epochs', count, placeOfHead(run));
    return;
  }
  const place = run === undefined ? (step?.place ?? null) : placeOfHead(run);
  reading.miss('training.epochs', place, 'The number of epochs could not be read: a run takes 40.');
}

/** The head of a loop, without its body. */
function placeOfHead({ loop: { node } }: LoopRun): Place {
  const { iterable, test } = node as Partial<Record<'iterable' | 'test', Place>>;
  return { from: node.from, to: (iterable ?? test ?? node).to };
}

/** How often a loop goes round; null where the text does not say so. */
function countRounds({ loop: { over } }: LoopRun): number | null {
  const value = over === null ? null : unwrap(over);
  if (value?.kind === 'several' && !value.isEach) return value.items.length + value.added.length;
  if (value?.kind !== 'thing' || value.type !== 'range') return null;
  const numbers = value.given.positional.map(readNumber);
  const [start, stop, step] = numbers.length === 1 ? [0, numbers[0], 1] : [...numbers, 1];
  if (start === null || stop === null || !step) return null;
  return Math.ceil((stop - start) / step);
}

function readBatches(reading: Reading, { place, loader, size, order }: Batches): void {
  if (loader === null) {
    sayBatchSize(reading, size, place);
    reading.say('training.batches', order, place);
    return;
  }
  const { batchSize, shuffles, given } = loader;
  // A loader of PyTorch gives single rows unless told otherwise.
  const said = batchSize === null ? 1 : readNumber(batchSize);
  sayBatchSize(reading, said, batchSize?.kind === 'quantity' ? batchSize.place : given.place);
  if (shuffles === null) {
    const message = 'Whether batches are shuffled could not be read: a run shuffles them.';
    reading.miss('training.batches', given.place, message);
  } else reading.say('training.batches', shuffles ? 'shuffled' : 'sequential', given.place);
}

function sayBatchSize(reading: Reading, size: number | null, place: Place): void {
  if (size !== null && Number.isSafeInteger(size) && size >= 1) {
    reading.say('training.batchSize', Math.min(size, ALL_ROWS), place);
  } else
    reading.miss('training.batchSize', place, 'The size of batches could not be read: a run takes 32 rows.');
}

function readFit(reading: Reading, { given, place }: Fitted): void {
  const epochs = pick(given, 'epochs', 3);
  const count = epochs === null ? 1 : readNumber(epochs);
  if (count !== null && count >= 1) {
    reading.say('training.epochs', count, epochs?.kind === 'quantity' ? epochs.place : place);
  } else reading.miss('training.epochs', place, 'The number of epochs could not be read: a run takes 40.');
  const [rows] = given.positional;
  if (rows?.kind === 'thing' && rows.type === 'dataset') {
    reading.miss(
      'training.batchSize',
      place,
      'The batches of a data set of tf.data are not read: a run takes 32 rows, shuffled.',
    );
    readPatience(reading, given.named.get('callbacks') ?? null);
    return;
  }
  const size = pick(given, 'batch_size', 2);
  const isNone = size === null || size.kind === 'none';
  sayBatchSize(reading, isNone ? 32 : readNumber(size), size?.kind === 'quantity' ? size.place : place);
  reading.say('training.batches', pickTruth(given, 'shuffle') === false ? 'sequential' : 'shuffled', place);
  readPatience(reading, given.named.get('callbacks') ?? null);
}

/** Early stopping that restores the best weights is a recipe's patience. */
function readPatience(reading: Reading, callbacks: Value | null): void {
  if (callbacks?.kind !== 'several') return;
  for (const each of [...callbacks.items, ...callbacks.added]) {
    if (each.kind !== 'thing' && each.kind !== 'module') continue;
    if (!/EarlyStopping$/.test(each.type ?? '') || each.given === null) continue;
    const { place } = each.given;
    const patience = pickNumber(each.given, 'patience') ?? 0;
    if (patience < 1) continue;
    reading.say('training.patience', patience, place);
    const message =
      'A run stops by a tenth of the training rows, kept aside, and restores the best weights: the rows that validate decide nothing.';
    reading.miss('training.patience', place, message);
  }
}
