import { describe, expect, it } from 'vitest';
import { openStream, type Random, shuffle } from '../../src/random/random.ts';
import { testPairs } from '../../src/statistics/paired-test.ts';
import { fitLeastSquares } from '../oracles/least-squares.ts';

const SETS = 300;
const ROWS = 200;
const FOLDS = 5;
const REPEATS = 4;

const predict = (beta: readonly number[], row: readonly number[]) =>
  row.reduce((sum, value, i) => sum + beta[i] * value, 0);

/** RMSE per pair of least squares on columns 1 to 10 minus that on columns 11 to 20. */
function compareHalves(random: Random, effect: number): number[] {
  const x = Array.from({ length: ROWS }, () => Array.from({ length: 20 }, () => random.nextNormal()));
  const y = x.map((row) => effect * row.slice(0, 10).reduce((a, b) => a + b) + random.nextNormal());
  const differences: number[] = [];
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    const order = shuffle(
      x.map((_, row) => row),
      random,
    );
    for (let fold = 0; fold < FOLDS; fold++) {
      const [first, second] = [0, 10].map((from) => {
        const pick = (row: number) => [1, ...x[row].slice(from, from + 10)];
        const training = order.filter((_, i) => i % FOLDS !== fold);
        const held = order.filter((_, i) => i % FOLDS === fold);
        const beta = fitLeastSquares(
          training.map(pick),
          training.map((row) => y[row]),
        );
        const squares = held.map((row) => (predict(beta, pick(row)) - y[row]) ** 2);
        return Math.sqrt(squares.reduce((a, b) => a + b) / held.length);
      });
      differences.push(first - second);
    }
  }
  return differences;
}

function run(effect: number, path: number): { corrected: number; naive: number; right: number } {
  const counts = { corrected: 0, naive: 0, right: 0 };
  for (let set = 0; set < SETS; set++) {
    const differences = compareHalves(openStream(4, 'generator', path, set), effect);
    const { p, mean } = testPairs(differences, 1 / (FOLDS - 1));
    if ((p ?? 1) < 0.05) counts.corrected++;
    if ((p ?? 1) < 0.05 && mean < 0) counts.right++;
    if ((testPairs(differences, 0).p ?? 1) < 0.05) counts.naive++;
  }
  return counts;
}

/** The smallest count that a binomial of 300 at 5 % passes with a probability below 1 %. */
function findBound(): number {
  let term = 0.95 ** SETS;
  let sum = term;
  let k = 0;
  while (1 - sum >= 0.01) {
    k += 1;
    term *= ((SETS - k + 1) / k) * (0.05 / 0.95);
    sum += term;
  }
  return k;
}

describe('two learners that are equal by symmetry, on 300 noise data sets', () => {
  const { corrected, naive } = run(0, 0);

  it('differ by the corrected test no oftener than 5 % admits, one-sided at 99 %', () => {
    expect(findBound()).toBe(24);
    expect(corrected).toBeLessThanOrEqual(findBound());
  });

  it('differ by the naive paired test far oftener, which shows that the test has teeth', () => {
    console.log(`false positives of ${SETS}: corrected ${corrected}, naive ${naive}`);
    expect(naive / SETS).toBeGreaterThan(0.08);
  });
});

it('a planted effect is found, and on the right side', () => {
  const { corrected, right } = run(0.2, 1);
  console.log(`planted effect: found in ${corrected} of ${SETS}`);
  expect(right).toBe(corrected);
  expect(corrected / SETS).toBeGreaterThan(0.5);
});
