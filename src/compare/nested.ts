import { type Pair, splitInner } from '../data/split.ts';
import { isNestedCandidate } from '../plan/plan.ts';
import { average } from '../report/summarize.ts';
import type { Measures } from '../training/metrics.ts';
import { type PreparedPair, preparePair } from '../training/rows.ts';
import { type Cell, type PairRun, runPair } from '../training/run-pair.ts';

/** What the inner folds of one pair chose. */
export interface InnerChoice {
  /** Null where every lambda diverged. */
  readonly lambda: number | null;
  /** Epochs to train; null with patience, which ends each trial by itself. */
  readonly epochs: number | null;
}

/** The outcome of choosing inside one pair's training part, judged on its validation rows. */
export interface NestedCell {
  readonly choice: InnerChoice;
  readonly validation: Measures;
  /** The baseline, its epochs chosen in the same way; null where there is none. */
  readonly baseline: { readonly epochs: number | null; readonly validation: Measures } | null;
  readonly steps: number;
}

/**
 * Chooses lambda >= 0 and the number of epochs by inner folds of a pair's training rows, trains once more on all
 * of these, and measures on the validation rows, which no choice has seen (Varma and Simon 2006,
 * doi:10.1186/1471-2105-7-91). What is chosen has the lowest mean data loss on the inner validation rows; each inner
 * fold standardises by its own training rows.
 *
 * @param cells the pair's own trials, one for each lambda: those already trained as chosen are not trained again
 */
export async function runNested(
  run: PairRun,
  pair: Pair,
  prepared: PreparedPair,
  cells: readonly Pick<Cell, 'validation'>[],
): Promise<NestedCell> {
  const { recipe, plan } = run;
  const { baseline, nested } = recipe.compare;
  const candidates = recipe.penalty.lambdas.filter((lambda) => isNestedCandidate(lambda, baseline));
  const inner: Cell[][] = [];
  for (const part of splitInner(plan.dataset, pair, nested?.folds ?? 0, recipe.split, recipe.seed)) {
    inner.push(await runPair(run, preparePair(plan.dataset, part, recipe), candidates));
  }
  const scores = candidates.map((lambda, i) =>
    scoreEpochs(
      lambda,
      inner.map((column) => column[i]),
    ),
  );
  let steps = inner.flat().reduce((sum, cell) => sum + cell.steps, 0);

  // What is there already counts as trained, since the plan counts it; with patience it counts none.
  const tell = (lambda: number | null) => recipe.training.patience === null && run.onTrial?.(lambda, null);
  const refit = async ({ lambda, epochs }: InnerChoice): Promise<Measures> => {
    if (lambda === null || epochs === null || epochs === recipe.training.epochs) {
      tell(lambda);
      if (lambda === null) return blank(cells[0].validation);
      return cells[recipe.penalty.lambdas.indexOf(lambda)].validation;
    }
    const shorter = { ...recipe, training: { ...recipe.training, epochs } };
    const [cell] = await runPair({ ...run, recipe: shorter }, prepared, [lambda]);
    steps += cell.steps;
    return cell.validation;
  };
  const choice = chooseBest(scores.filter((_, i) => candidates[i] >= 0).flat());
  const validation = await refit(choice);
  if (baseline === null) return { choice, validation, baseline: null, steps };
  const base = chooseBest(scores[candidates.indexOf(baseline)]);
  const same = base.lambda === choice.lambda && base.epochs === choice.epochs;
  if (same) tell(base.lambda);
  return {
    choice,
    validation,
    baseline: { epochs: base.epochs, validation: same ? validation : await refit(base) },
    steps,
  };
}

interface Score extends InnerChoice {
  readonly loss: number;
}

/** The mean inner validation data loss after each epoch; with patience, of the weights it restored. */
function scoreEpochs(lambda: number, cells: readonly Cell[]): Score[] {
  if (cells.some(({ diverged }) => diverged !== null)) return [];
  if (cells[0].bestEpoch !== null) {
    const losses = cells.map(({ validation }) => validation.dataLoss.value ?? Infinity);
    return [{ lambda, epochs: null, loss: average(losses) }];
  }
  return cells[0].curve.map(({ epoch }, i) => {
    const losses = cells.map(({ curve }) => curve[i].validationDataLoss ?? Infinity);
    return { lambda, epochs: epoch, loss: average(losses) };
  });
}

/** The first of those with the lowest loss: of equals the fewest epochs, of lambdas the first listed. */
function chooseBest(scores: readonly Score[]): InnerChoice {
  const best = scores.reduce<Score | null>(
    (least, score) => (score.loss < (least?.loss ?? Infinity) ? score : least),
    null,
  );
  return { lambda: best?.lambda ?? null, epochs: best?.epochs ?? null };
}

function blank(measures: Measures): Measures {
  const none = { value: null, reason: 'every lambda diverged in the inner folds' };
  return Object.fromEntries(Object.keys(measures).map((name) => [name, none]));
}
