/** What of a loop differs from the plain one. */
export interface LoopParts {
  readonly layers?: string;
  readonly loss?: string;
  readonly optimizer?: string;
  readonly after?: string;
  readonly epochs?: string;
  readonly loader?: string;
  readonly penalty?: string;
}

/** A PyTorch loop of which any part may be another. */
export function torchLoop({
  layers = 'nn.Linear(10, 16), nn.Tanh(), nn.Linear(16, 1)',
  loss = 'nn.MSELoss()',
  optimizer = 'torch.optim.SGD(net.parameters(), lr=0.1)',
  after = '',
  epochs = '5',
  loader = 'DataLoader(rows, batch_size=8, shuffle=True)',
  penalty = '0.001 * sum(w.abs().sum() for n, w in net.named_parameters() if n.endswith("weight"))',
}: LoopParts): string {
  return `import sys

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

x, y = torch.randn(200, 10), torch.randn(200, 1)
rows = TensorDataset(x, y)
loader = ${loader}
net = nn.Sequential(${layers})
criterion = ${loss}
optimizer = ${optimizer}
${after}
for epoch in range(${epochs}):
    net.train()
    for a, b in loader:
        optimizer.zero_grad()
        objective = criterion(net(a), b) + ${penalty}
        objective.backward()
        optimizer.step()
`;
}

/** Loops that a recipe cannot say as a whole, and what is said of that. */
export const DRESSED: readonly {
  readonly name: string;
  readonly parts: LoopParts;
  readonly messages: readonly string[];
  readonly said?: object;
}[] = [
  {
    name: 'convolutions',
    parts: { layers: 'nn.Conv1d(1, 4, 3), nn.ReLU(), nn.Flatten(), nn.Linear(32, 1)' },
    messages: [
      'A recipe has dense layers alone, and this network has Conv1d: a run takes one hidden layer of 32 units.',
    ],
  },
  {
    name: 'an activation of its own',
    parts: { layers: 'nn.Linear(10, 16), nn.GELU(), nn.Linear(16, 1)' },
    messages: ['A recipe has no GELU: a run takes relu.'],
    said: { network: { hidden: [16] } },
  },
  {
    name: 'a width from elsewhere',
    parts: { layers: 'nn.Linear(10, int(sys.argv[1])), nn.ReLU(), nn.Linear(int(sys.argv[1]), 1)' },
    messages: ['The width of hidden layer 1 could not be read: a run takes one hidden layer of 32 units.'],
    said: { network: { activation: 'relu' } },
  },
  {
    name: 'batch norm',
    parts: { layers: 'nn.Linear(10, 16), nn.BatchNorm1d(16), nn.ReLU(), nn.Linear(16, 1)' },
    messages: ['A recipe has no BatchNorm1d: a run trains without it.'],
  },
  {
    name: 'weight decay',
    parts: { optimizer: 'torch.optim.Adam(net.parameters(), lr=0.01, weight_decay=1e-4)' },
    messages: ['A recipe has no weight decay: a run trains without it.'],
    said: { optimizer: { name: 'adam', learningRate: 0.01 } },
  },
  {
    name: 'AdamW, which decays unless told otherwise',
    parts: { optimizer: 'torch.optim.AdamW(net.parameters())' },
    messages: ['A recipe has no weight decay: a run trains without it and takes Adam.'],
    said: { optimizer: { name: 'adam', learningRate: 0.001 } },
  },
  {
    name: 'another optimizer',
    parts: { optimizer: 'torch.optim.Adagrad(net.parameters(), lr=0.05)' },
    messages: ['A recipe has no adagrad: a run takes Adam, at the learning rate of the loop.'],
    said: { optimizer: { name: 'adam', learningRate: 0.05 } },
  },
  {
    name: 'Nesterov',
    parts: { optimizer: 'torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9, nesterov=True)' },
    messages: ['A recipe has no nesterov: a run takes SGD without it.'],
    said: { optimizer: { name: 'momentum', learningRate: 0.1, momentum: 0.9 } },
  },
  {
    name: 'a schedule',
    parts: { after: 'schedule = torch.optim.lr_scheduler.StepLR(optimizer, step_size=2)' },
    messages: ['A recipe has one learning rate throughout: a run keeps that of the beginning.'],
  },
  {
    name: 'epochs from elsewhere',
    parts: { epochs: 'int(sys.argv[1])' },
    messages: ['The number of epochs could not be read: a run takes 40.'],
  },
  {
    name: 'a lambda from elsewhere',
    parts: { penalty: 'float(sys.argv[1]) * sum(w.abs().sum() for w in net.parameters() if w.dim() > 1)' },
    messages: ['Lambda could not be read: a run needs it (penalty.lambdas).'],
  },
  {
    name: 'a lambda that nothing gives a number',
    parts: { penalty: 'strength * sum(w.abs().sum() for w in net.parameters() if w.dim() > 1)' },
    messages: ['Lambda could not be read: a run needs it (penalty.lambdas).'],
  },
  {
    name: 'a loss that is summed',
    parts: { loss: 'nn.MSELoss(reduction="sum")' },
    messages: [
      'A recipe takes the mean loss of a batch, and this loop the sum: a run takes the mean, so lambda weighs more.',
    ],
    said: { loss: 'mse' },
  },
  {
    name: 'a loss of another kind',
    parts: { loss: 'nn.PoissonNLLLoss()' },
    messages: ['A recipe has no such loss: a run takes the mean squared error.'],
  },
];
