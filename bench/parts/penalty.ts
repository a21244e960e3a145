import { setFlagsFromString } from 'node:v8';
import { compileAssembly } from '../compile.ts';
import { atLeast, type Verdict } from '../goals.ts';
import type { Part } from '../part.ts';
import { loadTf } from '../peers/load-tf.ts';
import { type Checked, createField, type Field } from '../penalty/contestants.ts';
import { measure } from '../penalty/measure.ts';

const SIZES = [1e3, 1e4, 1e5, 1e6, 1e7];
const WARM_UP_LENGTH = 2e4;
const QUICK_SIZES = [1e3, 1e5];
const GOALS_FROM = 1e5;

interface Row {
  readonly name: string;
  readonly nanoseconds: number;
  readonly gigabytesPerSecond: number;
  readonly error: number;
}

interface SizeResult {
  readonly length: number;
  readonly absSum: readonly Row[];
  readonly signGradient: readonly Row[];
}

interface PenaltyFigures {
  readonly sizes: readonly SizeResult[];
}

const NOTES = `
weights: f32, uniform in (-1, 1), signs random
plain JS, sum:  for (let i = 0; i < w.length; i++) sum += Math.abs(w[i])
plain JS, sign: for (let i = 0; i < w.length; i++) g[i] += lambda * Math.sign(w[i])
  both on Float32Arrays, compiled by V8's best compiler (TurboFan; --no-maglev)
plain SIMD sum: eight f32x4 accumulators, no abs, f32 throughout; plain SIMD abs sum: the same with abs;
plain SIMD add: g += w
tfjs wasm: tf.sum(tf.abs(w)) read back; tf.add(g, tf.mul(tf.sign(w), lambda))
GB/s: 4 bytes an element for sums (read w), 12 for sign gradients (read w and g, write g)
error: sums relative to sum |w| in f64; sign gradients relative to lambda`;

/** The penalty kernels beside their peers; must run last, since it changes how V8 compiles. */
export const penalty: Part<PenaltyFigures> = {
  name: 'penalty',

  async measure({ isQuick }) {
    // Without the middle compiler the plain loops reach the best one soon, and never stay a tier below it.
    setFlagsFromString('--no-maglev');
    const baseline = await compileAssembly('bench/assembly/baseline.ts');
    const tf = await loadTf();
    warmUp(createField(WARM_UP_LENGTH, baseline, tf));
    const sizes = (isQuick ? QUICK_SIZES : SIZES).map((length): SizeResult => {
      const field = createField(length, baseline, tf);
      const absSum = runField(field.absSum, 4 * length);
      const signGradient = runField(field.signGradient, 12 * length);
      field.dispose();
      return { length, absSum, signGradient };
    });
    return { sizes };
  },

  judge: ({ sizes }) => sizes.filter(({ length }) => length >= GOALS_FROM).flatMap(judge),

  show: ({ sizes }) => [`The penalty kernels${NOTES}`, ...sizes.map(show)].join('\n\n'),
};

/** Runs everything once untimed, since V8 takes a while to compile the plain loops as well as it can. */
function warmUp(field: Field): void {
  measure(field.absSum);
  measure(field.signGradient);
  field.dispose();
}

/** Nothing is timed until every contestant has given the right result. */
function runField(contestants: readonly Checked[], bytes: number): Row[] {
  const errors = contestants.map(({ name, error, bound }) => {
    const found = error();
    if (!(found <= bound)) throw new Error(`${name}: error ${found}, at most ${bound} expected`);
    return found;
  });
  return measure(contestants).map((nanoseconds, i) => ({
    name: contestants[i]?.name ?? '',
    nanoseconds,
    gigabytesPerSecond: bytes / nanoseconds,
    error: errors[i] as number,
  }));
}

function judge({ length, absSum, signGradient }: SizeResult): Verdict[] {
  const sum = timeOf(absSum, 'absum absSum');
  const plainSum = timeOf(absSum, 'plain SIMD sum');
  const plainAbsSum = timeOf(absSum, 'plain SIMD abs sum');
  const jsSum = timeOf(absSum, 'plain JS');
  const add = timeOf(signGradient, 'absum addScaledSign');
  const plainAdd = timeOf(signGradient, 'plain SIMD add');
  const jsAdd = timeOf(signGradient, 'plain JS');
  const share = (yardstick: number) => (100 * yardstick) / sum;
  const at = `at ${format(length)} elements`;
  return [
    // A vector takes three instructions, where a sum of w takes two: a processor that is bound by them cannot do better.
    atLeast(
      'floor',
      `${at}: absSum's share of the speed of a plain SIMD abs sum`,
      share(plainAbsSum),
      85,
      ' %',
    ),
    atLeast('goal', `${at}: absSum's share of the bandwidth of a plain SIMD sum`, share(plainSum), 85, ' %'),
    faster(`${at}: absSum`, jsSum / sum, 15, 'plain SIMD sum', jsSum / plainSum),
    faster(`${at}: addScaledSign`, jsAdd / add, 40, 'plain SIMD add', jsAdd / plainAdd),
  ];
}

function timeOf(rows: readonly Row[], name: string): number {
  const row = rows.find((candidate) => candidate.name === name);
  if (!row) throw new Error(`no contestant is called ${name}`);
  return row.nanoseconds;
}

function faster(what: string, ratio: number, bar: number, yardstick: string, ceiling: number): Verdict {
  const name = `${what} over plain JS (the ${yardstick}: ${ceiling.toFixed(1)} times)`;
  // A goal, not a floor: on long arrays the machine's memory decides, as the yardstick shows.
  return atLeast('goal', name, ratio, bar, ' times');
}

function show({ length, absSum, signGradient }: SizeResult): string {
  const lines = [absSum, signGradient].flatMap((rows) => {
    const own = rows[0]?.nanoseconds ?? Number.NaN;
    return rows.map(
      ({ name, nanoseconds, gigabytesPerSecond, error }) =>
        `  ${name.padEnd(20)}${(nanoseconds / length).toFixed(3).padStart(8)} ns/element` +
        `${gigabytesPerSecond.toFixed(1).padStart(8)} GB/s` +
        `${(nanoseconds / own).toFixed(2).padStart(8)} x our time   error ${error.toExponential(0)}`,
    );
  });
  return [`${format(length)} elements`, ...lines].join('\n');
}

function format(length: number): string {
  return length.toExponential(0).replace('+', '');
}
