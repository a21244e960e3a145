import { PASTED, type ScoresSource } from './setup.ts';

/** Two candidates beside a baseline: R2 by five folds, three times over. Fetched by nobody, so that it answers at once. */
const SCORES = {
  repeat: [0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2],
  fold: [0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0, 1, 2, 3, 4],
  'ridge (baseline)': [
    0.429, 0.522, 0.483, 0.426, 0.55, 0.461, 0.505, 0.392, 0.538, 0.497, 0.513, 0.447, 0.478, 0.531, 0.419,
  ],
  lasso: [
    0.435, 0.519, 0.489, 0.431, 0.547, 0.463, 0.51, 0.398, 0.535, 0.502, 0.511, 0.452, 0.481, 0.533, 0.426,
  ],
  'random forest': [
    0.391, 0.476, 0.452, 0.368, 0.519, 0.437, 0.441, 0.371, 0.472, 0.466, 0.458, 0.42, 0.433, 0.495, 0.362,
  ],
};

export const EXAMPLE: ScoresSource = { kind: 'json', data: { scores: SCORES }, fileName: PASTED.example };
export const EXAMPLE_FIELDS = { metric: 'r2', direction: 'higher' };
