import { cpus } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { compileAssembly } from './compile.ts';
import { type Checked, createField, type Field } from './contestants.ts';
import { measure } from './measure.ts';
import { loadTf } from './peers/tfjs.ts';

const SIZES = [1e3, 1e4, 1e5, 1e6, 1e7];
const WARM_UP_LENGTH = 2e4;
const GOALS_FROM = 1e5;

interface Row {
  readonly name: string;
  readonly nanoseconds: number;
  readonly gigabytesPerSecond: number;
  readonly error: number;
}

interface Goal {
  readonly text: string;
  readonly met: boolean;
}

interface SizeResult {
  readonly length: number;
  readonly absSum: readonly Row[];
  readonly signGradient: readonly Row[];
  readonly goals: readonly Goal[];
}

const NOTES = `
weights: f32, uniform in (-1, 1), signs random
plain JS, sum:  for (let i = 0; i < w.length; i++) sum += Math.abs(w[i])
plain JS, sign: for (let i = 0; i < w.length; i++) g[i] += lambda * Math.sign(w[i])
  both on Float32Arrays, compiled by V8's best compiler (TurboFan; --no-maglev)
plain SIMD sum: eight f32x4 accumulators, no abs, f32 throughout; plain SIMD add: g += w
tfjs wasm: tf.sum(tf.abs(w)) read back; tf.add(g, tf.mul(tf.sign(w), lambda))
GB/s: 4 bytes an element for sums (read w), 12 for sign gradients (read w and g, write g)
error: sums relative to sum |w| in f64; sign gradients relative to lambda`;

/**
 * Checks, times and prints the penalty kernels beside their peers.
 *
 * @param args `--check` (exit code 1 unless every goal is met), `--json` (the figures as one line of JSON)
 */
export async function runPenaltyBench(args: readonly string[]): Promise<void> {
  // Without the middle compiler the plain loops reach the best one soon, and never stay a tier below it.
  setFlagsFromString('--no-maglev');
  const baseline = await compileAssembly('bench/assembly/baseline.ts');
  const tf = await loadTf();
  const { node, v8 } = process.versions;
  const machine = { cpu: cpus()[0]?.model.trim(), node, v8, tfjs: tf.version_core };
  console.log(`${machine.cpu}, node ${node}, v8 ${v8}, tfjs ${machine.tfjs}`);
  console.log(NOTES);
  warmUp(createField(WARM_UP_LENGTH, baseline, tf));
  const results = SIZES.map((length): SizeResult => {
    const field = createField(length, baseline, tf);
    const absSum = runField(field.absSum, 4 * length);
    const signGradient = runField(field.signGradient, 12 * length);
    field.dispose();
    const goals = length < GOALS_FROM ? [] : judge(length, absSum, signGradient);
    print(length, absSum, signGradient);
    return { length, absSum, signGradient, goals };
  });
  const goals = results.flatMap((result) => result.goals);
  console.log('');
  for (const { text, met } of goals) console.log(`${met ? 'met   ' : 'MISSED'} ${text}`);
  if (args.includes('--json')) console.log(JSON.stringify({ machine, results }));
  if (args.includes('--check')) {
    const missed = goals.filter(({ met }) => !met).length;
    console.log(missed === 0 ? 'check: every goal met' : `check: ${missed} of ${goals.length} goals missed`);
    if (missed > 0) process.exitCode = 1;
  }
}

/** Runs everything once for nothing, since V8 takes a while until it has compiled the plain loops at their best. */
function warmUp(field: Field): void {
  measure(field.absSum);
  measure(field.signGradient);
  field.dispose();
}

/** Nothing is timed before every contestant was seen to give the right result. */
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

function judge(length: number, absSum: readonly Row[], signGradient: readonly Row[]): Goal[] {
  const sum = timeOf(absSum, 'absum absSum');
  const plainSum = timeOf(absSum, 'plain SIMD sum');
  const jsSum = timeOf(absSum, 'plain JS');
  const add = timeOf(signGradient, 'absum addScaledSign');
  const plainAdd = timeOf(signGradient, 'plain SIMD add');
  const jsAdd = timeOf(signGradient, 'plain JS');
  const share = plainSum / sum;
  const at = `at ${format(length)} elements`;
  return [
    {
      text: `${at}: absSum at ${(100 * share).toFixed(0)} % of the plain SIMD sum's bandwidth, goal 85 %`,
      met: share >= 0.85,
    },
    faster(`${at}: absSum`, jsSum / sum, 15, 'plain SIMD sum', jsSum / plainSum),
    faster(`${at}: addScaledSign`, jsAdd / add, 40, 'plain SIMD add', jsAdd / plainAdd),
  ];
}

function timeOf(rows: readonly Row[], name: string): number {
  const row = rows.find((candidate) => candidate.name === name);
  if (!row) throw new Error(`no contestant is called ${name}`);
  return row.nanoseconds;
}

function faster(what: string, ratio: number, goal: number, yardstick: string, ceiling: number): Goal {
  const text = `${what} ${ratio.toFixed(1)} times plain JS, goal ${goal} (the ${yardstick}: ${ceiling.toFixed(1)})`;
  return { text, met: ratio >= goal };
}

function print(length: number, absSum: readonly Row[], signGradient: readonly Row[]): void {
  console.log(`\n${format(length)} elements`);
  for (const rows of [absSum, signGradient]) {
    const own = rows[0]?.nanoseconds ?? Number.NaN;
    for (const { name, nanoseconds, gigabytesPerSecond, error } of rows) {
      console.log(
        `  ${name.padEnd(20)}${(nanoseconds / length).toFixed(3).padStart(8)} ns/element` +
          `${gigabytesPerSecond.toFixed(1).padStart(8)} GB/s` +
          `${(nanoseconds / own).toFixed(2).padStart(8)} x our time   error ${error.toExponential(0)}`,
      );
    }
  }
}

function format(length: number): string {
  return length.toExponential(0).replace('+', '');
}

if (import.meta.main) await runPenaltyBench(process.argv.slice(2));
