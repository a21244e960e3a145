import { createPacer, refuseAborted } from '../pace.ts';
import type { Metric } from '../recipe/metrics.ts';
import { kindOf, nameOf } from '../recipe/metrics.ts';
import type { Comparison, Judgement } from '../report/comparison.ts';
import { cautionError } from '../report/verdict/cautions.ts';
import { describeTest, ITEMS_OF_TEST, weighingCouples } from '../report/verdict/judge.ts';
import { nameBaseIn } from '../report/verdict/sentences.ts';
import type { Rule } from '../report/verdict/test-design.ts';
import { doInTurns, type Sliced } from '../sliced.ts';
import { VERSION } from '../version.ts';
import type { Gate, JudgeAnswer, JudgedCandidate, More } from './answer.ts';
import { findAllInScores } from './findings/find.ts';
import { readingScores } from './reading/read-scores.ts';
import { type JudgeInput, type JudgeRequest, parseJudgeRequest } from './request.ts';
import type { ScoredCandidate, Scores } from './scores.ts';
import { listCouples, type Settled, settle } from './settle.ts';
import { type Extent, NO_GATE, openReach, type Weighed, weighGate, weighMore } from './weigh.ts';
import { advise, writeHeadline } from './words.ts';

/**
 * Judges scores that somebody else has measured, by the test that lambdas are judged by.
 *
 * @param input a request; it is validated, whatever its type says
 * @throws AbsumError with the place of each fault
 */
export function* judgingScores(input: unknown): Sliced<JudgeAnswer> {
  const request = parseJudgeRequest(input);
  return yield* judgingRead(yield* readingScores(request), request);
}

/** The same in turns with others. */
export async function judge(
  input: JudgeInput,
  { signal }: { readonly signal?: AbortSignal | undefined } = {},
): Promise<JudgeAnswer> {
  refuseAborted(signal);
  return doInTurns(judgingScores(input), createPacer(1, { signal }));
}

/** Judges scores that have been read. */
export function* judgingRead(
  scores: Scores,
  { equivalence, difference }: Pick<JudgeRequest, 'equivalence' | 'difference'>,
): Sliced<JudgeAnswer> {
  const settled = settle(scores);
  const rule: Rule<Metric> = {
    metric: scores.metric,
    baseline: null,
    equivalence: equivalence ?? scores.equivalence ?? EQUIVALENCE,
  };
  const couples = listCouples(settled);
  const weighed = yield* weighingCouples(couples, rule, settled.setting, { others: 'none' });
  const judgements = weighed.map(({ comparison }, i) => takeJudgement(comparison, couples[i].base.name));
  const [{ base }] = couples;
  const test = describeTest(base, rule, settled.setting);
  const extent = measureExtent(settled);
  const reach = openReach(judgements.filter(({ verdict }) => verdict !== 'not tested').length);
  const weights: Weight[] = [];
  for (const [i, { estimate }] of weighed.entries()) {
    const own = estimate && { ...estimate, judgement: judgements[i], test };
    const gate = own === null ? NO_GATE : weighGate(own);
    weights.push({ gate, more: own && weighMore(own, difference ?? null, reach, extent) });
    yield ITEMS_OF_TEST;
  }
  const candidates = listCandidates(settled, judgements, weights);
  const choice = choose(candidates, scores);
  const findings = findAllInScores({ settled, test, candidates });
  const compared = candidates.flatMap(({ name, comparison }) =>
    comparison === null ? [] : [{ name, judgement: comparison }],
  );
  const caution = cautionError(findings);
  const headline = writeHeadline(compared, choice, test, base.name);
  return {
    headline: caution === null ? headline : `${headline} But ${caution}.`,
    advice: advise(candidates, choice, base.name),
    test: describeTestOf(test, base.name, settled),
    design: describeDesign(settled),
    candidates,
    choice,
    findings,
    reading: scores.reading,
    version: VERSION,
  };
}

/** Differences up to a hundredth do not matter, as in a recipe. */
const EQUIVALENCE = 0.01;

/** Without what only lambdas have; its sentence names what it compares with. */
function takeJudgement(
  { otherMetrics: _others, atBestEpoch: _none, ...judgement }: Comparison,
  base: string,
): Judgement {
  return { ...judgement, sentence: nameBaseIn(judgement.sentence, base) };
}

function measureExtent({ scores: { split, rows } }: Settled): Extent {
  const { folds, trainingRows, validationRows, unit } = split;
  const given = trainingRows === null || validationRows === null ? null : trainingRows + validationRows;
  return {
    folds: folds ?? 1,
    unit: folds === undefined ? unit : 'repeat',
    rows: rows?.kind === 'rows' && split.kind === 'resampled' ? rows.count : given,
  };
}

interface Weight {
  readonly gate: Gate;
  readonly more: More | null;
}

function listCandidates(
  { scores, summaries }: Settled,
  judgements: readonly Judgement[],
  weights: readonly Weight[],
): JudgedCandidate[] {
  let next = 0;
  return scores.candidates.map(({ name }, i) => {
    const { mean, sd, se = null, values, reason } = summaries[i];
    const told = { name, mean, sd, se, values, ...(reason !== undefined && { reason }) };
    if (i === scores.baseline) return { ...told, comparison: null, gate: null, more: null };
    const at = next++;
    return { ...told, comparison: judgements[at], ...weights[at] };
  });
}

/** The best of those judged better, else the baseline. */
function choose(candidates: readonly JudgedCandidate[], { metric, baseline }: Scores): string {
  const sign = kindOf(metric).higherIsBetter ? -1 : 1;
  const loss = ({ comparison }: JudgedCandidate) => sign * (comparison?.difference ?? 0);
  const better = candidates.filter(({ comparison }) => comparison?.verdict === 'better');
  const [first, ...others] = better;
  if (first === undefined) return candidates[baseline].name;
  return others.reduce((best, each) => (loss(each) < loss(best) ? each : best), first).name;
}

function describeTestOf(
  { metric, baseline: _lambda, ...test }: Weighed['test'],
  baseline: string,
  { scores }: Settled,
): JudgeAnswer['test'] {
  const { higherIsBetter, isError } = kindOf(metric);
  const isAbove0 = ({ values }: ScoredCandidate) => values.every((value) => value === null || value > 0);
  const isLog = isError && scores.candidates.every(isAbove0);
  return {
    metric: nameOf(scores.metric),
    label: kindOf(scores.metric).label,
    direction: higherIsBetter ? 'higher' : 'lower',
    scale: isLog ? 'logarithm' : 'metric',
    baseline,
    ...test,
  };
}

function describeDesign({ scores: { pairs, split }, isAssumed }: Settled): JudgeAnswer['design'] {
  const { folds, repeats, kind, trainingRows, validationRows } = split;
  return {
    pairs: pairs.map(({ name }) => name),
    ...(folds !== undefined && { folds }),
    repeats,
    split: kind,
    trainingRows,
    validationRows,
    isAssumed,
  };
}
