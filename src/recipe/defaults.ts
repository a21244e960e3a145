/**
 * Defaults of the recipe, kept apart from its schema so that the page can have them without the validation.
 *
 * Network, learning rate, batch size and epochs were chosen together, by measurement: with them the network without
 * a penalty has its lowest validation loss inside the run on each built-in regression set and on friedman1, and the
 * nine lambdas of "auto" on the diabetes data take about a second of one core.
 */
export const DEFAULTS = {
  loss: 'mse',
  optimizer: 'adam',
  hidden: 32,
  learningRate: 0.02,
  epochs: 40,
  batchSize: 32,
  evaluate: 32,
  folds: 5,
  repeats: 4,
} as const;
