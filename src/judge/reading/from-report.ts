import { AbsumError, errorAt } from '../../errors.ts';
import { parseReport } from '../../report/parse-report.ts';
import type { LambdaReport, Report } from '../../report/schema.ts';
import { holdsRows, listPseudoValues, numberClusters } from '../../report/verdict/from-report.ts';
import { askNearest, findNearestWord } from '../../words/nearest.ts';
import type { JudgeRequest } from '../request.ts';
import type { ScoredCandidate, ScoredSplit, Scores } from '../scores.ts';

/**
 * The lambdas of a report as candidates.
 *
 * @throws AbsumError `invalid-data` with the place of each fault; `invalid-recipe` for a candidate that is not in it
 */
export function scoresOfReport(request: JudgeRequest, input: unknown): Scores {
  const report = parseNamed(input);
  const { test, lambdas } = report;
  const named = lambdas.map((each) => ({ each, name: nameCandidate(each.lambda) }));
  const names = named.map(({ name }) => name);
  const baseline = request.baseline ?? nameCandidate(test.baseline ?? lambdas[0].lambda);
  requireNames(names, [baseline], 'baseline');
  if (request.candidates !== undefined) requireNames(names, request.candidates, 'candidates');
  const taken = named.filter(
    ({ name }) => name === baseline || request.candidates === undefined || request.candidates.includes(name),
  );
  if (taken.length < 2) {
    throw errorAt('invalid-data', 'data.report', 'expected a lambda to compare with the baseline, got none');
  }
  const noun = taken.length === 2 ? 'lambda' : 'lambdas';
  const scores = scoresOfLambdas(
    taken.map(({ each, name }) => ({ report, lambda: each.lambda, name })),
    baseline,
  );
  return {
    ...scores,
    reading: {
      ...scores.reading,
      notes: [
        `A report of absum with ${lambdas.length} lambdas; ${taken.length - 1} ${noun === 'lambda' ? 'is' : 'are'} compared with ${baseline}.`,
        scores.rows !== null
          ? 'It holds the value of each row, so the whole test holds.'
          : 'It holds no value of a row (include "losses" keeps them), so its pairs alone are judged.',
      ],
    },
  };
}

/** A lambda of a report, under the name that it has among the candidates. */
export interface NamedLambda {
  readonly report: Report;
  readonly lambda: number;
  readonly name: string;
}

/**
 * Lambdas as candidates, also of several reports that have the same data, split, seed and metric: then their pairs are the
 * same rows.
 *
 * @param baseline the name of the one that the others are compared with
 */
export function scoresOfLambdas(named: readonly NamedLambda[], baseline: string): Scores {
  const [{ report }] = named;
  const { test, design } = report;
  const rowsAreKept = named.every((each) => holdsRows(each.report));
  return {
    metric: test.metric,
    candidates: named.map((each) => takeLambda(each, rowsAreKept)),
    baseline: named.findIndex(({ name }) => name === baseline),
    pairs: design.order.map(([repeat, fold], i) => ({
      name: `repeat ${repeat}, fold ${fold}`,
      repeat,
      fold,
      validationRows: design.validationRows[i],
    })),
    split: describeSplit(report),
    rows: rowsAreKept ? numberClusters(report) : null,
    facts: { repeated: 0, mostRepeated: 1, failed: 0, dropped: 0, isCountedOff: false },
    ...readEquivalence(report),
    reading: { form: 'report', source: 'absum', columns: {}, notes: [] },
  };
}

/** The places of its faults are those of the request. */
function parseNamed(input: unknown): Report {
  try {
    return parseReport(input);
  } catch (error) {
    if (!(error instanceof AbsumError)) throw error;
    const issues = error.issues.map((issue) => ({
      ...issue,
      place: issue.place === '' ? 'data.report' : `data.report.${issue.place}`,
    }));
    throw new AbsumError(error.code, issues);
  }
}

/** As sentences name it. */
function nameCandidate(lambda: number): string {
  return lambda === 0 ? 'no penalty' : `lambda = ${lambda}`;
}

function requireNames(names: readonly string[], asked: readonly string[], place: string): void {
  for (const [i, name] of asked.entries()) {
    if (names.includes(name)) continue;
    const at = place === 'baseline' ? place : `${place}[${i}]`;
    const message = `expected a candidate of the report, got ${JSON.stringify(name)}${askNearest(findNearestWord(names, name))}`;
    throw errorAt('invalid-recipe', at, message);
  }
}

function takeLambda({ report, lambda, name }: NamedLambda, rowsAreKept: boolean): ScoredCandidate {
  const own = report.lambdas.find((each) => each.lambda === lambda) as LambdaReport;
  const { values } = own.validation[report.test.metric];
  if (!rowsAreKept) return { name, values };
  return {
    name,
    values,
    kept: (isLog) => listPseudoValues(report, lambda, isLog ? 'logarithm' : 'metric'),
  };
}

function describeSplit({ design, test, recipe }: Report): ScoredSplit {
  const { order, column, fixed } = { ...(recipe.split as Record<string, unknown> | undefined) };
  const isForward = order === 'given' && design.folds !== undefined;
  const isFixed = fixed === true || order === 'given' || typeof column === 'string';
  return {
    ...(design.folds !== undefined && { folds: design.folds }),
    repeats: design.repeats,
    unit: 'pair',
    kind: isForward ? 'forward' : isFixed ? 'fixed' : 'resampled',
    trainingRows: null,
    validationRows: null,
    testOverTrain: test.testOverTrain,
  };
}

function readEquivalence({ recipe }: Report): { readonly equivalence?: number } {
  const { equivalence } = { ...(recipe.compare as Record<string, unknown> | undefined) };
  return typeof equivalence === 'number' && equivalence >= 0 ? { equivalence } : {};
}
