import { sayLambda } from '../../words/lambdas.ts';
import { listSome } from '../../words/lists.ts';
import { percent } from '../../words/numbers.ts';
import type { Comparison, Test } from '../comparison.ts';
import type { LambdaReport, Report } from '../schema.ts';
import { type Difference, isEqual, listDifferences } from './differences.ts';
import { haveSameValues, type Judge, openJudge, readEquivalence } from './paired.ts';
import { explainPairs, type Names } from './same-pairs.ts';

/** One lambda in one report, on the metric that decides there. */
export interface Standing {
  readonly lambda: number;
  readonly mean: number | null;
  readonly se: number | null;
  /** Against the baseline of its own report; null for the baseline itself. */
  readonly verdict: Comparison['verdict'] | null;
}

/** What a lambda of one report is beside a lambda of the other. */
export interface Meeting {
  /** Whether both have the same values in every pair. */
  readonly same: boolean;
  /** `b` minus `a`, so that "better" is said of `b`; null where nothing was tested. */
  readonly comparison: Comparison | null;
}

/** A lambda that both reports have. */
export interface CommonLambda extends Meeting {
  readonly lambda: number;
  readonly a: Standing;
  readonly b: Standing;
}

/** What two reports have in common, and in what they differ. */
export interface ReportDiff {
  /** Whether they are the same in everything. */
  readonly same: boolean;
  /** What the second is beside the first, in a sentence. */
  readonly sentence: string;
  /** What is to be known of that sentence. */
  readonly notes: readonly string[];
  readonly headlines: { readonly a: string; readonly b: string };
  /** Version, engine and arithmetic, where they differ. */
  readonly made: readonly Difference[];
  /** The fields of the recipes that differ, defaults filled in. */
  readonly recipe: readonly Difference[];
  /** The figures of the data that differ. */
  readonly data: readonly Difference[];
  /** Why nothing is compared pair by pair: each thing in which the pairs differ. Empty where they are the same. */
  readonly reasons: readonly string[];
  /** How the two choices were compared; null where they were not. */
  readonly test: Test | null;
  /** What each report says to take. */
  readonly choice: Meeting & { readonly a: Standing | null; readonly b: Standing | null };
  /** Each lambda of both; their comparisons are adjusted for the number of them. */
  readonly lambdas: readonly CommonLambda[];
  /** The lambdas of one alone. */
  readonly only: { readonly a: readonly number[]; readonly b: readonly number[] };
}

/**
 * Compares two reports: recipes, data, the lambdas of both, and, where their pairs are the same, the choice of one
 * against the choice of the other by the test of the verdict.
 *
 * @param names what the reports are called in sentences
 */
export function diffReports(a: Report, b: Report, names: Names = { a: 'A', b: 'B' }): ReportDiff {
  const reasons = explainPairs(a, b);
  const judge = reasons.length === 0 ? openJudge(a, b, names) : null;
  const [first, second] = [findChoice(a), findChoice(b)];
  const chosen = meet(first, second, a, judge);
  const differences = {
    made: listDifferences(describeMaking(a), describeMaking(b)),
    recipe: listDifferences(a.recipe, b.recipe),
    data: listDifferences(describeData(a), describeData(b)),
  };
  const same = isEqual(a, b);
  return {
    same,
    sentence: same ? 'The two reports are the same.' : conclude(first, second, chosen, reasons, names),
    notes: same ? [] : listNotes(a, b, differences, chosen.comparison, names),
    headlines: { a: a.headline, b: b.headline },
    ...differences,
    reasons,
    test: chosen.test,
    choice: {
      a: first === null ? null : describe(first, a),
      b: second === null ? null : describe(second, b),
      same: chosen.same,
      comparison: chosen.comparison,
    },
    lambdas: meetAll(a, b, judge),
    only: { a: listOwn(a, b), b: listOwn(b, a) },
  };
}

function findChoice({ lambdas, choice }: Report): LambdaReport | null {
  return lambdas.find(({ lambda }) => lambda === choice.lambda) ?? null;
}

function listOwn({ lambdas }: Report, other: Report): number[] {
  return lambdas
    .map(({ lambda }) => lambda)
    .filter((lambda) => !other.lambdas.some((each) => each.lambda === lambda));
}

