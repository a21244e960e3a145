/**
 * The terms of a comparison, each explained in a sentence or two to a reader who meets it for the first time: the one
 * glossary behind the page, `--help`, the OpenAPI document and the docstrings of the published types.
 */
export const GLOSSARY = {
  lambda:
    'The strength of the penalty: how much one unit of |w| adds to what training lowers. 0 is no penalty; a negative one rewards large weights.',
  'L1 penalty':
    'lambda times the sum of the absolute values of the weights, added to the loss. It pulls weights towards 0, and unneeded ones all the way.',
  baseline: 'The lambda that all others are compared with: 0, where it is among them.',
  verdict:
    'What the test says of a lambda against the baseline: better, worse, equivalent (too close to matter), undecided (these rows cannot tell) or not tested.',
  interval:
    'The differences that fit what was seen, at the stated confidence. One that holds 0 does not tell the lambda from the baseline.',
  RMSE: 'Root of the mean squared error on rows that did not train the network, in the units of the target. Lower is better.',
  SE: 'Standard error: how far the mean would typically move with other rows and other trainings.',
  'data loss': 'The mean loss over the rows, without the penalty, on the scale on which the network learns.',
  penalty: 'What the L1 penalty comes to after training: lambda times the sum of |w|.',
  objective: 'Data loss plus penalty: what training lowers.',
  'sum |w|': 'The sum of the absolute values of the penalised weights after training.',
  zeros:
    'The share of the penalised weights that are exactly 0 after training. The proximal method makes them, the subgradient hardly ever.',
  'features kept':
    'Features with at least one first-layer weight that is not exactly 0: the network does not see the others.',
  proximal: 'The method that shrinks the weights after each step, and sets small ones to exactly 0.',
  subgradient:
    'The method that adds lambda * sign(w) to the gradient, as most training loops do. It leaves no exact zeros.',
  fold: 'One of the parts into which the rows are split: each validates once, while the others train.',
  repeat: 'One round of folds, with a new split and new initial weights.',
  pair: 'One fold of one repeat: all lambdas train on the same rows from the same weights, so that their differences are fair.',
  trial: 'One network trained with one lambda on one pair.',
  epoch: 'One pass over the training rows.',
  'best epoch': 'The epoch at which the validation loss was lowest: where training would best have stopped.',
  choice: 'The lambda to take: the best of those that are shown to be better, else the baseline.',
  'best mean': 'The lambda of at least 0 with the best mean. It may lead by luck.',
  '1-SE rule':
    'The largest lambda whose mean lies within one standard error of the best mean: the sparsest network that is about as good.',
  'linear model':
    'Ridge regression (for classes, logistic regression) on the same pairs: what a network has to beat.',
  'mean of the target':
    'Predicts the mean of the training rows (for classes, their shares) for every row: knows nothing of the features.',
} as const satisfies Readonly<Record<string, string>>;

export type Term = keyof typeof GLOSSARY;
