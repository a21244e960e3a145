import { pick, pickNumber, pickTruth } from '../flow/make.ts';
import type { Trace } from '../flow/trace.ts';
import type { Given, Optimizer, Value } from '../flow/values.ts';
import type { Place } from '../syntax/nodes.ts';
import type { Training } from './find-training.ts';
import type { Reading } from './reading.ts';

// The optimizer of a loop, with what its library takes where the loop says nothing.

/** An optimizer by its name in the text, with its arguments. */
interface NamedOptimizer {
  /** The last part of its full name, in lower case. */
  readonly name: string;
  readonly isKeras: boolean;
  /** Null where a text names it. */
  readonly given: Given | null;
  readonly place: Place;
}

export function readOptimizer(reading: Reading, training: Training): void {
  const optimizer = findOptimizer(training, reading.trace);
  if (optimizer === null) {
    const place = training.step?.place ?? training.fit?.place ?? training.updated?.place ?? null;
    reading.miss(
      'optimizer',
      place,
      'The optimizer could not be read: a run takes Adam at learning rate 0.02.',
    );
    return;
  }
  const { name, place } = optimizer;
  switch (name) {
    case 'adam':
    case 'adamw':
      readAdam(reading, optimizer);
      break;
    case 'sgd':
      readSgd(reading, optimizer);
      break;
    case 'rmsprop':
      readRmsprop(reading, optimizer);
      break;
    default: {
      reading.say('optimizer.name', 'adam', place);
      readRate(reading, optimizer, null);
      const rate = reading.has('optimizer.learningRate') ? ', at the learning rate of the loop' : '';
      reading.miss('optimizer.name', place, `A recipe has no ${name}: a run takes Adam${rate}.`);
    }
  }
  noteDecay(reading, optimizer);
  noteSchedule(reading);
}

/** The optimizer that steps; of Keras, that of `compile`. */
export function findOptimizer({ step, fit }: Training, { events }: Trace): NamedOptimizer | null {
  if (fit !== null) {
    const { compiled } = fit;
    // What Keras takes unless told otherwise.
    const value = compiled === null ? null : pick(compiled, 'optimizer', 0);
    if (compiled !== null && value === null)
      return { name: 'rmsprop', isKeras: true, given: null, place: compiled.place };
    return nameOptimizer(value, compiled?.place ?? fit.place);
  }
  if (step?.optimizer != null) return nameOptimizer(step.optimizer, step.place);
  // Lightning steps by itself, and a function may be given what the program has made elsewhere.
  const made = events.flatMap((event) =>
    event.kind === 'made' && event.value.kind === 'optimizer' ? [event.value] : [],
  );
  const [only] = made;
  const isAlone = new Set(made.map(({ given }) => given.place.from)).size === 1;
  return isAlone ? nameOptimizer(only, only.given.place) : null;
}

function nameOptimizer(value: Value | Optimizer | null, place: Place): NamedOptimizer | null {
  if (value?.kind === 'text' && value.value !== null) {
    return { name: value.value.toLowerCase(), isKeras: true, given: null, place };
  }
  if (value?.kind !== 'optimizer') return null;
  const name = value.type.split('.').at(-1)?.toLowerCase() ?? '';
  return { name, isKeras: /keras/.test(value.type), given: value.given, place: value.given.place };
}

/** @param standard what its library takes unless told otherwise; null where there is none */
function readRate(
  reading: Reading,
  { given, isKeras, place }: NamedOptimizer,
  standard: number | null,
): void {
  const [name, position] = isKeras ? ['learning_rate', 0] : ['lr', 1];
  const value = given === null ? null : pick(given, name, position);
  const said = value === null ? standard : value.kind === 'quantity' ? value.number : null;
  if (said !== null && said > 0) reading.say('optimizer.learningRate', said, placeOf(value, place));
  else {
    const what = value === null ? 'There is no learning rate' : 'The learning rate could not be read';
    reading.miss('optimizer.learningRate', place, `${what}: a run takes 0.02.`);
  }
}

function placeOf(value: Value | null, place: Place): Place {
  return value?.kind === 'quantity' ? value.place : place;
}

/** A setting where the loop says it, or its library takes another than a recipe does. */
function readSetting(
  reading: Reading,
  { given, place }: NamedOptimizer,
  field: string,
  [name, position]: readonly [string, number | null],
  standard: number | null = null,
): void {
  const value = given === null ? null : pick(given, name, position);
  const said = value === null ? standard : value.kind === 'quantity' ? value.number : null;
  if (said !== null) reading.say(field, said, placeOf(value, place));
  else if (value !== null) {
    reading.miss(field, place, `${name} could not be read: a run takes what is usual.`);
  }
}

