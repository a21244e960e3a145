import { exp, sinPi } from '../../src/math/elementary.ts';
import type { Random } from '../../src/random/random.ts';

/** One row of a simulated data set: features, target `y` and, in groups, `group`. */
type Row = Record<string, number | string>;

const FEATURES = 10;
/** Rows of a group share their error and a shift of their features. */
const GROUP_SIZE = 5;

/** Draws the errors and the targets of single rows; `scale` is the size of the errors. */
const POPULATIONS = {
  linear: (x: readonly number[], random: Random, scale: number) => sumLinear(x) + scale * random.nextNormal(),
  friedman1: (x: readonly number[], random: Random, scale: number) => {
    // The features are normal elsewhere, and here uniform on [0, 1).
    const offset = x[2] - 0.5;
    const signal = 10 * sinPi(x[0] * x[1]) + 20 * offset * offset + 10 * x[3] + 5 * x[4];
    return signal + scale * random.nextNormal();
  },
  noise: (_: readonly number[], random: Random, scale: number) => scale * random.nextNormal(),
  'heavy tails': (x: readonly number[], random: Random, scale: number) =>
    sumLinear(x) + scale * exp(x[3] / 2) * drawT3(random),
  classes: (x: readonly number[], random: Random, scale: number) => {
    const score = (1.2 * x[0] - 0.8 * x[1] + 0.8 * x[2] * x[3]) / scale;
    return random.nextUniform() < 1 / (1 + exp(-score)) ? 1 : 0;
  },
} as const;

/** The kinds of rows: those of one formula, and those that come in groups. */
export type Population = keyof typeof POPULATIONS | 'groups';

/** Draws a data set. */
export function drawRows(population: Population, rows: number, scale: number, random: Random): Row[] {
  if (population === 'groups') return drawGroups(rows, scale, random);
  const drawTarget = POPULATIONS[population];
  return Array.from({ length: rows }, () => {
    const x = drawFeatures(() => (population === 'friedman1' ? random.nextUniform() : random.nextNormal()));
    return { ...nameFeatures(x), y: drawTarget(x, random, scale) };
  });
}

function drawGroups(rows: number, scale: number, random: Random): Row[] {
  const drawn: Row[] = [];
  for (let group = 0; drawn.length < rows; group++) {
    const shift = drawFeatures(() => random.nextNormal());
    const error = random.nextNormal();
    for (let member = 0; member < GROUP_SIZE && drawn.length < rows; member++) {
      const x = shift.map((middle) => 0.7 * (middle + random.nextNormal()));
      const y = x[0] + x[1] - x[2] + scale * (error + random.nextNormal());
      drawn.push({ ...nameFeatures(x), group: `g${group}`, y });
    }
  }
  return drawn;
}

function drawFeatures(draw: () => number): number[] {
  return Array.from({ length: FEATURES }, draw);
}

function nameFeatures(x: readonly number[]): Row {
  return Object.fromEntries(x.map((value, i) => [`x${i + 1}`, value]));
}

/** Three features of ten matter. */
function sumLinear(x: readonly number[]): number {
  return 1.5 * x[0] - x[1] + 0.5 * x[2];
}

/** Student's t with 3 degrees of freedom, whose fourth moment is infinite. */
function drawT3(random: Random): number {
  const normal = random.nextNormal();
  const squares = [0, 1, 2].reduce((sum) => sum + random.nextNormal() ** 2, 0);
  return normal / Math.sqrt(squares / 3);
}
