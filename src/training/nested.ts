import { type Pair, splitInner } from '../data/split.ts';
import { mean } from '../math/mean.ts';
import { isNestedCandidate } from '../recipe/parse.ts';
import type { PairRecipe } from '../recipe/schema.ts';
import { doInTurns } from '../sliced.ts';
import { FEWEST_EVALUATED } from './evaluated-epochs.ts';
import { KEEP_NOTHING } from './included.ts';
import type { Measures } from './metrics.ts';
import { type PreparedPair, preparingPair } from './rows.ts';
import { type Trial, type TrialsRun, trainLambdas } from './trial.ts';

/** What the inner folds of one pair chose. */
interface InnerChoice {
  /** Null if every lambda diverged. */
  readonly lambda: number | null;
  /** Epochs to train; null with patience, which ends each trial by itself. */
  readonly epochs: number | null;
}

/** A trial as the verdict sees it. */
export interface JudgedTrial {
  readonly validation: Measures;
  /** Of the validation rows [rows, outputs]; null if it diverged, or they are not kept. */
  readonly outputs: Float32Array | null;
}

/** The outcome of choosing inside one pair's training part, judged on its validation rows. */
export interface NestedOutcome extends JudgedTrial {
  readonly choice: InnerChoice;
  /** The baseline, its epochs chosen in the same way; null if there is no baseline. */
  readonly baseline: (JudgedTrial & { readonly epochs: number | null }) | null;
  readonly steps: number;
}

/**
 * Chooses lambda >= 0 and the number of epochs by inner folds of a pair's training rows, trains once more on
 * all training rows, and measures on the validation rows, which had no part in the choice (Varma and Simon
 * 2006, doi:10.1186/1471-2105-7-91). The choice is the one with the lowest mean data loss on the inner
 * validation rows; each inner fold standardises by its own training rows.
 *
 * @param run with what to keep of the networks that are judged
 * @param trials the pair's own, one for each lambda: one that was already trained as chosen is not trained
 *   again
 * @param onTrial called after each trial of the plan
 */
export async function runNested(
  run: TrialsRun,
  recipe: PairRecipe,
  split: Pair,
  pair: PreparedPair,
  trials: readonly Pick<Trial, 'validation' | 'included'>[],
  onTrial: (lambda: number | null) => void,
): Promise<NestedOutcome> {
  const { baseline, nested } = recipe.compare;
  const { lambdas } = recipe.penalty;
  const candidates = lambdas.filter((lambda) => isNestedCandidate(lambda, baseline));
  // The curves of inner folds choose by their validation rows.
  const unseen = { ...recipe, training: { ...recipe.training, evaluate: FEWEST_EVALUATED } };
  const inner: Trial[][] = [];
  for (const part of splitInner(run.dataset, split, nested?.folds ?? 0, recipe.split, recipe.seed)) {
    const rows = await doInTurns(preparingPair(run.dataset, part, recipe), run.pacer);
    inner.push(
      await trainLambdas({ ...run, recipe: unseen, keeping: KEEP_NOTHING }, rows, candidates, (_, lambda) =>
        onTrial(lambda),
      ),
    );
  }
  const scores = candidates.map((lambda, i) =>
    scoreEpochs(
      lambda,
      inner.map((fold) => fold[i]),
    ),
  );
  let steps = inner.flat().reduce((sum, trial) => sum + trial.steps, 0);

  // A network that exists already counts as trained, since the plan counts it; with patience the plan counts
  // none.
  const tell = (lambda: number | null) => recipe.training.patience === null && onTrial(lambda);
  const refit = async ({ lambda, epochs }: InnerChoice): Promise<JudgedTrial> => {
    if (lambda === null || epochs === null || epochs === recipe.training.epochs) {
      tell(lambda);
      return lambda === null ? blank(trials[0].validation) : judge(trials[lambdas.indexOf(lambda)]);
    }
    const shorter = { ...run, recipe: { ...recipe, training: { ...recipe.training, epochs } } };
    const [trial] = await trainLambdas(shorter, pair, [lambda], () => onTrial(lambda));
    steps += trial.steps;
    return judge(trial);
  };
  const choice = chooseBest(scores.filter((_, i) => candidates[i] >= 0).flat());
  const chosen = await refit(choice);
  if (baseline === null) return { choice, ...chosen, baseline: null, steps };
  const base = chooseBest(scores[candidates.indexOf(baseline)]);
  const same = base.lambda === choice.lambda && base.epochs === choice.epochs;
  if (same) tell(base.lambda);
  return {
    choice,
    ...chosen,
    baseline: { epochs: base.epochs, ...(same ? chosen : await refit(base)) },
    steps,
  };
}

interface Score extends InnerChoice {
  readonly loss: number;
}

/** The mean inner validation data loss after each epoch; with patience, that of the restored weights. */
function scoreEpochs(lambda: number, trials: readonly Trial[]): Score[] {
  if (trials.some(({ diverged }) => diverged !== null)) return [];
  if (trials[0].bestEpoch !== null) {
    const losses = trials.map(({ validation }) => validation.dataLoss.value ?? Infinity);
    return [{ lambda, epochs: null, loss: mean(losses) }];
  }
  return trials[0].curve.map(({ epoch }, i) => {
    const losses = trials.map(({ curve }) => curve[i].validationDataLoss ?? Infinity);
    return { lambda, epochs: epoch, loss: mean(losses) };
  });
}

/** The choice with the lowest loss; among equals, the first lambda listed, with the fewest epochs. */
function chooseBest(scores: readonly Score[]): InnerChoice {
  const best = scores.reduce<Score | null>(
    (least, score) => (score.loss < (least?.loss ?? Infinity) ? score : least),
    null,
  );
  return { lambda: best?.lambda ?? null, epochs: best?.epochs ?? null };
}

function judge({ validation, included }: Pick<Trial, 'validation' | 'included'>): JudgedTrial {
  return { validation, outputs: included.outputs };
}

function blank(measures: Measures): JudgedTrial {
  const none = { value: null, reason: 'every lambda diverged in the inner folds' };
  return {
    validation: Object.fromEntries(Object.keys(measures).map((name) => [name, none])),
    outputs: null,
  };
}
