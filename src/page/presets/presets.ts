import { FIRST_SETUP, NO_COLUMNS, type Setup } from '../setup/setup.ts';

/** A comparison worth seeing, at one press. */
export interface Preset {
  readonly title: string;
  /** What it shows. */
  readonly sentence: string;
  readonly setup: Setup;
}

function preset(
  title: string,
  sentence: string,
  dataset: string,
  fields: Setup['fields'],
  target: string | null = null,
): Preset {
  const source = { kind: 'built-in', name: dataset } as const;
  return { title, sentence, setup: { source, ...NO_COLUMNS, target, fields } };
}

/** Each takes a second or two; a first visit opens with the first. */
export const PRESETS: readonly Preset[] = [
  {
    title: 'A wrong sign',
    sentence: 'The forum thread behind absum: a penalty subtracted, none, and two that are added.',
    setup: FIRST_SETUP,
  },
  preset('The Lasso', 'No hidden layer: a linear model whose penalty drops features.', 'diabetes', {
    hidden: 'none',
    method: 'proximal',
  }),
  preset(
    'A sparse network',
    'How many weights can go before the error grows: absum finds the lambdas.',
    'boston-house-prices',
    {},
  ),
  preset(
    'Which features',
    'Five of ten features matter: a penalty on whole features finds them.',
    'friedman1',
    { method: 'proximal', penaltyGroups: 'features' },
  ),
  preset(
    'A class',
    'Who is in a union? A text or a class as target, judged by cross-entropy.',
    'cps-wages-1985',
    { loss: 'cross-entropy' },
    'union',
  ),
  preset(
    'Noise',
    'A target that no feature explains: the penalty seems to help, and the mean beats every network.',
    'friedman1',
    {},
    'x7',
  ),
];
