import type { Fault } from '../check/answer.ts';
import type { FaultCode } from '../check/faults/codes.ts';
import { findInRecipe } from '../check/recipe/meant.ts';
import type { JudgeAnswer, JudgedCandidate } from '../judge/answer.ts';
import type { NamedLambda } from '../judge/reading/from-report.ts';
import { cautionError } from '../report/verdict/cautions.ts';
import { nameBaseIn } from '../report/verdict/sentences.ts';
import { formatCount } from '../words/amounts.ts';
import { sayLambda } from '../words/lambdas.ts';
import { joinWords } from '../words/lists.ts';
import { percent, round } from '../words/numbers.ts';
import { AS_MEANT, AS_WRITTEN, type Entrant, type LinedUpFault, type LineUp } from './line-up.ts';
import { lambdaOf } from './train.ts';

// What the faults were worth, in words.

/** What was trained, and what was judged of it. */
export interface Weighed {
  readonly judgement: JudgeAnswer;
  readonly trained: readonly NamedLambda[];
}

/** The answer in one sentence, and what qualifies it. */
export function writeHeadline(lineUp: LineUp, weighed: Weighed | null): string {
  if (weighed === null) {
    return lineUp.faults.length === 0
      ? 'No fault was found: the loop trains as it was meant, and nothing is to be compared.'
      : 'As written and as meant, the loop trains the same networks: none of its faults is one that absum can train.';
  }
  const { candidates, findings } = weighed.judgement;
  const caution = cautionError(findings);
  return [
    sayOf(candidates, AS_WRITTEN) ?? 'As written, the loop trains as it was meant.',
    sayAlone(lineUp, candidates),
    caution === null ? '' : `But ${caution}.`,
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

/** The verdict of a candidate as a sentence of its own. */
function sayOf(candidates: readonly JudgedCandidate[], name: string): string | null {
  const sentence = candidates.find((each) => each.name === name)?.comparison?.sentence;
  if (sentence === undefined) return null;
  const told = nameBaseIn(sentence, AS_MEANT).replace(
    `Compared with ${AS_MEANT}, `,
    'Against the loop as meant, ',
  );
  return told.startsWith(AS_WRITTEN) ? `A${told.slice(1)}` : told;
}

/** Which of several faults it was. */
function sayAlone({ faults }: LineUp, candidates: readonly JudgedCandidate[]): string {
  const alone = candidates.filter(({ name }) => name !== AS_MEANT && name !== AS_WRITTEN);
  if (alone.length === 0) return '';
  const having = (verdict: string) =>
    alone
      .filter(({ comparison }) => comparison?.verdict === verdict)
      .map(({ name }) => nameFault(name, faults));
  const parts = (['worse', 'better'] as const).flatMap((verdict) => {
    const names = having(verdict);
    return names.length === 0 ? [] : [`${joinWords(names)} ${names.length === 1 ? 'is' : 'are'} ${verdict}`];
  });
  if (parts.length === 0) return 'No fault alone is told apart from as meant.';
  return `Of the faults alone, ${parts.join(', and ')} than as meant.`;
}

function nameFault(code: string, faults: readonly LinedUpFault[]): string {
  const found = faults.find(({ fault }) => fault.code === code);
  return found === undefined ? code : `${code} (line ${found.fault.line})`;
}

/** What one fault was worth, or why no training can say so. */
export function sayWorth({ fault, entrant }: LinedUpFault, lineUp: LineUp, weighed: Weighed | null): string {
  const inRecipe = findInRecipe(fault.code);
  if (inRecipe.kind === 'split') return `${inRecipe.why} ${sayRuns(weighed)}`;
  if (inRecipe.kind === 'none') return inRecipe.why;
  if (entrant === null || weighed === null) return sayIdle(fault.code, lineUp);
  const told = sayOf(weighed.judgement.candidates, entrant.name) ?? '';
  return [told, sayMore(fault, lineUp, weighed)].filter((sentence) => sentence !== '').join(' ');
}

/** In how many of the pairs luck alone would have chosen the loop as it is written. */
function sayRuns(weighed: Weighed | null): string {
  if (weighed === null) return 'Nothing was trained, since nothing differs.';
  const { candidates, design, test } = weighed.judgement;
  const { folds, repeats, pairs } = design;
  const made =
    folds === undefined ? '' : ` (${formatCount(folds, 'fold')} x ${formatCount(repeats, 'repeat')})`;
  const trained = `Here each trains on ${formatCount(pairs.length, 'pair')}${made}.`;
  const meant = candidates.find(({ name }) => name === AS_MEANT)?.values ?? [];
  const written = candidates.find(({ name }) => name === AS_WRITTEN)?.values;
  if (written === undefined || pairs.length === 1) return trained;
  const sign = test.direction === 'higher' ? -1 : 1;
  const won = written.filter((value, i) => {
    const other = meant[i];
    return value !== null && other !== null && sign * (value - other) < 0;
  }).length;
  return `${trained} In ${won} of them the loop as written has the better ${test.label}: a single run is one draw of these.`;
}

/** Why a fault changes nothing. */
function sayIdle(code: FaultCode, { meant, written }: LineUp): string {
  switch (code) {
    case 'penalty-over-count':
      return `lambda = ${sayLambda(lambdaOf(meant.recipe))} was evidently chosen for the mean of |w|: over the sum it would leave no weight, so as meant keeps the mean.`;
    case 'penalty-scaled':
      return 'By how much the penalty is scaled could not be read, so both take lambda as it stands.';
    case 'trains-in-eval-mode':
      return 'Without dropout there is nothing that eval() turns off in these networks.';
    default:
      return lambdaOf(meant.recipe) === 0 && lambdaOf(written.recipe) === 0
        ? 'At lambda = 0 there is no penalty to spoil.'
        : 'With what the loop says it changes nothing that is trained.';
  }
}

/** What a reader must know of a fault's figure. */
function sayMore({ code }: Fault, { meant }: LineUp, { trained }: Weighed): string {
  switch (code) {
    case 'penalty-over-count':
      return sayOverCount(lambdaOf(meant.recipe), trained);
    case 'weight-decay-as-l1':
      return 'absum trains no weight decay: what stands for it here is no penalty at all.';
    case 'batches-overlap':
      return sayEpochs(meant.recipe.training);
    case 'zeros-of-subgradient':
      return sayZeros(trained);
    default:
      return '';
  }
}

/** That both learn equally long. */
function sayEpochs({ epochs, batchSize }: Entrant['recipe']['training']): string {
  const written = formatCount(Math.max(1, Math.round(epochs / batchSize)), 'epoch');
  return `As meant takes ${formatCount(epochs, 'epoch')} for ${written} of batches that start at every row, which is about as many steps.`;
}

/** What the same lambda weighs over the sum. */
function sayOverCount(lambda: number, trained: readonly NamedLambda[]): string {
  const count = findReport(trained, AS_MEANT)?.weights.count ?? 0;
  if (count === 0 || lambda === 0) return '';
  return `As meant takes the same number over the sum of |w|, where it weighs ${round(count)} times as much, for that is the number of weights; lambda = ${round(lambda / count)} over the sum would train the same networks as over the mean.`;
}

/** What the method is for: the zeros of both. */
function sayZeros(trained: readonly NamedLambda[]): string {
  const meant = shareOfZeros(trained, AS_MEANT);
  const own = shareOfZeros(trained, 'zeros-of-subgradient') ?? shareOfZeros(trained, AS_WRITTEN);
  if (meant === null || own === null) return '';
  return `The subgradient leaves ${percent(own)} of the weights at exactly 0, the proximal method ${percent(meant)}.`;
}

function shareOfZeros(trained: readonly NamedLambda[], name: string): number | null {
  const report = findReport(trained, name);
  const mean = report?.weights.zeros.mean ?? null;
  return report === undefined || mean === null || report.weights.count === 0
    ? null
    : mean / report.weights.count;
}

function findReport(trained: readonly NamedLambda[], name: string) {
  const found = trained.find((each) => each.name === name);
  return found?.report.lambdas.find(({ lambda }) => lambda === found.lambda);
}
