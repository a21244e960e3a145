/** The lambdas that a member of PyTorch forum thread 205470 tried on a digit classifier, and the results. */

/** The member's network and how it learned, as fields of a recipe; the penalty includes the biases. */
export const THREAD_SETTINGS = {
  network: { hidden: [128, 64], activation: 'relu', initialization: 'pytorch' },
  loss: 'cross-entropy',
  optimizer: { name: 'sgd', learningRate: 0.01 },
} as const;
export const THREAD_BATCH_SIZE = 64;
export const THREAD_PENALTY = { method: 'subgradient', scale: 'sum', include: 'all' } as const;
export const THREAD_LAMBDAS = [-0.01, -0.001, 0, 0.001, 0.01] as const;
export const THREAD_ROWS = 60_000;
export const THREAD_EPOCHS = 10;

/** A figure that the thread gives; `objective` is what its training loop printed. */
export interface KnownFigure {
  readonly lambda: number;
  readonly epoch: number;
  readonly name: 'objective' | 'validation loss';
  /** As the thread writes it. */
  readonly text: string;
}

/** Everything known of the thread's table. */
export const KNOWN_FIGURES: readonly KnownFigure[] = [
  { lambda: -0.01, epoch: 10, name: 'objective', text: '-990' },
  { lambda: -0.01, epoch: 1, name: 'validation loss', text: '0.46' },
  { lambda: -0.01, epoch: 10, name: 'validation loss', text: '1.50' },
  { lambda: -0.001, epoch: 10, name: 'validation loss', text: '0.19' },
  { lambda: 0, epoch: 10, name: 'validation loss', text: '0.171' },
  { lambda: 0.001, epoch: 10, name: 'validation loss', text: '0.30' },
  { lambda: 0.01, epoch: 1, name: 'validation loss', text: '2.3023' },
  { lambda: 0.01, epoch: 10, name: 'validation loss', text: '2.3023' },
];
