import { kindOf, sayMetric } from '../../recipe/metrics.ts';
import { estimateBias } from '../../report/verdict/bias.ts';
import { formatCount } from '../../words/amounts.ts';
import { listFirst } from '../../words/lists.ts';
import { round } from '../../words/numbers.ts';
import { findBounds } from './bounds.ts';
import { type JudgeFinding, makeJudgeFinding } from './finding.ts';
import { listUnpaired } from './pair-findings.ts';
import type { Seen } from './seen.ts';

// What may be wrong with the scores themselves.

/** Scores that such a metric cannot have. */
export function findImpossibleValues({ settled: { scores }, test }: Seen): JudgeFinding | null {
  const { metric } = scores;
  const bounds = findBounds(metric);
  if (bounds === null) return null;
  const { least, most } = bounds;
  let [lowest, highest] = [Infinity, -Infinity];
  const beyond = scores.candidates.filter(({ values }) => {
    let isBeyond = false;
    for (const value of values) {
      if (value === null) continue;
      [lowest, highest] = [Math.min(lowest, value), Math.max(highest, value)];
      isBeyond ||= value < least || value > most;
    }
    return isBeyond;
  });
  if (beyond.length === 0) return null;
  const names = beyond.map(({ name }) => name);
  const evidence = { lowest, highest, bounds: [least, Number.isFinite(most) ? most : null] };
  if (most === 1 && lowest >= 0 && highest <= 100) {
    // Who holds so much for nothing knows that it is percent.
    if (test.region !== null && test.region >= PERCENT) return null;
    const message =
      `${sayMetric(metric)} goes up to ${round(highest)}, so these are probably percent, of which a difference of ` +
      '0.01 is nothing: take an equivalence of 1, which is one point.';
    return {
      ...makeJudgeFinding('impossible-values', names, evidence, message, { equivalence: 1 }),
      severity: 'warning',
    };
  }
  const range = Number.isFinite(most) ? `from ${least} to ${most}` : `${least} or more`;
  const message =
    `Scores from ${round(lowest)} to ${round(highest)} cannot be ${sayMetric(metric)}, which is ${range}: look for another column, or a ` +
    'sign that was turned.';
  return makeJudgeFinding('impossible-values', names, evidence, message);
}

/** Half a point is not too small to matter where shares are at most 1. */
const PERCENT = 0.5;

/** Scores that are not there. */
export function findMissingCells({ settled: { scores }, test }: Seen): JudgeFinding | null {
  const { failed, dropped } = scores.facts;
  // Of runs that cannot be paired it has been said, and leaving out what is not common would leave nothing.
  if (listUnpaired(scores).length > 0) return null;
  const lacking = scores.candidates.flatMap(({ name, values }) => {
    const missing = values.filter((value) => value === null).length;
    return missing > 0 ? [{ name, missing }] : [];
  });
  if (lacking.length > 0) {
    const [{ name, missing }] = lacking;
    const others = lacking.length > 1 ? ` (and ${lacking.length - 1} more lack some)` : '';
    const message =
      `${name} lacks ${missing} of ${formatCount(test.pairs, 'score')}${others}: a run that failed is a bad run, so nothing can be judged better ` +
      'without it; run it again, or say missing "drop" where the gaps have nothing to do with the score.';
    const evidence = { missing: lacking.map((each) => each.missing), pairs: test.pairs, failed };
    return makeJudgeFinding(
      'missing-cells',
      lacking.map((each) => each.name),
      evidence,
      message,
      { missing: 'drop' },
    );
  }
  if (dropped === 0) return null;
  const what = scores.rows === null ? 'pair' : 'row';
  const message =
    `${formatCount(dropped, what)} lacked a score of some candidate and ${dropped === 1 ? 'was' : 'were'} left out for all, as asked: the answer ` +
    'holds only if the gaps have nothing to do with the score.';
  return { ...makeJudgeFinding('missing-cells', [], { dropped }, message), severity: 'info' };
}

/** From so many candidates on, the best of them owes something to luck. */
const MANY = 4;
/** Less than this share of its standard error is lost in the noise. */
const SHARE = 0.1;

/** The best of many, judged by the scores that chose it. */
export function findBestOfMany({ settled: { scores }, candidates }: Seen): JudgeFinding | null {
  const { higherIsBetter } = kindOf(scores.metric);
  const sign = higherIsBetter ? -1 : 1;
  const scored = candidates.filter(({ mean }) => mean !== null);
  if (scored.length < MANY) return null;
  const best = scored.reduce((least, each) =>
    sign * (each.mean ?? 0) < sign * (least.mean ?? 0) ? each : least,
  );
  if (best.comparison === null) return null;
  const bias = estimateBias(
    best.values,
    scored.map(({ values }) => values),
    higherIsBetter,
  );
  if (bias !== null && bias <= SHARE * (best.se ?? 0)) return null;
  const size =
    bias === null ? '' : ` (by about ${round(bias)}, as estimated by Tibshirani and Tibshirani 2009)`;
  const message =
    `${best.name} is the best of ${scored.length} by the scores that judge it, so its mean of ${round(best.mean ?? 0)} flatters it${size}: ` +
    'judge it once more against the baseline alone, on folds and seeds that had no part in the choice.';
  const evidence = { candidates: scored.length, mean: best.mean, se: best.se, bias };
  return makeJudgeFinding('best-of-many', [best.name], evidence, message);
}

/** From this share of the pairs on. */
const MANY_TIES = 0.25;

/** Pairs in which a candidate has exactly the baseline's score. */
export function findTies({ settled: { scores } }: Seen): JudgeFinding | null {
  const base = scores.candidates[scores.baseline].values;
  const tied = scores.candidates.flatMap(({ name, values }, i) => {
    if (i === scores.baseline) return [];
    const both = values.filter((value, p) => value !== null && base[p] !== null).length;
    const ties = values.filter((value, p) => value !== null && value === base[p]).length;
    return both > 1 && ties > 1 && ties >= MANY_TIES * both ? [{ name, ties, both }] : [];
  });
  if (tied.length === 0) return null;
  const names = tied.map(({ name }) => name);
  const evidence = { ties: tied.map(({ ties }) => ties), pairs: tied.map(({ both }) => both) };
  const whole = tied.filter(({ ties, both }) => ties === both);
  if (whole.length > 0) {
    const same = listFirst(whole.map(({ name }) => name));
    const message = `${same} and the baseline have the same score in every pair: is it the same run twice, or a change that changes nothing?`;
    return makeJudgeFinding('ties', names, evidence, message);
  }
  const [{ name, ties, both }] = tied;
  const message =
    `${name} has exactly the baseline's score in ${ties} of ${both} pairs: scores that move in steps, such as accuracy on few ` +
    'rows, hide small differences; the losses of the rows, or a score without steps, see more.';
  return makeJudgeFinding('ties', names, evidence, message);
}