function describe({ lambda, validation, comparison }: LambdaReport, { test }: Report): Standing {
  const { mean, se = null } = validation[test.metric];
  return { lambda, mean, se, verdict: comparison?.verdict ?? null };
}

/** What decides how figures are rounded. */
function describeMaking({ version, engine, arithmetic: { mode, fusesProducts } }: Report) {
  return { version, engine, arithmetic: { mode, fusesProducts } };
}

function describeData({ data }: Report) {
  const { rows, features, target, task, classes, rowsWithoutTarget, droppedRows } = data;
  return { rows, features, target, task, classes, rowsWithoutTarget, droppedRows };
}

function meet(
  a: LambdaReport | null,
  b: LambdaReport | null,
  { test: { metric } }: Report,
  judge: Judge | null,
) {
  const untested = { same: false, comparison: null, test: null };
  if (a === null || b === null || judge === null) return untested;
  if (haveSameValues({ a, b }, metric)) return { ...untested, same: true };
  return { same: false, ...judge.judgeOne({ a, b }) };
}

/** Each lambda of both reports; those with the same values in every pair are none that could be told apart. */
function meetAll(a: Report, b: Report, judge: Judge | null): CommonLambda[] {
  const matched = a.lambdas.flatMap((left) => {
    const right = b.lambdas.find(({ lambda }) => lambda === left.lambda);
    return right === undefined ? [] : [{ a: left, b: right }];
  });
  const isSame = (each: (typeof matched)[number]) => judge !== null && haveSameValues(each, a.test.metric);
  const asked = matched.filter((each) => !isSame(each));
  const comparisons = judge?.judgeAll(asked) ?? [];
  return matched.map((each) => ({
    lambda: each.a.lambda,
    a: describe(each.a, a),
    b: describe(each.b, b),
    same: isSame(each),
    comparison: comparisons[asked.indexOf(each)] ?? null,
  }));
}

/** More reasons are for the report's JSON. */
const MOST_REASONS = 4;

function conclude(
  a: LambdaReport | null,
  b: LambdaReport | null,
  { same, comparison }: Meeting,
  reasons: readonly string[],
  names: Names,
): string {
  if (reasons.length > 0) {
    return `Not compared pair by pair, since the pairs are not the same: ${listSome(reasons, MOST_REASONS)}.`;
  }
  if (a === null || b === null) {
    const missing = [...(a === null ? [names.a] : []), ...(b === null ? [names.b] : [])];
    return `Nothing to compare: ${missing.join(' and ')} chose no lambda.`;
  }
  if (!same) return comparison?.sentence ?? '';
  const which =
    a.lambda === b.lambda
      ? `Both choose lambda = ${sayLambda(a.lambda)}`
      : `lambda = ${sayLambda(a.lambda)} of ${names.a} and lambda = ${sayLambda(b.lambda)} of ${names.b} are chosen`;
  return `${which}, with the same values in every pair.`;
}

function listNotes(
  a: Report,
  b: Report,
  { made, recipe, data }: Pick<ReportDiff, 'made' | 'recipe' | 'data'>,
  comparison: Comparison | null,
  names: Names,
): string[] {
  const wasTested = comparison !== null && comparison.verdict !== 'not tested';
  const isChosen = [a, b].some(({ lambdas }) => lambdas.filter(({ lambda }) => lambda >= 0).length > 1);
  const equivalence = readEquivalence(a);
  const isSame = recipe.length === 0 && data.length === 0 && made.length === 0;
  return [
    ...(a.version === b.version
      ? []
      : [
          `${names.a} was made by absum ${a.version} and ${names.b} by ${b.version}, which may compute other numbers.`,
        ]),
    ...(isSame
      ? ['Recipes and data are the same as far as the reports tell, but their figures are not.']
      : []),
    ...(wasTested && isChosen
      ? ['Each lambda was chosen on these rows, which flatters most the one that was chosen among more.']
      : []),
    ...(wasTested && comparison.basis === 'pairs' && comparison.pairs >= 5
      ? [
          'Judged by pairs alone, which overlooks more: reports that both include "losses" are judged by their rows too.',
        ]
      : []),
    ...(wasTested && equivalence !== readEquivalence(b)
      ? [`Differences up to ${percent(equivalence)} do not matter, as ${names.a} has it.`]
      : []),
  ];
}
