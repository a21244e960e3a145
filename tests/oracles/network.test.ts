import { describe, expect, it } from 'vitest';
import type { Activation, Loss, Network } from '../../src/engines/engine.ts';
import { assertClose } from '../assert-close.ts';
import { ACTIVATIONS, drawGrid, drawNumbers, drawOneHot, LOSSES } from '../engines/samples.ts';
import { countParameters, createOracleTrial, dataLoss, differentiate, predict } from './network.ts';

/** The slope along `direction` by central differences, and by the gradient. */
function compareSlopes(loss: Loss, activation: Activation, masks: number[][][]) {
  const network: Network = { inputs: 3, hidden: [4, 3], outputs: 3, activation, dropout: 0 };
  const { all } = countParameters(network);
  const parameters = drawNumbers(all, 1);
  const direction = drawNumbers(all, 2);
  const x = drawGrid(5, 3, 3);
  const y = loss.name === 'cross-entropy' ? drawOneHot(5, 3) : drawGrid(5, 3, 4);
  const lossAt = (h: number) => {
    const moved = parameters.map((w, i) => w + h * direction[i]);
    return differentiate({ network, loss }, moved, x, y, masks).loss;
  };
  const { gradient } = differentiate({ network, loss }, parameters, x, y, masks);
  const h = 1e-5;
  return {
    central: (lossAt(h) - lossAt(-h)) / (2 * h),
    exact: gradient.reduce((sum, g, i) => sum + g * direction[i], 0),
  };
}

describe('the oracle network', () => {
  const masks = [drawGrid(5, 4, 5), drawGrid(5, 3, 6)].map((mask) =>
    mask.map((row) => row.map((value) => (value < -0.5 ? 0 : 1.5))),
  );

  it.each(ACTIVATIONS.flatMap((activation) => LOSSES.map((loss) => [activation, loss.name, loss] as const)))(
    'has the gradient of central differences: %s, %s',
    (activation, _, loss) => {
      for (const mask of [[], masks]) {
        const { central, exact } = compareSlopes(loss, activation, mask);
        // Central differences err by h^2 f'''/6 (about 1e-10) and by eps |f| / h (about 1e-11); a kink on the
        // way would show as 1e-3 and more, and none of these draws has one.
        assertClose(central, exact, 1e-8);
        expect(Math.abs(exact)).toBeGreaterThan(1e-3);
      }
    },
  );

  it('computes one unit of each layer as one does by hand', () => {
    const network: Network = { inputs: 2, hidden: [1], outputs: 1, activation: 'relu', dropout: 0 };
    // hidden = relu(2 * 1 - 3 * 0.5 + 1) = 1.5, output = 4 * 1.5 - 1 = 5
    expect(predict(network, [2, -3, 4, 1, -1], [[1, 0.5]])).toEqual([[5]]);
  });

  it('computes each loss as one does by hand', () => {
    const outputs = [[1], [4]];
    const targets = [[0.5], [1]];
    expect(dataLoss({ name: 'mse' }, outputs, targets)).toBe((0.25 + 9) / 2);
    expect(dataLoss({ name: 'mae' }, outputs, targets)).toBe((0.5 + 3) / 2);
    expect(dataLoss({ name: 'huber', delta: 2 }, outputs, targets)).toBe((0.125 + 2 * (3 - 1)) / 2);
    assertClose(dataLoss({ name: 'cross-entropy' }, [[0, 0]], [[0, 1]]), Math.log(2), 1e-15);
  });

  it('takes the first step of each optimizer as one does by hand', () => {
    // One weight, one row, x = 1, y = 0, mse: loss w^2, gradient 2 w = 4 at w = 2; rate 0.1.
    const network: Network = { inputs: 1, hidden: [], outputs: 1, activation: 'linear', dropout: 0 };
    const learningRate = 0.1;
    const step = (optimizer: Parameters<typeof createOracleTrial>[0]['optimizer']) => {
      const spec = { network, loss: { name: 'mse' }, optimizer, penalty: null, penalised: 1 } as const;
      const trial = createOracleTrial(spec, [2, 0]);
      expect(trial.step([[1]], [[0]])).toBe(4);
      trial.step([[1]], [[0]]);
      return trial.parameters()[0];
    };
    // sgd, weight and bias alike: (2, 0) -> (1.6, -0.4), prediction 1.2 -> w = 1.6 - 0.1 * 2.4
    assertClose(step({ name: 'sgd', learningRate }), 1.36, 1e-15);
    // momentum: velocity 0.9 * 4 + 2.4 = 6
    assertClose(step({ name: 'momentum', learningRate, momentum: 0.9 }), 1.6 - 0.6, 1e-15);
    // rmsprop, decay 0.75, epsilon 1: v = 4, step 0.1 * 4 / 3; then g = 2 (2 - 0.8/3) = 3.4667
    const g = 2 * (2 - 0.8 / 3);
    const root = Math.sqrt(0.75 * 4 + 0.25 * g * g);
    const rmsprop = { name: 'rmsprop', learningRate, decay: 0.75, epsilon: 1 } as const;
    assertClose(step(rmsprop), 2 - 0.4 / 3 - (0.1 * g) / (root + 1), 1e-15);
    // adam without memory (betas 0) and epsilon 1: step 0.1 * g / (|g| + 1)
    const adam = { name: 'adam', learningRate, beta1: 0, beta2: 0, epsilon: 1 } as const;
    const second = 2 * (2 - 2 * 0.08);
    assertClose(step(adam), 2 - 0.08 - (0.1 * second) / (second + 1), 1e-15);
  });
});
