import { mean } from '../math/mean.ts';
import { measureRounding } from '../math/paired-test.ts';
import { nameOf } from '../recipe/metrics.ts';
import type { Summary } from '../report/schema.ts';
import { summarizeValidation } from '../report/summarize.ts';
import { pairUp, type Setting } from '../report/verdict/contrast.ts';
import { settleByFigures } from '../report/verdict/from-report.ts';
import type { Contender, Couple } from '../report/verdict/judge.ts';
import { addMetric } from '../report/verdict/pseudo-values.ts';
import { designWith } from '../report/verdict/test-design.ts';
import type { ScoredCandidate, Scores } from './scores.ts';
import { findStep } from './step.ts';

// Scores as the verdict takes them.

/** Scores with the test that fits them. */
export interface Settled {
  readonly scores: Scores;
  readonly setting: Setting;
  /** Whether the share of validation rows is an assumption. */
  readonly isAssumed: boolean;
  /** One for each candidate. */
  readonly summaries: readonly Summary[];
}

/** A fifth of the rows validates, where nobody says how many: so five folds have it. */
const ASSUMED = 1 / 4;

/** Chooses the test that fits somebody's scores, and sums each candidate up. */
export function settle(scores: Scores): Settled {
  const { pairs, split, rows } = scores;
  const isAssumed = split.kind === 'resampled' && split.testOverTrain === null && pairs.length > 1;
  const sizes = pairs.map(({ repeat, validationRows }) => ({
    repeat,
    training: { length: split.trainingRows ?? 1 },
    validation: { length: validationRows ?? split.validationRows ?? 1 },
  }));
  const design = designWith(
    {
      ...(split.folds !== undefined && { folds: split.folds }),
      order: split.kind === 'forward' ? 'given' : 'shuffled',
      column: undefined,
      fixed: split.kind === 'fixed',
      testOverTrain: isAssumed
        ? Math.max(ASSUMED, 1 / (pairs.length - 1))
        : (split.testOverTrain ?? undefined),
    },
    sizes,
    rows ?? { ofPair: [], count: 0, kind: 'rows' },
  );
  const settled = settleByFigures(
    sizes,
    design,
    pairs.map(({ repeat, fold }) => [repeat, fold]),
  );
  const rounding = measureSteps(scores);
  const setting = { ...settled, ...(rounding > 0 && { rounding: { [nameOf(scores.metric)]: rounding } }) };
  const summaries = scores.candidates.map(({ values }) => {
    const measures = values.map((value) => ({
      score: value === null ? ({ value, reason: 'no score' } as const) : { value },
    }));
    return summarizeValidation(measures, design.measureError).score;
  });
  return { scores, setting, isAssumed, summaries };
}

/** Of losses the rows tell how they vary; a report knows its steps, which only hits among rows have. */
function measureSteps({ reading, metric, pairs, rows, candidates }: Scores): number {
  if (reading.form === 'report') {
    const sizes = pairs.map(({ validationRows }) => validationRows ?? 0);
    return nameOf(metric) === 'accuracy' ? measureRounding(1 / mean(sizes)) : 0;
  }
  return rows === null ? measureRounding(findStep(listValues({ candidates }))) : 0;
}

function* listValues({ candidates }: Pick<Scores, 'candidates'>): Iterable<number | null> {
  for (const { values } of candidates) yield* values;
}

/** What is compared, each with the values of its rows on the scale of their comparison. */
export function listCouples({ scores, setting, summaries }: Settled): Couple[] {
  const { candidates, baseline, metric } = scores;
  const take = (i: number): Contender => ({
    name: candidates[i].name,
    validation: { [nameOf(metric)]: summaries[i] },
    outputs: setting.pairs.map(() => null),
  });
  const bases = new Map<boolean, Contender>();
  return candidates.flatMap((candidate, i) => {
    if (i === baseline) return [];
    const contender = take(i);
    // Without rows there is nothing to put on a scale.
    const hasRows = candidate.losses !== undefined || candidate.kept !== undefined;
    const isLog = hasRows && (pairUp(contender, take(baseline), metric)?.isLog ?? false);
    const base = bases.get(isLog) ?? addRows(take(baseline), candidates[baseline], isLog);
    bases.set(isLog, base);
    return [{ base, contender: addRows(contender, candidate, isLog) }];
  });
}

function addRows(contender: Contender, candidate: ScoredCandidate, isLog: boolean): Contender {
  const pseudoValues = listPseudoValues(candidate, isLog);
  return pseudoValues === null ? contender : { ...contender, pseudoValues };
}

/** The pseudo-value of each row: a loss is what its row adds to the mean. */
function listPseudoValues(
  { values, losses, kept }: ScoredCandidate,
  isLog: boolean,
): readonly (ArrayLike<number> | null)[] | null {
  if (kept !== undefined) return kept(isLog);
  if (losses === undefined) return null;
  return losses.map((own, pair) => {
    const value = values[pair];
    if (own === null || value === null) return null;
    return addMetric(
      own.map((loss) => loss - value),
      value,
      isLog,
    );
  });
}
