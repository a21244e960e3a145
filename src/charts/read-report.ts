import { METRIC_KINDS } from '../recipe/metrics.ts';
import type { LambdaReport, Report, Summary } from '../report/schema.ts';
import { shortenLambda } from '../words/numbers.ts';
import type { Standing } from './drawing/marks.ts';

/** What several charts read from a report. */

/** A lambda by name: `lambda = 0.01`. */
export function nameLambda(lambda: number): string {
  return `lambda = ${shortenLambda(lambda)}`;
}

/** The metric that decides, by the name that a reader knows. */
export function nameMetric({ test }: Report): string {
  return `validation ${METRIC_KINDS[test.metric].label}`;
}

/** A pair by repeat and fold, counted from 0 as in the report. */
export function namePair({ design }: Report, i: number): string {
  const [repeat, fold] = design.order[i];
  return `repeat ${repeat}, fold ${fold}`;
}

/** The lambdas from the smallest up. */
export function sortLambdas({ lambdas }: Report): LambdaReport[] {
  return lambdas.toSorted((a, b) => a.lambda - b.lambda);
}

/** The deciding metric on the validation rows. */
export function readMetric({ test }: Report, { validation }: LambdaReport): Summary {
  return validation[test.metric];
}

/** What was found of a lambda. */
export function findStanding({ test }: Report, { lambda, comparison }: LambdaReport): Standing {
  if (lambda === test.baseline) return 'baseline';
  return comparison?.verdict ?? 'not tested';
}

/** The name of a chart of one lambda: `weights-0.01`, `weights-minus-0.01`. */
export function nameFile(what: string, lambda: number): string {
  const size = String(Math.abs(lambda)).replace('+', '');
  return `${what}-${lambda < 0 ? 'minus-' : ''}${size}`;
}
