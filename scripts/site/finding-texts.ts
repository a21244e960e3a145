import type { FindingCode } from '../../src/report/findings/finding.ts';

/** What the page of a finding says besides what `docs/findings.md` does. */
export interface FindingText {
  /** What goes wrong where nobody notices it. */
  readonly why: string;
  /** What mends it, the likeliest first. */
  readonly what: string;
}

export const FINDING_TEXTS: Readonly<Record<FindingCode, FindingText>> = {
  diverged: {
    why: 'A network whose loss is infinite predicts nothing, and a mean over pairs that leaves it out says how the lucky trials did.',
    what: 'Lower the learning rate tenfold. If only negative lambdas diverge, the penalty is subtracted: take lambda > 0. If features or target are not standardised, standardise them.',
  },
  'constant-target': {
    why: 'Where all training rows have one target value there is nothing to learn: every network that predicts this value is perfect on those rows.',
    what: 'Check that the right column is the target. If the value is rare, take more rows or fewer folds, so that every training part has it.',
  },
  exploded: {
    why: 'The loss stayed finite, but the weights grew far beyond their start and the error with them. What the penalty does to such a network says nothing of what it does to one that learns.',
    what: 'Lower the learning rate tenfold.',
  },
  'overshooting-step': {
    why: 'Each step of the subgradient is as long as lambda and the learning rate make it, however small the weight is. Where it is longer than the weights are large, they jump back and forth across zero for ever, and the objective stays above what no weights at all would give.',
    what: 'Take the proximal method, which stops at zero. Or lower the learning rate, or take smaller lambdas.',
  },
  'negative-lambda': {
    why: 'A negative lambda rewards large weights. It is usually a sign error in a training loop, and in a network with hidden layers the objective then has no lower bound: given enough epochs, the weights grow without end.',
    what: 'Turn the sign around. A negative lambda is worth keeping only to show what the wrong sign does.',
  },
  'duplicate-rows': {
    why: 'A row that validates and has its copy among the training rows is known by heart. A large network without a penalty profits most, so copies can turn a verdict round.',
    what: 'Take split.duplicates "together", which keeps equal rows on one side, or take the copies out of the data. Leave them if they are different cases that happen to agree.',
  },
  'single-run': {
    why: 'One split and one draw of initial weights show one difference and not how much it varies. Another seed may rank the lambdas the other way round.',
    what: 'Take folds, or split.repeats of 5 or more.',
  },
  'worse-than-mean': {
    why: 'What the network has learnt does not hold for new rows: to ignore every feature would predict better. A lambda that looks good here is one that hinders learning.',
    what: 'Take fewer epochs, larger lambdas or a smaller network; with few epochs and a low learning rate, it may be that nothing has been learnt yet. Check whether the features say anything about the target.',
  },
  'not-better-than-mean': {
    why: 'There is no prediction yet that a penalty could improve. On noise the best lambda is the one that switches the network off.',
    what: 'Check whether the features can say anything about the target, and take more rows or other features. No penalty helps.',
  },
  'collapsed-to-mean': {
    why: 'The network gives nearly the same value for every row. If it then wins, it wins by not fitting, which the mean of the target does too.',
    what: 'Take smaller lambdas. If the network collapses without a penalty as well, try another learning rate or more epochs, and doubt the features.',
  },
  'inert-penalty': {
    why: 'A penalty of less than a hundredth of the loss cannot change what is learnt, so that "no difference" says only that lambda was too small. With scale "mean" this is easily missed, since lambda is divided by the number of weights.',
    what: 'Take larger lambdas, or scale "sum", or let absum find the lambdas with "auto".',
  },
  'dropped-rows': {
    why: 'Rows with gaps are seldom like the others, and what is found holds for rows without gaps alone. One column with many gaps can cost most of a table.',
    what: 'Leave out the column that costs most rows, or take missing "mean", which fills gaps with the mean of the training rows.',
  },
  'unseen-categories': {
    why: 'A network takes a category that no training row has for no category at all. A column full of them, such as a name or an id, helps with the rows it was trained on and never with new ones.',
    what: 'Join rare categories into one, or leave the column out.',
  },
  'unscaled-data': {
    why: 'Initial weights and step sizes assume inputs and targets of about 1. Besides, the penalty on a feature depends on its unit: a feature in millimetres needs smaller weights, and so pays less, than the same in metres.',
    what: 'Standardise features and target, as absum does by default.',
  },
  'overlapping-batches': {
    why: 'An epoch in which a batch starts at every row takes as many steps as there are rows and sees most rows many times, always among the same neighbours. It cannot be compared with a usual epoch.',
    what: 'Take batches "shuffled".',
  },
  'dead-units': {
    why: 'A relu unit that gives 0 on every training row has no gradient and never learns again. The network is smaller than it seems, and a penalty gets the blame, or the credit, for that.',
    what: 'Lower the learning rate or lambda, or take another activation, such as tanh.',
  },
  'still-improving': {
    why: 'Where the validation loss still falls, lambdas are compared by how fast they learn and not by where they arrive.',
    what: 'Take more epochs, four times as many at first.',
  },
  'overtrained-baseline': {
    why: 'A network that is trained past its best gets worse with every epoch, and almost anything that slows it down looks like an improvement. Stopping earlier may do all that the penalty does, for less.',
    what: 'Take about as many epochs as the finding says, or training.patience, and compare again.',
  },
  'mixed-column': {
    why: 'A column with both names and numbers is often a column of numbers with a note in it, and as categories each number becomes a word of its own, without an order.',
    what: 'Look at the values. Read what stands for a gap as missing, or name the column in data.categories if names are meant.',
  },
  'date-column': {
    why: 'A date is no number that a network can use as it is, so absum leaves it out until you say what to take of it. Where rows follow each other in time, shuffled folds also let a network learn from the future.',
    what: 'Take year, month, weekday or days of it with data.dates, and consider split.order "given".',
  },
  'optimistic-best': {
    why: 'The best of several lambdas looks better than it is on the rows that chose it, as the winner of any lottery does.',
    what: 'Ask for compare.nested: inner folds choose, and rows that had no part in the choice judge it.',
  },
  'no-better-than-linear': {
    why: 'A linear model is quicker to fit, easier to explain and has no seed. A network that is not shown to beat it has to give another reason for itself.',
    what: 'Take the linear model, or more rows, or another network.',
  },
  'constant-feature': {
    why: 'A feature with a single value in the training rows teaches nothing, and its weights are 0 there, which looks like a feature that the penalty has dropped.',
    what: 'Leave the feature out, or take rows that vary.',
  },
  'leading-zeros': {
    why: 'Numbers that begin with zeros are mostly codes, such as zip codes. As numbers, 04102 and 04103 are nearly the same, and their mean is a place.',
    what: 'Name the column in data.categories if its values are names of things.',
  },
  'counting-column': {
    why: 'A number that counts the rows says which row it is and nothing of what is in it. Where the file is sorted, the network reads the order from it, and new rows come after all that it has seen.',
    what: 'Leave the column out, unless it is a time or a rank that new rows have too.',
  },
  'within-noise': {
    why: 'Some lambda always has the best mean. A plain paired t-test often calls its lead real, since it takes the pairs for independent, though they share training rows.',
    what: 'Do not choose this lambda for its mean. Take the baseline, or more rows.',
  },
  'detectable-limit': {
    why: '"No difference was found" means little where only large differences could have been found.',
    what: 'Take more rows. More repeats help only as far as the finding says.',
  },
  'best-at-edge': {
    why: 'If the best lambda is the last of the grid, a better one may lie beyond it.',
    what: 'Add larger lambdas, or smaller ones where it is the smallest, or take lambdas "auto".',
  },
  'no-exact-zeros': {
    why: 'The subgradient moves a weight past zero and back, and never leaves it there, so that nothing is sparse although many weights are tiny. To count what is below some bound is to choose the result with the bound.',
    what: 'Take the proximal method, which gives exact zeros.',
  },
  'biases-penalised': {
    why: 'A penalty on biases pulls predictions towards 0 and makes no network simpler.',
    what: 'Take penalty.include "weights", unless biases are what you want to compare.',
  },
};
