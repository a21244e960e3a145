import { METRIC_KINDS } from '../../recipe/metrics.ts';
import type { Report } from '../schema.ts';
import { isEqual, listDifferences, sayValue } from './differences.ts';

/** What two reports are called in sentences. */
export interface Names {
  readonly a: string;
  readonly b: string;
}

/**
 * Why two reports cannot be compared pair by pair: "seed: 1 and 2". Empty where their pairs validate the same rows.
 *
 * A report does not hold data that were sent along, but what predicting the mean of the target scores in each pair
 * does tell rows and targets apart.
 */
export function explainPairs(a: Report, b: Report): string[] {
  const asked = listDifferences(readAsked(a), readAsked(b)).map(
    ({ path, a: left, b: right }) => `${path}: ${sayValue(left)} and ${sayValue(right)}`,
  );
  if (asked.length > 0) return asked;
  const rows = (['order', 'trainingRows', 'validationRows'] as const).some(
    (name) => !isEqual(a.design[name], b.design[name]),
  );
  if (rows) return ['the pairs have other numbers of rows'];
  if (!isWhole(a) || !isWhole(b)) return ['some lambda has no value for each pair'];
  if (!isEqual(listRows(a) ?? listRows(b), listRows(b) ?? listRows(a))) return ['other rows validate'];
  return haveSameTargets(a, b)
    ? []
    : ['the rows or their targets differ, since predicting the mean of the target scores differently'];
}

/** All that decides which rows validate in each pair, and what their metric means. */
function readAsked({ recipe, data, test, design }: Report) {
  const { seed, split, loss, huberDelta, standardize, data: source } = recipe as Record<string, never>;
  const { dataset } = { ...(source as Record<string, unknown> | undefined) };
  return {
    data: {
      dataset,
      rows: data.rows,
      target: data.target,
      task: data.task,
      classes: data.classes,
    },
    split,
    pairs: design.pairs,
    seed,
    metric: METRIC_KINDS[test.metric].label,
    // The data loss is on the scale on which the network learns.
    ...(test.metric === 'dataLoss' && { loss, huberDelta, standardize }),
  };
}

/** Whether every lambda has a place for each pair: the schema does not count them. */
function isWhole({ lambdas, design: { order, trainingRows, validationRows }, test }: Report): boolean {
  const count = order.length;
  return (
    trainingRows.length === count &&
    validationRows.length === count &&
    lambdas.every(({ validation }) => validation[test.metric]?.values.length === count)
  );
}

/** The rows that validate in each pair, where the report says so. */
function listRows({ losses }: Report): number[][] | undefined {
  return losses?.pairs.map(({ rows }) => rows);
}

function haveSameTargets(a: Report, b: Report): boolean {
  const find = ({ references }: Report) => references.find(({ name }) => name === 'mean')?.validation ?? {};
  const [left, right] = [find(a), find(b)];
  const names = Object.keys(left).filter((name) => name !== 'dataLoss' && name in right);
  return names.every((name) => isEqual(left[name].values, right[name].values));
}
