import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkLoop } from '../../../src/check/check.ts';
import { parseRecipe } from '../../../src/recipe/parse.ts';
import { readLoop, readLoops } from '../corpus.ts';
import { DRESSED, torchLoop } from './loops.ts';
import { readFixture, readText } from './read-loop.ts';

/** What was read, with the text of its line. */
function listSaid({ recipe }: ReturnType<typeof readText>, text: string): Record<string, [unknown, string]> {
  const lines = text.split('\n');
  return Object.fromEntries(
    (recipe?.fields ?? []).map(({ field, value, line }) => [field, [value, lines[line - 1].trim()]]),
  );
}

describe('a loop as a recipe', () => {
  it('of a PyTorch script, field by field with its line', () => {
    const { text } = readLoop('right/weights-by-name.py');
    const answer = readText(text);
    expect(listSaid(answer, text)).toEqual({
      'split.holdout': [0.2, expect.stringContaining('train_test_split')],
      'split.repeats': [1, expect.stringContaining('train_test_split')],
      'network.hidden': [[64, 32], 'nn.Linear(8, 64),'],
      'network.activation': ['relu', 'nn.ReLU(),'],
      'network.dropout': [0.1, 'nn.Dropout(0.1),'],
      'network.initialization': ['pytorch', 'nn.Linear(8, 64),'],
      loss: ['mse', 'loss = criterion(model(xb), yb)'],
      'optimizer.name': ['adam', 'optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)'],
      'optimizer.learningRate': [0.001, 'optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)'],
      'training.epochs': [100, 'for epoch in range(100):'],
      'training.batchSize': [32, 'train_loader = DataLoader(train_set, batch_size=32, shuffle=True)'],
      'training.batches': ['shuffled', 'train_loader = DataLoader(train_set, batch_size=32, shuffle=True)'],
      'penalty.lambdas': [[0.0001], 'l1_lambda = 1e-4'],
      'penalty.method': ['subgradient', expect.stringContaining('p.abs().sum()')],
      'penalty.scale': ['sum', expect.stringContaining('p.abs().sum()')],
      'penalty.include': ['weights', expect.stringContaining('p.abs().sum()')],
      seed: [0, 'torch.manual_seed(0)'],
    });
    expect(answer.messages).toEqual([
      'A recipe drops after each hidden layer, and this network after 1 of 2: a run takes 0.1 after each.',
    ]);
    expect(answer.recipe?.asWritten).toEqual(answer.recipe?.asMeant);
  });

  it('of functions with arguments of the command line, and a class for the network', () => {
    const { recipe } = readFixture('right/argparse-functions.py');
    expect(recipe?.asMeant).toMatchObject({
      network: { hidden: [50, 50], activation: 'relu', dropout: 0.3, initialization: 'pytorch' },
      loss: 'mse',
      optimizer: { name: 'adam', learningRate: 0.0003 },
      training: { epochs: 40, batchSize: 64, batches: 'shuffled' },
      penalty: { lambdas: [0.00001], scale: 'sum', include: 'weights', method: 'subgradient' },
    });
  });

  it('of Keras, with regularisers and early stopping', () => {
    const answer = readFixture('right/keras-regularizers.py');
    expect(answer.recipe?.asMeant).toMatchObject({
      split: { holdout: 0.2, repeats: 1 },
      network: { hidden: [64, 32], activation: 'relu', dropout: 0.2, initialization: 'glorot' },
      loss: 'mse',
      optimizer: { name: 'adam', learningRate: 0.001, epsilon: 1e-7 },
      training: { epochs: 300, batchSize: 32, batches: 'shuffled', patience: 20 },
      penalty: { lambdas: [0.0001], scale: 'sum', include: 'weights' },
    });
    expect(answer.messages).toContain(
      'A recipe penalises all layers, and this network 2 of 3: a run penalises all.',
    );
  });

  it('of the forum loop is the recipe that was made of it by hand', async () => {
    const { recipe, unread } = await checkLoop(readLoop('wrong/forum-loop.py').text);
    expect(unread).toEqual([]);
    const byHand = JSON.parse(readFileSync('fixtures/forum-loop.json', 'utf8'));
    expect(recipe?.asWritten).toMatchObject({
      network: byHand.network,
      loss: byHand.loss,
      optimizer: byHand.optimizer,
      training: byHand.training,
      penalty: { ...byHand.penalty, lambdas: [-0.01] },
    });
    expect(recipe?.asMeant).toMatchObject({
      training: { batches: 'shuffled' },
      penalty: { lambdas: [0.01], scale: 'sum', include: 'weights' },
    });
  });

  it('of a notebook names the cell and the line in it', async () => {
    const { recipe } = await checkLoop(readLoop('right/notebook-mlp.ipynb').text);
    const { cells } = JSON.parse(readLoop('right/notebook-mlp.ipynb').text);
    expect(recipe?.fields.length).toBeGreaterThan(10);
    for (const { field, cell, line } of recipe?.fields ?? []) {
      const text = cells[(cell ?? 0) - 1].source.join('').split('\n')[line - 1];
      if (field === 'training.epochs') expect(text).toContain('for ');
      expect(text.trim()).not.toBe('');
    }
  });

  it('takes all lambdas of a loop that goes through them', () => {
    const { recipe } = readFixture('wrong/one-seed.py');
    expect(recipe?.asMeant.penalty).toMatchObject({ lambdas: [0, 0.0001, 0.001, 0.01] });
    expect(readFixture('right/seeds-and-lambdas.py').recipe?.asMeant.penalty).toMatchObject({
      lambdas: [0, 0.0001, 0.001, 0.01],
    });
  });

  it('takes the size of batches from slices, whole or by a permutation, and all rows where there are none', () => {
    expect(readFixture('right/forum-loop-mended.py').recipe?.asMeant.training).toEqual({
      epochs: 90,
      batchSize: 32,
      batches: 'shuffled',
    });
    expect(readFixture('wrong/penalty-computed-once.py').recipe?.asMeant.training).toEqual({
      epochs: 100,
      batchSize: 1_000_000,
    });
  });

  it('says lambda of the mean loss: where gradients of four batches add up, of their sum', () => {
    expect(readFixture('right/amp-accumulation.py').recipe?.asMeant.penalty).toMatchObject({
      lambdas: [1e-6],
    });
  });

  it('says no lambda where a penalty is named and not followed, and 0 where none is named', () => {
    const without = torchLoop({ penalty: '0' });
    expect(readText(without).recipe?.asMeant.penalty).toEqual({ lambdas: [0] });
    const elsewhere = torchLoop({ penalty: 'penalty_of(net)' });
    expect(readText(elsewhere).recipe?.asMeant.penalty).toBeUndefined();
    expect(readText(elsewhere).messages).toEqual([
      'Lambda could not be read: a run needs it (penalty.lambdas).',
    ]);
  });

  it('is null where nothing is trained', () => {
    expect(readText('print("hello")\n').recipe).toBe(null);
  });
});

describe('what a recipe cannot say', () => {
  it.each(DRESSED)('is told with what a run takes instead: $name', ({ parts, messages, said = {} }) => {
    const answer = readText(torchLoop(parts));
    expect(answer.messages).toEqual(messages);
    expect(answer.recipe?.asMeant).toMatchObject(said);
    parseRecipe({ data: { dataset: 'diabetes' }, ...answer.recipe?.asMeant });
  });

  it('of a plain loop is nothing', () => {
    const answer = readText(torchLoop({}));
    expect(answer.messages).toEqual([]);
    expect(answer.recipe?.asMeant).toMatchObject({
      network: { hidden: [16], activation: 'tanh' },
      optimizer: { name: 'sgd', learningRate: 0.1 },
      training: { epochs: 5, batchSize: 8, batches: 'shuffled' },
      penalty: { lambdas: [0.001] },
    });
  });
});

describe('the recipe of any loop of the corpus', () => {
  it('can be run, as written and as meant, once its lambda is known', () => {
    for (const { name } of readLoops()) {
      const { recipe } = readFixture(name);
      for (const each of [recipe?.asWritten, recipe?.asMeant]) {
        parseRecipe({ data: { dataset: 'diabetes' }, ...each });
      }
    }
  });
});
