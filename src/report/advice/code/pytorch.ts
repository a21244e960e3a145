import { type Coded, explainConditions, writeFloat } from './coded.ts';

/**
 * Lines for PyTorch, whose optimizers are those of absum. Weights are [outputs, inputs] there.
 *
 * The state of an optimizer is as `torch.optim` documents it by its `state_dict`: `exp_avg_sq` and `step` of Adam,
 * `square_avg` of RMSprop.
 */
export function writePytorch(coded: Coded): string[] {
  const { recipe, epochs, lambda } = coded;
  const { batches, batchSize } = recipe.training;
  const isProximal = lambda > 0 && recipe.penalty.method === 'proximal';
  const isAdded = lambda > 0 && !isProximal;
  return [
    ...explainConditions(coded),
    'import torch',
    '',
    ...(lambda > 0 ? listPenalised(coded) : []),
    `loss_function = ${nameLoss(recipe)}`,
    `optimizer = ${nameOptimizer(recipe.optimizer)}`,
    '',
    ...(isProximal ? defineShrinking(coded) : []),
    `for epoch in range(${epochs}):`,
    `    for x, y in loader:  # batches of ${batchSize}, ${batches}`,
    '        optimizer.zero_grad()',
    '        loss = loss_function(model(x), y)',
    ...(isAdded ? ['        loss = loss + COEFFICIENT * sum(p.abs().sum() for p in penalised)'] : []),
    '        loss.backward()',
    '        optimizer.step()',
    ...(isProximal ? ['        shrink()  # after each step'] : []),
  ];
}

function listPenalised({ recipe: { penalty }, lambda }: Coded): string[] {
  return [
    penalty.include === 'all'
      ? 'penalised = list(model.parameters())  # weights and biases'
      : 'penalised = [p for p in model.parameters() if p.dim() > 1]  # weights, no biases',
    penalty.scale === 'mean'
      ? `COEFFICIENT = ${writeFloat(lambda)} / sum(p.numel() for p in penalised)  # of the mean of |w|`
      : `COEFFICIENT = ${writeFloat(lambda)}  # lambda, of the sum of |w|`,
  ];
}

function nameLoss({ loss, huberDelta = 1 }: Coded['recipe']): string {
  const names = {
    mse: 'MSELoss()',
    mae: 'L1Loss()',
    huber: `HuberLoss(delta=${writeFloat(huberDelta)})`,
    'cross-entropy': 'CrossEntropyLoss()',
  };
  return `torch.nn.${names[loss]}`;
}

function nameOptimizer(optimizer: Coded['recipe']['optimizer']): string {
  const rate = `lr=${writeFloat(optimizer.learningRate)}`;
  const build = (name: string, ...more: string[]) =>
    `torch.optim.${name}(${['model.parameters()', rate, ...more].join(', ')})`;
  switch (optimizer.name) {
    case 'sgd':
      return build('SGD');
    case 'momentum':
      return build('SGD', `momentum=${writeFloat(optimizer.momentum)}`);
    case 'rmsprop':
      return build('RMSprop', `alpha=${writeFloat(optimizer.decay)}`, `eps=${writeFloat(optimizer.epsilon)}`);
    case 'adam': {
      const betas = `betas=(${writeFloat(optimizer.beta1)}, ${writeFloat(optimizer.beta2)})`;
      return build('Adam', betas, `eps=${writeFloat(optimizer.epsilon)}`);
    }
  }
}

/** The soft threshold in the optimizer's own metric: the step that a gradient of 1 would take. */
function defineShrinking({ recipe: { optimizer, penalty } }: Coded): string[] {
  const metric = {
    sgd: ['        metric = group["lr"]'],
    momentum: ['        metric = group["lr"] / (1 - group["momentum"])'],
    rmsprop: ['        metric = group["lr"] / (optimizer.state[p]["square_avg"].sqrt() + group["eps"])'],
    adam: [
      '        state = optimizer.state[p]',
      '        v_hat = state["exp_avg_sq"] / (1 - group["betas"][1] ** state["step"])',
      '        metric = group["lr"] / (v_hat.sqrt() + group["eps"])',
    ],
  }[optimizer.name];
  const isGrouped = penalty.groups === 'features';
  return [
    ...(isGrouped ? GROUPS : []),
    '@torch.no_grad()',
    'def shrink():',
    '    group = optimizer.param_groups[0]',
    '    for p in penalised:',
    ...metric,
    ...(isGrouped
      ? [
          '        if p is penalised[0]:  # the first layer',
          '            shrink_features(p, COEFFICIENT * metric * torch.ones_like(p))',
          '            continue',
        ]
      : []),
    '        p.copy_(p.sign() * (p.abs() - COEFFICIENT * metric).clamp(min=0))',
    '',
  ];
}

/**
 * The proximal step of sqrt(n) ||W|| for the n weights of each feature: w becomes u s / (s + t), where s, the new norm,
 * solves sum (u / (s + t))^2 = 1, and is 0 where that sum is at most 1 at 0. Bisection leaves exact zeros.
 */
const GROUPS = [
  '# The columns of each feature: one each, but all categories of a text feature together.',
  'FEATURES = [[column] for column in range(penalised[0].shape[1])]',
  '',
  'def shrink_features(weights, threshold):',
  '    for columns in FEATURES:',
  '        u = weights[:, columns]',
  '        t = threshold[:, columns] * u.numel() ** 0.5',
  '        low, high = u.new_zeros(()), u.norm()',
  '        for _ in range(60):',
  '            middle = (low + high) / 2',
  '            above = ((u / (middle + t)) ** 2).sum() > 1',
  '            low, high = (middle, high) if above else (low, middle)',
  '        weights[:, columns] = u * low / (low + t)',
  '',
];
