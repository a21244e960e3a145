import { AbsumError, errorAt, type Issue } from '../errors.ts';
import { refuse, validate } from '../validate.ts';
import { VERSION } from '../version.ts';
import { type LambdaReport, type Report, ReportSchema, type Summary } from './schema.ts';

export { looksLikeReport } from './looks-like-report.ts';

/**
 * Reads a report that someone brings, and checks that its parts agree with one another.
 *
 * @throws AbsumError `invalid-data` with the place of each fault (`lambdas[2].validation`); first of all with the version,
 *   where another one made the report
 */
export function parseReport(input: unknown): Report {
  try {
    refuse('invalid-data', findFaults(validate(ReportSchema, input, 'invalid-data')));
    // As it came: the schema gives the same with its fields in another order, and a report is known by its bytes.
    return input as Report;
  } catch (error) {
    const { version } = (input ?? {}) as { readonly version?: unknown };
    if (!(error instanceof AbsumError) || typeof version !== 'string' || version === VERSION) throw error;
    const [first] = error.issues;
    const message = `absum ${version} made this report, and this is absum ${VERSION}, which cannot read it (${first.place}: ${first.message})`;
    throw errorAt('invalid-data', 'version', message);
  }
}

function* findFaults(report: Report): Generator<Issue> {
  const { data, design, lambdas, path, test } = report;
  if (lambdas.length === 0) yield { place: 'lambdas', message: 'expected at least one of them, got none' };
  yield* findLengths(
    'design',
    { order: design.order, trainingRows: design.trainingRows, validationRows: design.validationRows },
    design.pairs,
  );
  for (const [i, row] of lambdas.entries()) {
    const place = `lambdas[${i}]`;
    if (row.validation[test.metric] === undefined) {
      yield {
        place: `${place}.validation`,
        message: `expected "${test.metric}" among them, since test.metric is so`,
      };
    }
    yield* findLengths(place, { features: row.features }, data.features.length);
    yield* findSummaryFaults(place, row, design.pairs);
    yield* findCurveFaults(`${place}.curves`, row.curves);
  }
  yield* findLengths('path', { zeros: path.zeros, features: path.features }, path.lambda.length);
}

function* findSummaryFaults(place: string, row: LambdaReport, pairs: number): Generator<Issue> {
  const summaries: Readonly<Record<string, Readonly<Record<string, Summary>>>> = {
    validation: row.validation,
    training: row.training,
    weights: { zeros: row.weights.zeros, l1: row.weights.l1, l1Initial: row.weights.l1Initial },
  };
  for (const [part, named] of Object.entries(summaries)) {
    for (const [name, { values }] of Object.entries(named)) {
      yield* findLengths(`${place}.${part}.${name}`, { values }, pairs);
    }
  }
}

function* findCurveFaults(place: string, curves: LambdaReport['curves']): Generator<Issue> {
  const { epoch, pairs, validationDataLoss, penalty, batchObjective } = curves;
  const { evaluatedEpoch, trainingDataLoss, objective } = curves;
  yield* findLengths(place, { pairs, validationDataLoss, penalty, batchObjective }, epoch.length);
  yield* findLengths(place, { trainingDataLoss, objective }, evaluatedEpoch.length);
}

function* findLengths(
  place: string,
  lists: Readonly<Record<string, readonly unknown[]>>,
  length: number,
): Generator<Issue> {
  for (const [name, list] of Object.entries(lists)) {
    if (list.length === length) continue;
    yield { place: `${place}.${name}`, message: `expected ${length} of them, got ${list.length}` };
  }
}
