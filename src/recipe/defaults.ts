/**
 * Defaults of the recipe, kept apart from its schema so that the page can have them without the validation.
 */
export const DEFAULTS = { loss: 'mse', optimizer: 'adam', epochs: 100, folds: 5 } as const;