function readAdam(reading: Reading, optimizer: NamedOptimizer): void {
  const { given, isKeras, place } = optimizer;
  reading.say('optimizer.name', 'adam', place);
  readRate(reading, optimizer, 0.001);
  if (isKeras) {
    readSetting(reading, optimizer, 'optimizer.beta1', ['beta_1', 1]);
    readSetting(reading, optimizer, 'optimizer.beta2', ['beta_2', 2]);
    readSetting(reading, optimizer, 'optimizer.epsilon', ['epsilon', 3], 1e-7);
  } else {
    readBetas(reading, optimizer);
    readSetting(reading, optimizer, 'optimizer.epsilon', ['eps', 3]);
  }
  if (given !== null && pickTruth(given, 'amsgrad') === true) {
    reading.miss('optimizer', place, 'A recipe has no AMSGrad: a run takes Adam without it.');
  }
}

function readBetas(reading: Reading, { given, place }: NamedOptimizer): void {
  const betas = given === null ? null : pick(given, 'betas', 2);
  if (betas?.kind !== 'several') return;
  for (const [i, field] of ['optimizer.beta1', 'optimizer.beta2'].entries()) {
    const beta = betas.items[i];
    if (beta?.kind === 'quantity' && beta.number !== null) reading.say(field, beta.number, place);
  }
}

function readSgd(reading: Reading, optimizer: NamedOptimizer): void {
  const { given, isKeras, place } = optimizer;
  const momentum = given === null ? null : pick(given, 'momentum', isKeras ? 1 : 2);
  const share = momentum === null ? 0 : momentum.kind === 'quantity' ? momentum.number : null;
  if (share === null)
    reading.miss('optimizer.momentum', place, 'The momentum could not be read: a run takes none.');
  const hasMomentum = share !== null && share > 0;
  reading.say('optimizer.name', hasMomentum ? 'momentum' : 'sgd', place);
  readRate(reading, optimizer, isKeras ? 0.01 : 0.001);
  if (hasMomentum) reading.say('optimizer.momentum', share, placeOf(momentum, place));
  for (const name of ['nesterov', 'dampening']) {
    const isOn = given !== null && (pickTruth(given, name) === true || (pickNumber(given, name) ?? 0) !== 0);
    if (isOn) reading.miss('optimizer', place, `A recipe has no ${name}: a run takes SGD without it.`);
  }
}

function readRmsprop(reading: Reading, optimizer: NamedOptimizer): void {
  const { given, isKeras, place } = optimizer;
  reading.say('optimizer.name', 'rmsprop', place);
  readRate(reading, optimizer, isKeras ? 0.001 : 0.01);
  readSetting(
    reading,
    optimizer,
    'optimizer.decay',
    isKeras ? ['rho', 1] : ['alpha', 2],
    isKeras ? 0.9 : null,
  );
  readSetting(reading, optimizer, 'optimizer.epsilon', ['eps', 3], isKeras ? 1e-7 : null);
  if (
    given !== null &&
    ((pickNumber(given, 'momentum') ?? 0) !== 0 || pickTruth(given, 'centered') === true)
  ) {
    reading.miss(
      'optimizer',
      place,
      'A recipe has plain RMSprop alone: a run takes it without momentum or centring.',
    );
  }
}

/** The weight decay of an optimizer, and where it stands; null where there is none. */
export function findDecay({
  given,
  name,
  isKeras,
  place,
}: NamedOptimizer): { value: number | null; place: Place } | null {
  const value = given === null ? null : pick(given, 'weight_decay');
  if (value === null) {
    // PyTorch's AdamW decays unless told otherwise.
    return name === 'adamw' ? { value: isKeras ? 0.004 : 0.01, place } : null;
  }
  const number = value.kind === 'quantity' ? value.number : null;
  return number === 0 ? null : { value: number, place: placeOf(value, place) };
}

/** A recipe has no L2; where it was taken for L1, it is the penalty. */
function noteDecay(reading: Reading, optimizer: NamedOptimizer): void {
  const decay = findDecay(optimizer);
  if (decay === null) return;
  const own = optimizer.name === 'adamw' ? ' and takes Adam' : '';
  reading.miss('optimizer', decay.place, `A recipe has no weight decay: a run trains without it${own}.`);
}

const SCHEDULE =
  /\b(\w+LR|CosineAnnealing\w+|ReduceLROnPlateau|LearningRateScheduler|ExponentialDecay|CosineDecay\w*|PiecewiseConstantDecay)\(/;

/** A note is no rule: the words are enough, wherever they stand. */
function noteSchedule(reading: Reading): void {
  const found = SCHEDULE.exec(reading.trace.text);
  if (found === null) return;
  const place = { from: found.index, to: found.index + found[0].length };
  const message = 'A recipe has one learning rate throughout: a run keeps that of the beginning.';
  reading.miss('optimizer.learningRate', place, message);
}
