import { describe, expectTypeOf, test } from 'vitest';
import type { FindingCode } from '../../src/report/findings/finding.ts';
import type { LambdaReport, Report, Summary } from '../../src/report/schema.ts';

declare const report: Report;
declare const lambda: LambdaReport;
declare const comparison: NonNullable<LambdaReport['comparison']>;

describe('a report', () => {
  test('has one answer, a test and a choice', () => {
    expectTypeOf(report.headline).toEqualTypeOf<string>();
    expectTypeOf(report.test.baseline).toEqualTypeOf<number | null>();
    expectTypeOf(report.choice.minimum).toEqualTypeOf<number | null>();
    expectTypeOf(report.choice.oneStandardError).toEqualTypeOf<number | null>();
    expectTypeOf(report.lambdas).toEqualTypeOf<LambdaReport[]>();
    expectTypeOf(report.design.order).toEqualTypeOf<[number, number][]>();
    expectTypeOf(report.data.task).toEqualTypeOf<'regression' | 'classification'>();
  });

  test('has a mean that may be missing, which must be checked before it is used', () => {
    expectTypeOf<Summary['mean']>().toEqualTypeOf<number | null>();
    expectTypeOf<Summary['values']>().toEqualTypeOf<(number | null)[]>();
    expectTypeOf(lambda.validation.rmse).toExtend<Summary | undefined>();
    // @ts-expect-error may be null
    lambda.weights.zeros.mean + 1;
    // @ts-expect-error may be null
    lambda.weights.zeros.values[0] + 1;
  });

  test('compares nothing with the baseline itself', () => {
    expectTypeOf<null>().toExtend<LambdaReport['comparison']>();
    // @ts-expect-error null for the baseline
    lambda.comparison.verdict;
    expectTypeOf(comparison.verdict).toEqualTypeOf<
      'better' | 'worse' | 'equivalent' | 'undecided' | 'not tested'
    >();
    expectTypeOf(comparison.interval).toEqualTypeOf<[number, number] | null>();
  });

  test('has only five verdicts', () => {
    // @ts-expect-error no verdict
    comparison.verdict === 'significant';
  });

  test('holds nothing that was not asked for', () => {
    expectTypeOf(report.predictions).toExtend<object | undefined>();
    // @ts-expect-error undefined unless included
    report.predictions.rows;
    // @ts-expect-error undefined unless included
    report.weights.units;
    // @ts-expect-error undefined unless included
    report.refit.lambda;
    // @ts-expect-error undefined unless included, null where there is none
    report.model.layers;
    // @ts-expect-error undefined unless nested
    report.nested.choices;
    // @ts-expect-error undefined unless lambdas are "auto"
    report.grid.maximum;
  });

  test('names findings by their codes', () => {
    expectTypeOf(report.findings[0].code).toEqualTypeOf<FindingCode>();
    expectTypeOf(report.findings[0].severity).toEqualTypeOf<'error' | 'warning' | 'info'>();
    // @ts-expect-error no code
    report.findings[0].code === 'significant';
    // @ts-expect-error evidence has to be read before one counts with it
    report.findings[0].evidence.fall + 1;
  });

  test('has no field that it does not name', () => {
    // @ts-expect-error times are no part of a report
    report.seconds;
    // @ts-expect-error a lambda has a comparison, no verdict of its own
    lambda.verdict;
  });
});
