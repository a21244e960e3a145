import { type Coded, explainConditions, writeFloat } from './coded.ts';

/**
 * Lines for Keras 3, whose kernels are [inputs, outputs]. The subgradient is a regularizer, which adds
 * l1 * sum |w| to the loss, undivided by the batch. The proximal method is an optimizer of its own: its `update_step` is
 * called for each variable, before `iterations` counts the step.
 */
export function writeKeras(coded: Coded): string[] {
  const { recipe, epochs, lambda } = coded;
  const { batchSize, batches } = recipe.training;
  const isProximal = lambda > 0 && recipe.penalty.method === 'proximal';
  const shuffle = batches === 'shuffled' ? '' : ', shuffle=False';
  return [
    ...explainConditions(coded),
    'import keras',
    ...(isProximal ? ['from keras import ops'] : []),
    '',
    ...(lambda > 0 ? defineCoefficient(coded) : []),
    ...(isProximal ? defineOptimizer(coded) : lambda > 0 ? defineRegularizer(coded) : []),
    `optimizer = ${nameOptimizer(recipe.optimizer, isProximal)}`,
    `model.compile(optimizer, loss=${nameLoss(recipe)})`,
    `model.fit(x, y, epochs=${epochs}, batch_size=${batchSize}${shuffle})`,
  ];
}

function defineCoefficient({ recipe: { penalty }, lambda, count }: Coded): string[] {
  return [
    penalty.scale === 'mean'
      ? `COEFFICIENT = ${writeFloat(lambda)} / ${Math.round(count)}  # over the number of penalised parameters`
      : `COEFFICIENT = ${writeFloat(lambda)}  # lambda, of the sum of |w|`,
  ];
}

function defineRegularizer({ recipe: { penalty } }: Coded): string[] {
  const biases = penalty.include === 'all' ? ', bias_regularizer=l1' : '';
  return [
    'l1 = keras.regularizers.L1(COEFFICIENT)',
    '# Every layer of the model takes it:',
    `# keras.layers.Dense(units, kernel_regularizer=l1${biases})`,
    '',
  ];
}

const CLASSES = { sgd: 'SGD', momentum: 'SGD', rmsprop: 'RMSprop', adam: 'Adam' } as const;

function nameOptimizer(optimizer: Coded['recipe']['optimizer'], isProximal: boolean): string {
  const rate = writeFloat(optimizer.learningRate);
  const name = isProximal ? 'Proximal' : `keras.optimizers.${CLASSES[optimizer.name]}`;
  switch (optimizer.name) {
    case 'sgd':
      return `${name}(${rate})`;
    case 'momentum':
      return `${name}(${rate}, momentum=${writeFloat(optimizer.momentum)})`;
    case 'rmsprop':
      return `${name}(${rate}, rho=${writeFloat(optimizer.decay)}, epsilon=${writeFloat(optimizer.epsilon)})`;
    case 'adam':
      return (
        `${name}(${rate}, beta_1=${writeFloat(optimizer.beta1)}, beta_2=${writeFloat(optimizer.beta2)}, ` +
        `epsilon=${writeFloat(optimizer.epsilon)})`
      );
  }
}

function nameLoss({ loss, huberDelta = 1 }: Coded['recipe']): string {
  const names = {
    mse: 'MeanSquaredError()',
    mae: 'MeanAbsoluteError()',
    huber: `Huber(delta=${writeFloat(huberDelta)})`,
    'cross-entropy': 'SparseCategoricalCrossentropy(from_logits=True)',
  };
  return `keras.losses.${names[loss]}`;
}

/** The soft threshold in the metric of Keras' own optimizers, which place epsilon a little otherwise than PyTorch. */
function defineOptimizer({ recipe: { optimizer, penalty } }: Coded): string[] {
  const velocity = '        v = self._velocities[self._get_variable_index(variable)]';
  const metric = {
    sgd: ['        metric = learning_rate * ops.ones_like(variable)'],
    momentum: ['        metric = learning_rate / (1 - self.momentum) * ops.ones_like(variable)'],
    rmsprop: [velocity, '        metric = learning_rate / ops.sqrt(v + self.epsilon)'],
    adam: [
      velocity,
      '        step = ops.cast(self.iterations + 1, variable.dtype)',
      '        correction = ops.sqrt(1 - ops.power(ops.cast(self.beta_2, variable.dtype), step))',
      '        metric = learning_rate * correction / (ops.sqrt(v) + self.epsilon)',
    ],
  }[optimizer.name];
  const isGrouped = penalty.groups === 'features';
  return [
    ...(isGrouped ? GROUPS : ['']),
    `class Proximal(keras.optimizers.${CLASSES[optimizer.name]}):`,
    '    def update_step(self, gradient, variable, learning_rate):',
    '        super().update_step(gradient, variable, learning_rate)',
    ...(penalty.include === 'all'
      ? []
      : ['        if len(variable.shape) < 2:  # a bias', '            return']),
    ...metric,
    ...(isGrouped
      ? [
          '        if self._get_variable_index(variable) == 0:  # the kernel of the first layer',
          '            self.assign(variable, shrink_features(variable, COEFFICIENT * metric))',
          '            return',
        ]
      : []),
    '        size = ops.maximum(ops.abs(variable) - COEFFICIENT * metric, 0.0)',
    '        self.assign(variable, ops.sign(variable) * size)',
    '',
  ];
}

/** As in PyTorch, all features at once: rows of the first kernel are added up over their feature and handed back. */
const GROUPS = [
  '# The feature of each input column: all categories of a text feature have one number.',
  'FEATURE_OF = list(range(x.shape[1]))',
  '',
  'def shrink_features(u, threshold):',
  '    member = ops.one_hot(FEATURE_OF, max(FEATURE_OF) + 1)',
  '    def add_up(values):  # over the weights of each feature, given to each of its columns',
  '        rows = ops.sum(values, axis=1, keepdims=True)',
  '        return ops.matmul(member, ops.matmul(ops.transpose(member), rows))',
  '    t = threshold * ops.sqrt(add_up(ops.ones_like(u)))',
  '    high = ops.sqrt(add_up(ops.square(u)))',
  '    low = ops.zeros_like(high)',
  '    for _ in range(60):',
  '        middle = (low + high) / 2',
  '        above = add_up(ops.square(u / (middle + t))) > 1',
  '        low, high = ops.where(above, middle, low), ops.where(above, high, middle)',
  '    return u * low / (low + t)',
  '',
];
