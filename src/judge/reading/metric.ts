import { errorAt } from '../../errors.ts';
import { type ForeignMetric, METRIC_KINDS, METRIC_NAMES, type MetricName } from '../../recipe/metrics.ts';
import type { JudgeRequest } from '../request.ts';
import { listWords, plainName, wordSet } from './table/words.ts';

// Which way a metric is better, as far as its name tells.

type Direction = 'lower' | 'higher';

const LOWER = wordSet(
  'loss losses error errors rmse mae mse mape smape wape rmsle msle logloss nll perplexity ppl brier wer cer deviance regret time ' +
    'ece crossentropy entropy bpc bpb fid latency cost risk misclassification mre nrmse rae rse pinball hinge crps eer mer ter',
);
const HIGHER = wordSet(
  'acc accuracy auc auroc auprc roc rocauc prauc aucroc f1 fbeta precision recall r2 rsquared score scores ndcg map mrr bleu rouge meteor iou ' +
    'miou jaccard dice kappa mcc reward return returns correlation corrcoef pearson spearman kendall sensitivity specificity ' +
    'psnr ssim snr likelihood elo throughput gini ap pr2 concordance cindex silhouette',
);
/** Words that say of which rows, or how a mean was taken, and nothing about the direction. */
const QUALIFIERS = wordSet(
  'train training val valid validation test testing eval evaluation dev holdout oof cv mean avg average median best final last max min ' +
    'epoch macro micro weighted samples binary ovr ovo rate top at k n value metric pct percent norm normalized adjusted uniform',
);

function isQualifier(word: string): boolean {
  return QUALIFIERS.has(word) || /^\d+$/.test(word);
}

function directionOfWord(word: string): Direction | null {
  const bare = word.replace(/\d+$/, '');
  if (LOWER.has(word) || LOWER.has(bare)) return 'lower';
  return HIGHER.has(word) || HIGHER.has(bare) ? 'higher' : null;
}

/** The last word that is no qualifier: what a name is about, as `loss` in `val_loss`, and not in `loss_weight`. */
function headOf(name: string): string | null {
  return listWords(name).findLast((word) => !isQualifier(word)) ?? null;
}

/** Whether a column of this name holds what a run came to, and not what it was set to. */
export function namesMetric(name: string): boolean {
  if (ownNameOf(name) !== null || directionOfWord(plainName(name)) !== null) return true;
  const head = headOf(name);
  if (head !== null) return directionOfWord(head) !== null;
  return listWords(name).some((word) => word === 'value' || word === 'metric');
}

/** Whether a metric was measured on the rows that were trained on. */
export function isOfTraining(name: string): boolean {
  return listWords(name).some((word) => word === 'train' || word === 'training');
}

/** Which way is better by the name alone; null where it does not tell. */
export function directionOf(name: string): Direction | null {
  if (isNegated(name)) return 'higher';
  const own = ownNameOf(name);
  if (own !== null) return METRIC_KINDS[own].higherIsBetter ? 'higher' : 'lower';
  const whole = directionOfWord(plainName(name));
  if (whole !== null) return whole;
  const head = headOf(name);
  const told = head === null ? null : directionOfWord(head);
  if (told !== null) return told;
  const found = new Set(listWords(name).flatMap((word) => directionOfWord(word) ?? []));
  return found.size === 1 ? [...found][0] : null;
}

/** One of absum's own metrics, however it is written. */
function ownNameOf(name: string): MetricName | null {
  const plain = plainName(name);
  return METRIC_NAMES.find((own) => own.toLowerCase() === plain) ?? null;
}

/** scikit-learn turns errors into scores by their sign (model evaluation, "The scoring parameter"). */
function isNegated(name: string): boolean {
  return /^neg_./.test(name);
}

/** Names of a column of scores that do not say what they measure. */
const SAY_NOTHING = wordSet('value values score scores metric result results y');

/** How the scores are to be read. */
export interface SettledMetric {
  readonly metric: ForeignMetric;
  /** Whether the scores are to change their sign. */
  readonly isNegated: boolean;
  readonly notes: readonly string[];
}

/** What is known of a metric from the scores themselves. */
export interface MetricClues {
  /** The name of the column of scores; null where there is none. */
  readonly column: string | null;
  /** The direction that holds for all scores of this form, if their name tells nothing. */
  readonly usual: Direction | null;
  /** The direction that holds whatever the name says. */
  readonly always: Direction | null;
}

/**
 * Finds out what the scores measure, and which way is better.
 *
 * @throws AbsumError `invalid-recipe` at `direction` where nothing tells
 */
export function settleMetric(request: JudgeRequest, clues: MetricClues): SettledMetric {
  const { column } = clues;
  const speaks = column !== null && !SAY_NOTHING.has(plainName(column));
  const given = request.metric ?? (speaks ? column : clues.usual === null ? 'score' : 'loss');
  const notes: string[] = [];
  if (isNegated(given) && request.direction !== 'higher') {
    const name = given.slice('neg_'.length);
    notes.push(`The scores of ${given} were negated, so that ${name} is an error: lower is better.`);
    return { metric: makeMetric(name, 'lower'), isNegated: true, notes };
  }
  const told =
    request.direction ?? clues.always ?? directionOf(request.metric ?? column ?? '') ?? clues.usual;
  if (told === null) throw refuseDirection(request.metric ?? column);
  if (request.direction === undefined) notes.push(sayDirection(request.metric ?? column, told, clues));
  return { metric: makeMetric(given, told), isNegated: false, notes };
}

function makeMetric(name: string, direction: Direction): ForeignMetric {
  const own = ownNameOf(name);
  const lower = direction === 'lower';
  return {
    name,
    label: own === null ? name : METRIC_KINDS[own].label,
    higherIsBetter: !lower,
    isError: lower,
  };
}

function sayDirection(name: string | null, direction: Direction, { always }: MetricClues): string {
  const better = direction === 'lower' ? 'Lower' : 'Higher';
  if (always !== null) return `${better} is better, as always with scores of scikit-learn.`;
  if (name === null || directionOf(name) === null)
    return `${better} is better, since these are losses of rows.`;
  return `${better} is better, by the name "${name}".`;
}

function refuseDirection(name: string | null) {
  const why = name === null ? 'nothing says what the scores measure' : `the name "${name}" does not tell`;
  return errorAt('invalid-recipe', 'direction', `expected "lower" or "higher": ${why}`, [
    { direction: 'lower' },
    { direction: 'higher' },
  ]);
}
