import { describe, expect, it } from 'vitest';
import type { Engine, Optimizer } from '../../src/engines/engine.ts';
import { assertClose } from '../assert-close.ts';
import { engines } from '../host.ts';
import { norm } from '../oracles/group.ts';
import { createOracleTrial, differentiate, listGroups, penaltyNorm } from '../oracles/network.ts';
import { drawGrid } from './samples.ts';
import { inOrder, makeSetting, type Setting, trains, withTrial } from './train-both.ts';

const ROWS = 40;
const OUTPUTS = 3;
const COEFFICIENT = 0.02;
/** The second and the fourth of these say something about the targets, and the first a little by chance. */
const GROUPS = [1, 2, 1, 3, 4];
const TELLING = [1, 2, 4, 5];

/** A linear network with several outputs, mse: the group lasso of multi-task regression. */
function makeLasso(optimizer: Optimizer): Setting {
  const setting = makeSetting({
    optimizer,
    network: { inputs: 11, hidden: [], outputs: OUTPUTS },
    rows: ROWS,
    penalty: { coefficient: COEFFICIENT, method: 'proximal', groups: GROUPS },
  });
  const truth = drawGrid(11, OUTPUTS, 77);
  const noise = drawGrid(ROWS, OUTPUTS, 78);
  const y = noise.map((row, r) =>
    row.map((e, o) =>
      Math.fround(TELLING.reduce((sum, i) => sum + setting.x[r][i] * truth[i][o], 1 + e / 2)),
    ),
  );
  return { ...setting, y };
}

const objectiveAt = ({ spec, x, y }: Setting, parameters: readonly number[]) =>
  differentiate(spec, parameters, x, y).loss + COEFFICIENT * penaltyNorm(spec, parameters);

/** Takes full-batch steps, one an epoch. */
function train(engine: Engine, setting: Setting, steps: number): Promise<number[]> {
  return withTrial(engine, setting, (trial) => {
    const epoch = inOrder(ROWS, ROWS);
    for (let step = 0; step < steps; step++) trial.runSteps(epoch, 0, 1);
    return [...trial.readParameters()];
  });
}

const SGD: Optimizer = { name: 'sgd', learningRate: 1 };

const RUNS: readonly [Optimizer, number][] = [
  [SGD, 1000],
  [{ name: 'momentum', learningRate: 0.2, momentum: 0.8 }, 1000],
  [{ name: 'adam', learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }, 4000],
  // Where a gradient vanishes, as that of a bias does, rmsprop with a small epsilon steps back and forth for
  // ever.
  [{ name: 'rmsprop', learningRate: 0.01, decay: 0.99, epsilon: 1e-2 }, 4000],
];

/**
 * A gradient is a sum over 40 rows of residuals below 2, each a sum over 11 inputs, and is read from weights
 * with a rounding: (40 + 2 * 14) roundings of 2^-24 of about 1. A run stands still within that.
 */
const SLOPE_BOUND = 4e-6;
/**
 * The excess over the minimum is the slopes' squares over twice the curvature, which is at least 0.05 here:
 * 36 * 4e-6^2 / 0.1.
 */
const OBJECTIVE_BOUND = 6e-9;

describe('the group lasso', () => {
  const lasso = makeLasso(SGD);
  const oracle = createOracleTrial(lasso.spec, lasso.initial);
  for (let step = 0; step < 1000; step++) oracle.step(lasso.x, lasso.y);
  const minimum = objectiveAt(lasso, oracle.parameters());

  const menu = engines.flatMap((engine) =>
    RUNS.filter(([{ name }]) => trains(engine, { optimizer: name })).map(
      ([optimizer, steps]) => [engine.name, optimizer.name, engine, optimizer, steps] as const,
    ),
  );

  it.each(menu)('of %s is solved by %s: the conditions of Karush, Kuhn and Tucker', async (...choice) => {
    const [, , engine, optimizer, steps] = choice;
    const setting = makeLasso(optimizer);
    const parameters = await train(engine, setting, steps);
    const { gradient } = differentiate(setting.spec, parameters, setting.x, setting.y);
    const zeros = listGroups(setting.spec).map(([start, end]) => {
      const weights = parameters.slice(start, end);
      const slopes = gradient.slice(start, end);
      const k = COEFFICIENT * Math.sqrt(end - start);
      const r = norm(weights);
      if (r === 0) expect(norm(slopes)).toBeLessThanOrEqual(k + SLOPE_BOUND);
      else
        assertClose(
          slopes,
          weights.map((w) => (-k * w) / r),
          SLOPE_BOUND,
        );
      return r === 0;
    });
    expect(zeros).toEqual([false, false, true, false, true]);
    assertClose(gradient.slice(-OUTPUTS), [0, 0, 0], SLOPE_BOUND);
    assertClose(objectiveAt(setting, parameters), minimum, OBJECTIVE_BOUND);
  });
});
