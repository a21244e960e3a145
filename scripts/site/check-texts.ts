import type { FaultCode } from '../../src/check/faults/codes.ts';

/** What the docs say of a fault besides what every answer says of it (`src/check/faults/texts.ts`). */
export interface CheckText {
  /** What has to stand in a text so that it is found: the end of "Found where ...". */
  readonly found: string;
  /** How to mend it. */
  readonly mend: string;
}

export const CHECK_TEXTS: Readonly<Record<FaultCode, CheckText>> = {
  'penalty-subtracted': {
    found:
      'a penalty on the weights goes with a minus into the loss that is stepped on. A minus that belongs to something else is left alone: a likelihood, an objective that is maximised, a lambda that is negative itself.',
    mend: 'Add it: `loss = loss + lam * l1`.',
  },
  'penalty-detached': {
    found:
      'the penalty is computed from `.data`, `.detach()`, `.item()`, a NumPy copy, the values of `state_dict()`, or under `no_grad`.',
    mend: 'Sum over the parameters themselves: `sum(p.abs().sum() for p in weights)`. Call `.item()` only on what is printed.',
  },
  'penalty-unused': {
    found:
      'the penalty is added to the loss of training rows, and `backward` is called on a loss without it: on another name, or before the penalty was added.',
    mend: 'Add the penalty before `backward`, and call `backward` on the sum.',
  },
  'penalty-computed-once': {
    found: 'the penalty is computed before the training loop and added in each step.',
    mend: 'Compute it inside the loop, from the weights of that step. `retain_graph=True` is then not needed any more.',
  },
  'penalises-nothing': {
    found:
      'the penalty sums over parameters that a condition lets through, and by the layers that the text shows it lets none through.',
    mend: 'Print the names once, and correct the condition. In PyTorch the weights of a linear layer end in `.weight`.',
  },
  'gradients-add-up': {
    found:
      'a loop calls `backward` and `step`, and neither it nor what it calls sets the gradients to zero. Gradients that are added up on purpose, over a count of batches, are left alone.',
    mend: 'Call `optimizer.zero_grad()` once before each `backward`.',
  },
  'gradients-erased': {
    found: '`zero_grad` stands between `backward` and `step`.',
    mend: 'Move `zero_grad` before `backward`, or behind `step`.',
  },
  'steps-in-validation': {
    found: 'the optimizer steps, or a model is fitted, on rows that are used to validate or to test.',
    mend: 'Leave `backward` and `step` out of the validation, and wrap it in `torch.no_grad()`.',
  },
  'validates-in-train-mode': {
    found:
      'a network with dropout or batch norm is validated before `eval()` is called, or after `train()` is called again. A network without such layers is left alone.',
    mend: 'Call `model.eval()` before the validation and `model.train()` after it. In Keras pass `training=False`.',
  },
  'trains-in-eval-mode': {
    found:
      '`eval()` is called in the loop over the epochs, and `train()` is not called again before the next epoch trains.',
    mend: 'Call `model.train()` at the start of each epoch.',
  },
  'probabilities-as-logits': {
    found:
      'what goes into `CrossEntropyLoss`, `BCEWithLogitsLoss`, or a loss of Keras with `from_logits=True`, has been through a softmax or a sigmoid.',
    mend: 'Take the softmax out of the network, and apply it only where probabilities are needed. Or take the loss that expects probabilities.',
  },
  'shapes-broadcast': {
    found:
      'a prediction of shape (n, 1), from a layer with one output, meets a target of shape (n) in a loss of squared or absolute errors.',
    mend: 'Give both one shape: `y = y.view(-1, 1)`, or `model(x).squeeze(1)`.',
  },
  'biases-penalised': {
    found:
      'the penalty sums over all parameters of a network that has biases, norms or embeddings, and no condition leaves them out.',
    mend: 'Sum over the weights alone, for instance the parameters with `p.dim() > 1`. Where you mean to penalise all, compare both: `penalty.include` "all".',
  },
  'penalty-over-count': {
    found: 'the sum of absolute weights is divided by the number of weights, or is a mean over them.',
    mend: 'Leave the division out, and take a lambda that is smaller by that count. Or say so where you report lambda: `penalty.scale` "mean".',
  },
  'penalty-scaled': {
    found:
      'the penalty is multiplied or divided by the size of a batch, the number of batches or the steps so far, or is added once for each row.',
    mend: 'Add lambda times the penalty once to the mean loss of a batch.',
  },
  'weight-decay-as-l1': {
    found: 'the words beside `weight_decay` (a comment, a name, a text) call it L1 or lasso.',
    mend: 'Add the L1 penalty to the loss, or soft-threshold the weights after each step, and set `weight_decay` to 0.',
  },
  'penalty-in-validation': {
    found:
      'the loss that is reported for the validation rows holds the penalty, be it of these weights or of the last training step.',
    mend: 'Validate with the data loss alone, and log the penalty beside it.',
  },
  'batches-overlap': {
    found:
      'batches are slices of more rows than the loop advances by: `for i in range(n)` with `x[i : i + 32]`.',
    mend: 'Advance by the size of a batch: `range(0, n, 32)`. To train as long as before, take more epochs.',
  },
  'sorted-batches': {
    found:
      'rows are sorted by the target, and batches are taken in this order: by slices, or by a loader without `shuffle=True`.',
    mend: 'Shuffle the rows in each epoch: `shuffle=True`, or a permutation drawn anew.',
  },
  'scaler-before-split': {
    found: 'a scaler, or mean and spread, are fitted on all rows, and these rows are split afterwards.',
    mend: 'Split first; fit on the training rows, and transform the others with what was fitted.',
  },
  'tuned-on-reported': {
    found:
      'a loop over lambdas, or other settings, keeps the best score on some rows, and the same score is reported.',
    mend: 'Choose on validation rows, and report on test rows that had no part in the choice; or nest the folds: `compare.nested`.',
  },
  'last-batch-reported': {
    found:
      'a figure is assigned in the loop over the batches, and printed or kept after the loop as that of the epoch.',
    mend: 'Add it up in the loop, weighed by the rows of each batch, and divide by the number of rows.',
  },
  'loss-keeps-graph': {
    found:
      'a loss that has a graph is added to a sum, or kept in a list, over steps, and nothing is trained by it.',
    mend: 'Add `loss.item()` or `loss.detach()`.',
  },
  'zeros-of-subgradient': {
    found:
      'weights that are exactly 0 are counted after training by a penalty in the loss, and nothing sets weights to 0.',
    mend: 'Train with a proximal step (soft-threshold the weights by learning rate times lambda), or say that you count what is below a bound, and which.',
  },
  'gradients-in-validation': {
    found: 'the validation runs the network outside `no_grad` and `inference_mode`.',
    mend: 'Wrap it in `with torch.no_grad():`.',
  },
  'last-batch-weight': {
    found: 'means of batches are averaged over the number of batches, and the last batch may be shorter.',
    mend: 'Weigh each mean by its rows: `total += loss.item() * len(x)`, and divide by the number of rows at the end.',
  },
  'one-seed': {
    found: 'several lambdas are compared, each by a single run with one seed and one split.',
    mend: 'Run each with the same several seeds or folds, and judge the differences pair by pair: `absum judge`, or `absum compare`.',
  },
};
