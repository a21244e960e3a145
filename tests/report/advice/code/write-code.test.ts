import { describe, expect, it } from 'vitest';
import { parseRecipe } from '../../../../src/recipe/parse.ts';
import type { RecipeInput } from '../../../../src/recipe/schema.ts';
import { writeCode } from '../../../../src/report/advice/code/write-code.ts';

const write = (given: Partial<RecipeInput>, lambda = 0.04) =>
  writeCode({
    recipe: parseRecipe({
      data: { dataset: 'diabetes' },
      optimizer: { name: 'adam', learningRate: 0.001 },
      ...given,
      penalty: { lambdas: lambda === 0 ? [0] : [0, lambda], ...given.penalty },
    }),
    lambda,
    epochs: 70,
    count: 2561,
  });
const proximal = { lambdas: 'auto' as const, method: 'proximal' as const };
/** The lines without comments, and without their indent. */
const linesOf = (code: string) => code.split('\n').map((line) => line.replace(/ +#.*/, '').trim());

// That the PyTorch lines reach the Lasso with each optimizer was tried in PyTorch 1.13: weights within 3e-6 of the
// solution, and the same zeros.

describe('the lines for a training loop', () => {
  it('add the penalty to the loss for the subgradient', () => {
    const { pytorch, keras } = write({});
    expect(linesOf(pytorch)).toEqual(
      expect.arrayContaining([
        'penalised = [p for p in model.parameters() if p.dim() > 1]',
        'COEFFICIENT = 0.04',
        'loss_function = torch.nn.MSELoss()',
        'optimizer = torch.optim.Adam(model.parameters(), lr=0.001, betas=(0.9, 0.999), eps=1e-8)',
        'for epoch in range(70):',
        'loss = loss + COEFFICIENT * sum(p.abs().sum() for p in penalised)',
      ]),
    );
    expect(pytorch).not.toContain('shrink');
    expect(linesOf(keras)).toEqual(
      expect.arrayContaining([
        'l1 = keras.regularizers.L1(COEFFICIENT)',
        '# keras.layers.Dense(units, kernel_regularizer=l1)',
        'optimizer = keras.optimizers.Adam(0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-8)',
        'model.compile(optimizer, loss=keras.losses.MeanSquaredError())',
        'model.fit(x, y, epochs=70, batch_size=32)',
      ]),
    );
  });

  it('penalise biases too, or divide by the count, where the recipe does', () => {
    const { pytorch, keras } = write({ penalty: { include: 'all', scale: 'mean' } });
    expect(linesOf(pytorch)).toContain('penalised = list(model.parameters())');
    expect(linesOf(pytorch)).toContain('COEFFICIENT = 0.04 / sum(p.numel() for p in penalised)');
    expect(keras).toContain('COEFFICIENT = 0.04 / 2561');
    expect(keras).toContain('kernel_regularizer=l1, bias_regularizer=l1');
  });

  it.each([
    [
      { name: 'sgd', learningRate: 1 },
      'metric = group["lr"]',
      'metric = learning_rate *',
      'SGD(model.parameters(), lr=1.0)',
    ],
    [
      { name: 'momentum', learningRate: 0.01, momentum: 0.8 },
      'metric = group["lr"] / (1 - group["momentum"])',
      'metric = learning_rate / (1 - self.momentum)',
      'SGD(model.parameters(), lr=0.01, momentum=0.8)',
    ],
    [
      { name: 'rmsprop', learningRate: 0.01 },
      'metric = group["lr"] / (optimizer.state[p]["square_avg"].sqrt() + group["eps"])',
      'metric = learning_rate / ops.sqrt(v + self.epsilon)',
      'RMSprop(model.parameters(), lr=0.01, alpha=0.99, eps=1e-8)',
    ],
    [
      { name: 'adam', learningRate: 0.01 },
      'metric = group["lr"] / (v_hat.sqrt() + group["eps"])',
      'metric = learning_rate * correction / (ops.sqrt(v) + self.epsilon)',
      'Adam(model.parameters(), lr=0.01, betas=(0.9, 0.999), eps=1e-8)',
    ],
  ] as const)('shrink after the step of %j, in its metric', (optimizer, inPytorch, inKeras, made) => {
    const { pytorch, keras } = write({ optimizer, penalty: proximal });
    expect(pytorch).toContain(inPytorch);
    expect(pytorch).toContain(made);
    expect(pytorch).not.toContain('loss + COEFFICIENT');
    const lines = linesOf(pytorch);
    expect(lines.slice(lines.indexOf('optimizer.step()'))).toEqual(['optimizer.step()', 'shrink()']);
    expect(lines).toContain('p.copy_(p.sign() * (p.abs() - COEFFICIENT * metric).clamp(min=0))');
    expect(keras).toContain(inKeras);
    expect(keras).toMatch(/class Proximal\(keras\.optimizers\.\w+\):/);
    expect(keras).toMatch(/optimizer = Proximal\(/);
    expect(keras).toContain('if len(variable.shape) < 2');
    expect(keras).not.toContain('regularizer');
  });

  it('shrink the groups of the first layer where the recipe has them', () => {
    const { pytorch, keras } = write({ penalty: { ...proximal, groups: 'features' } });
    expect(pytorch).toContain('if p is penalised[0]:');
    expect(pytorch).toContain('u.numel() ** 0.5');
    expect(keras).toContain('if self._get_variable_index(variable) == 0:');
    expect(write({ penalty: proximal }).pytorch).not.toContain('FEATURES');
  });

  it.each([
    ['mae', 'torch.nn.L1Loss()', 'keras.losses.MeanAbsoluteError()'],
    ['huber', 'torch.nn.HuberLoss(delta=1.0)', 'keras.losses.Huber(delta=1.0)'],
    [
      'cross-entropy',
      'torch.nn.CrossEntropyLoss()',
      'keras.losses.SparseCategoricalCrossentropy(from_logits=True)',
    ],
  ] as const)('name the loss %s', (loss, inPytorch, inKeras) => {
    const { pytorch, keras } = write({ loss });
    expect([pytorch.includes(inPytorch), keras.includes(inKeras)]).toEqual([true, true]);
  });

  it('say under which conditions lambda means the same', () => {
    expect(write({}).pytorch).toContain('# Bring features and target to mean 0');
    expect(write({ loss: 'cross-entropy' }).keras).toContain('# Bring features to mean 0');
    expect(write({ standardize: { features: false, target: false } }).keras).not.toContain('# Bring');
  });

  it('only stop earlier without a penalty', () => {
    const { pytorch, keras } = write({}, 0);
    expect(pytorch + keras).not.toMatch(/COEFFICIENT|penalised/);
    expect(pytorch).toContain('range(70)');
  });
});
