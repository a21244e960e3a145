import { sayLambda } from '../../words/lambdas.ts';
import type { Comparison, Test } from '../comparison.ts';
import type { LambdaReport, Report } from '../schema.ts';
import { pairUp, type Setting } from '../verdict/contrast.ts';
import { type Contender, judgeAgainst, judgeCouples } from '../verdict/judge.ts';
import { designTest, type Rule } from '../verdict/test-design.ts';
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
  const rowsAreKept = haveRows(a, b);
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

/** Within one report everybody knows the baseline; of two reports a sentence must say what it compares with. */
function nameBase(comparison: Comparison, { name }: Contender): Comparison {
  const { sentence } = comparison;
  return sentence.includes(name)
    ? comparison
    : { ...comparison, sentence: `Compared with ${name}, ${sentence}` };
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

/**
 * Whether both reports hold the value of each row on which a verdict rests, added up by rows: the groups of rows that
 * belong together no report holds.
 */
function haveRows(a: Report, b: Report): boolean {
  return [a, b].every(
    ({ losses, test, design }) =>
      losses?.metric === test.metric &&
      test.clusteredBy === 'rows' &&
      losses.pairs.length === design.order.length &&
      losses.pairs.every(({ rows }, i) => rows.length === design.validationRows[i]),
  );
}

/** For each pair, the values of the rows that validate; null where the report has none on that scale. */
function listPseudoValues(
  { losses }: Report,
  lambda: number,
  scale: 'metric' | 'logarithm',
): (readonly number[] | null)[] {
  return (losses?.pairs ?? []).map(({ rows, lambdas }) => {
    const values = lambdas.find((each) => each.lambda === lambda)?.values ?? null;
    return losses?.scale === scale && values?.length === rows.length ? values : null;
  });
}

/** What the verdict of a report was made with, as far as the report tells: the pairs, and the design of the test. */
function rebuildSetting({ recipe, data, design, test, losses }: Report, rowsAreKept: boolean): Setting {
  const pairs = design.order.map(([repeat, fold], i) => ({
    repeat,
    fold,
    path: [repeat, fold],
    training: new Int32Array(design.trainingRows[i]),
    validation:
      rowsAreKept && losses !== undefined
        ? Int32Array.from(losses.pairs[i].rows)
        : new Int32Array(design.validationRows[i]),
  }));
  const { order, column, fixed, repeats } = { ...(recipe.split as Record<string, unknown> | undefined) };
  const split = {
    folds: design.folds,
    holdout: design.holdout,
    repeats: typeof repeats === 'number' ? repeats : 1,
    order: order === 'given' ? 'given' : 'shuffled',
    column: typeof column === 'string' ? column : undefined,
    fixed: fixed === true,
  } as const;
  const tested = designTest(split, pairs, { markers: new Map(), joined: null });
  const clusters = { ...tested.clusters, count: test.clusters, kind: test.clusteredBy };
  return {
    pairs,
    design: rowsAreKept ? tested : { ...tested, clusters },
    // Nothing is predicted here, so neither is looked at.
    target: { task: 'regression', name: data.target, values: new Float64Array() },
    loss: { name: 'mse' },
    scalings: [],
  };
}
