/** Defaults of the recipe that stand apart from its schema: the page knows them without the code that validates. */
export const DEFAULTS = { loss: 'mse', optimizer: 'adam', epochs: 100, folds: 5 } as const;
