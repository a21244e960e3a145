import { sayLambda } from '../../words/lambdas.ts';
import type { Comparison, Test } from '../comparison.ts';
import type { LambdaReport, Report } from '../schema.ts';
import { pairUp } from '../verdict/contrast.ts';
import { holdsRows, listPseudoValues, rebuildSetting } from '../verdict/from-report.ts';
import { type Contender, judgeAgainst, judgeCouples } from '../verdict/judge.ts';
import { nameBaseIn } from '../verdict/sentences.ts';
import type { Rule } from '../verdict/test-design.ts';
import type { Names } from './same-pairs.ts';

/** A lambda of one report against a lambda of the other. */
export interface Matched {
  readonly a: LambdaReport;
  readonly b: LambdaReport;
}

/** Judges lambdas of one report against lambdas of another whose pairs are the same. */
export interface Judge {
  /** One by itself, at 95 %: `b` minus `a`. */
  judgeOne(matched: Matched): { readonly test: Test; readonly comparison: Comparison };
  /** Several, adjusted for their number. */
  judgeAll(matched: readonly Matched[]): readonly Comparison[];
}

/** The judge of two reports whose pairs are the same, by the test that the verdict of each is made by. */
export function openJudge(a: Report, b: Report, names: Names): Judge {
  const { metric } = a.test;
  const equivalence = readEquivalence(a);
  const rule: Rule = { metric, baseline: null, equivalence };
  const rowsAreKept = [a, b].every(holdsRows);
  const setting = rebuildSetting(a, rowsAreKept);
  const prepare = (matched: Matched) => {
    const paired = pairUp(matched.b, matched.a, metric);
    const scale = paired?.isLog ? 'logarithm' : 'metric';
    const take = (report: Report, lambda: LambdaReport, name: string): Contender => ({
      name: `lambda = ${sayLambda(lambda.lambda)} of ${name}`,
      validation: lambda.validation,
      outputs: setting.pairs.map(() => null),
      ...(rowsAreKept && { pseudoValues: listPseudoValues(report, lambda.lambda, scale) }),
    });
    return { base: take(a, matched.a, names.a), contender: take(b, matched.b, names.b) };
  };
  return {
    judgeOne(matched) {
      const { base, contender } = prepare(matched);
      const { test, comparisons } = judgeAgainst(base, [contender], rule, setting, { others: 'none' });
      return { test, comparison: nameBase(comparisons[0], base) };
    },
    judgeAll(matched) {
      const couples = matched.map(prepare);
      const comparisons = judgeCouples(couples, rule, setting, { others: 'none' });
      return comparisons.map((comparison, i) => nameBase(comparison, couples[i].base));
    },
  };
}

function nameBase(comparison: Comparison, { name }: Contender): Comparison {
  return { ...comparison, sentence: nameBaseIn(comparison.sentence, name) };
}

/** The same in every pair, on the metric that decides. */
export function haveSameValues({ a, b }: Matched, metric: Rule['metric']): boolean {
  const [left, right] = [a.validation[metric].values, b.validation[metric].values];
  return left.length === right.length && left.every((value, i) => value === right[i]);
}

/** What a report's recipe calls too small to matter. */
export function readEquivalence({ recipe }: Report): number {
  const { equivalence } = { ...(recipe.compare as Record<string, unknown> | undefined) };
  return typeof equivalence === 'number' && equivalence >= 0 ? equivalence : 0;
}
