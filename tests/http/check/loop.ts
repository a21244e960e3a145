/** A training loop whose penalty has the wrong sign. */
export const LOOP = `import torch
from torch import nn

model = nn.Sequential(nn.Linear(10, 32), nn.ReLU(), nn.Linear(32, 1))
optimizer = torch.optim.Adam(model.parameters(), lr=0.001)
criterion = nn.MSELoss()

for epoch in range(20):
    model.train()
    for x, y in train_loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        l1 = sum(p.abs().sum() for name, p in model.named_parameters() if "weight" in name)
        loss = loss - 0.01 * l1
        loss.backward()
        optimizer.step()
`;

/** Where the sign is wrong. */
export const LINE = LOOP.split('\n').findIndex((line) => line.includes('loss - 0.01')) + 1;

/** The same as a notebook with a heading before it. */
export const NOTEBOOK = JSON.stringify({
  nbformat: 4,
  nbformat_minor: 5,
  metadata: {},
  cells: [
    { cell_type: 'markdown', metadata: {}, source: ['# A loop'] },
    {
      cell_type: 'code',
      metadata: {},
      outputs: [],
      execution_count: null,
      source: LOOP.split(/(?<=\n)/),
    },
  ],
});
