import { pickNumber } from '../flow/make.ts';
import { listTerms, type Training } from './find-training.ts';
import type { Reading } from './reading.ts';

const LOSSES = new Set(['mse', 'mae', 'huber', 'cross-entropy']);
/** What Keras calls them. */
const OF_KERAS: Readonly<Record<string, string>> = {
  mse: 'mse',
  mean_squared_error: 'mse',
  MeanSquaredError: 'mse',
  mae: 'mae',
  mean_absolute_error: 'mae',
  MeanAbsoluteError: 'mae',
  huber: 'huber',
  Huber: 'huber',
  categorical_crossentropy: 'cross-entropy',
  CategoricalCrossentropy: 'cross-entropy',
  sparse_categorical_crossentropy: 'cross-entropy',
  SparseCategoricalCrossentropy: 'cross-entropy',
  binary_crossentropy: 'cross-entropy',
  BinaryCrossentropy: 'cross-entropy',
};

/** The data loss of a loop. */
export function readLoss(reading: Reading, training: Training): void {
  const found = findLoss(training);
  if (found === null || !LOSSES.has(found.name)) {
    const place = found?.place ?? training.backward?.place ?? training.fit?.place ?? null;
    const what = found === null ? 'The loss could not be read' : 'A recipe has no such loss';
    reading.miss('loss', place, `${what}: a run takes the mean squared error.`);
    return;
  }
  reading.say('loss', found.name, found.place);
  if (found.name === 'huber') {
    const { given } = training.loss ?? {};
    const delta = given == null ? null : (pickNumber(given, 'delta') ?? pickNumber(given, 'beta'));
    if (delta !== null && delta > 0) reading.say('huberDelta', delta, found.place);
  }
  if (found.isSummed) {
    const message =
      'A recipe takes the mean loss of a batch, and this loop the sum: a run takes the mean, so lambda weighs more.';
    reading.miss('loss', found.place, message);
  }
}

function findLoss({ backward, loss, fit }: Training) {
  if (fit !== null) {
    const value =
      fit.compiled === null ? null : (fit.compiled.named.get('loss') ?? fit.compiled.positional[1] ?? null);
    const name =
      value?.kind === 'text'
        ? value.value
        : value !== null && 'type' in value
          ? value.type
          : value?.kind === 'path'
            ? value.path
            : null;
    const last = name?.split('.').at(-1) ?? '';
    const place = fit.compiled?.place ?? fit.place;
    return value === null ? null : { name: OF_KERAS[last] ?? 'other', place, isSummed: false };
  }
  for (const { base, place } of backward === null ? [] : listTerms(backward.value)) {
    if (base.kind === 'loss') {
      return { name: base.name, place: loss?.place ?? place, isSummed: base.reduction === 'sum' };
    }
  }
  return null;
}
