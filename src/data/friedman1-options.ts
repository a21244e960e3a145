export interface Friedman1Options {
  /** At least 2. */
  readonly rows: number;
  /** At least 5; those above the fifth have no influence on y. */
  readonly features: number;
  /** Standard deviation of the error e, at least 0. */
  readonly noise: number;
  readonly seed: number;
}

export const FRIEDMAN1_DEFAULTS: Friedman1Options = { rows: 200, features: 10, noise: 1, seed: 1 };
