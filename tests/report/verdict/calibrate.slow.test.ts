import { beforeAll, describe, expect, it } from 'vitest';
import { CELLS, type Cell } from '../../../scripts/calibrate/cells.ts';
import {
  type Arm,
  listArms,
  measureSize,
  rateMisses,
  rateRejections,
  type SetResult,
} from '../../../scripts/calibrate/rates.ts';
import { runSet } from '../../../scripts/calibrate/run-set.ts';
import { fused } from '../../host.ts';

const SETS = 300;
/** The level of the tests, and three Monte Carlo errors of a rate of that size. */
const MOST = 0.05 + 3 * Math.sqrt((0.05 * 0.95) / SETS);

describe(`the verdict on ${SETS} data sets of 60 rows, sparse linear`, () => {
  let arm: Arm;
  let again: Arm;
  beforeAll(async () => {
    const cell = { ...CELLS[0], lambdas: [0.05] };
    const results = new Map<number, SetResult>();
    for (let set = 0; set < SETS; set++) results.set(set, await runSet(cell, 1000 + set, fused));
    [arm, again] = listArms(cell, results);
  }, 300_000);

  it('is honest where a lambda meets itself', () => {
    expect(rateRejections([again], 'ours').rate).toBeLessThanOrEqual(MOST);
    // Rows alone know nothing of the luck of single trainings.
    expect(rateRejections([again], 'rows alone').rate).toBeGreaterThan(rateRejections([again], 'ours').rate);
  });

  it('finds a true difference more often than the corrected test, in intervals that hold it', () => {
    expect(measureSize(arm)).toBeGreaterThan(3);
    const [ours, corrected] = [rateRejections([arm], 'ours'), rateRejections([arm], 'corrected')];
    expect(ours.rate - corrected.rate).toBeGreaterThan(3 * Math.hypot(ours.error, corrected.error));
    expect(rateMisses([arm], 'ours').rate).toBeLessThanOrEqual(MOST);
  });
});

describe(`the verdict at the best epoch on ${SETS} data sets of 60 rows with heavy tails`, () => {
  let arm: Arm;
  let again: Arm;
  beforeAll(async () => {
    const found = CELLS.find(({ name }) => name === 'best-heavy-60') ?? CELLS[0];
    const cell: Cell = { ...found, lambdas: [0.05] };
    const results = new Map<number, SetResult>();
    for (let set = 0; set < SETS; set++) results.set(set, await runSet(cell, 2000 + set, fused));
    [arm, again] = listArms(cell, results);
  }, 300_000);

  it('is honest where a lambda meets itself, and where it does not', () => {
    expect(rateRejections([again], 'ours').rate).toBeLessThanOrEqual(MOST);
    expect(measureSize(arm)).toBeGreaterThan(2);
    expect(rateMisses([arm], 'ours').rate).toBeLessThanOrEqual(MOST);
    expect(rateMisses([arm], 'rows alone').rate).toBeGreaterThan(MOST);
  });
});
