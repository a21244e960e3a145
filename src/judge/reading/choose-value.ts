import { describeValue, errorAt } from '../../errors.ts';
import type { Sliced } from '../../sliced.ts';
import type { JudgeRequest } from '../request.ts';
import { listMetrics, type RunTable } from './exports.ts';
import { namesValue, type Roles, refuseUnknown } from './roles.ts';
import { codingCells } from './table/labels.ts';
import type { ScoreTable } from './table/table.ts';
import { seemsNumeric } from './table/values.ts';
import { plainName } from './table/words.ts';

// Which column holds the scores of a table with a line for each.

/** The column that `metric` names: as it is written, without what an export puts before it, or nearly so. */
export function findMetric(table: ScoreTable, { bare }: RunTable, metric: string | undefined): number | null {
  if (metric === undefined) return null;
  const plain = plainName(metric);
  const found = [
    table.columns.findIndex(({ name }) => name === metric),
    bare.indexOf(metric),
    bare.findIndex((name) => plainName(name) === plain),
  ].find((column) => column !== -1);
  return found !== undefined && seemsNumeric(table.columns[found]) ? found : null;
}

/** Columns that may hold scores: those of metrics that are numbers, by what their export or their name says. */
export function listValueColumns(table: ScoreTable, run: RunTable, used: ReadonlySet<number>): number[] {
  return listMetrics(run).filter((column) => !used.has(column) && seemsNumeric(table.columns[column]));
}

/**
 * Chooses the column of scores.
 *
 * @param used columns that are something else
 * @throws AbsumError `invalid-recipe` at `metric` where there are several; `invalid-data` where there is none
 */
export function chooseValue(
  table: ScoreTable,
  run: RunTable,
  roles: Roles,
  request: JudgeRequest,
  used: ReadonlySet<number>,
): number {
  if (roles.value !== null) return roles.value;
  const asked = findMetric(table, run, request.metric);
  if (asked !== null) return asked;
  const metrics = listValueColumns(table, run, used);
  const [only] = metrics;
  if (metrics.length === 1) return only;
  const plain = run.source === undefined ? metrics.filter((column) => namesValue(run.bare[column])) : [];
  if (plain.length === 1 && request.metric === undefined && roles.candidate.length === 0) {
    // A column called score beside one called fit_time is the score.
    const rest = metrics.filter((column) => column !== plain[0]);
    if (rest.every((column) => /time/i.test(run.bare[column]))) return plain[0];
  }
  if (metrics.length > 1) throw refuseSeveral(table, metrics, request);
  const left = table.columns.flatMap((column, c) =>
    !used.has(c) && run.kinds[c] === 'setting' && seemsNumeric(column) ? [c] : [],
  );
  if (left.length === 1) return left[0];
  const listed = table.columns.slice(0, 10).map(({ name }) => describeValue(name));
  const message = `expected a column of scores, such as "score" or "loss", got ${listed.join(', ')}: columns.value says which it is`;
  throw errorAt('invalid-data', table.place, message);
}

function refuseSeveral(table: ScoreTable, metrics: readonly number[], { metric }: JudgeRequest) {
  const names = metrics.map((column) => table.columns[column].name);
  if (metric !== undefined) return refuseUnknown('metric', names, metric, 'metric');
  const listed = names.slice(0, 10).map(describeValue).join(', ');
  const more = names.length > 10 ? ` and ${names.length - 10} more` : '';
  const message = `expected the metric to judge by, one of ${listed}${more}; if these are candidates, list them in candidates`;
  return errorAt('invalid-recipe', 'metric', message);
}

/** Lines of one metric of a table that has a column for the names of metrics. */
export interface MetricLines {
  readonly column: number;
  /** The name of the metric. */
  readonly name: string;
  /** For each line whether it is of that metric. */
  readonly isAsked: (line: number) => boolean;
}

const METRIC_COLUMN = new Set(['metric', 'metricname', 'measure']);

/** Finds the column of texts that says what each value measures, and the lines of the metric that is asked for. */
export function* findingMetricLines(
  table: ScoreTable,
  run: RunTable,
  used: ReadonlySet<number>,
  { metric }: JudgeRequest,
): Sliced<MetricLines | null> {
  const column = run.bare.findIndex(
    (name, c) => METRIC_COLUMN.has(plainName(name)) && !used.has(c) && !seemsNumeric(table.columns[c]),
  );
  if (column === -1) return null;
  const { code, labels } = yield* codingCells(table.columns[column].cells);
  const named = labels.findIndex((label) => metric !== undefined && plainName(label) === plainName(metric));
  if (named === -1 && labels.length > 1) {
    if (metric !== undefined) throw refuseUnknown('metric', labels, metric, 'metric');
    const listed = labels.slice(0, 10).map(describeValue).join(', ');
    throw errorAt('invalid-recipe', 'metric', `expected one of the metrics ${listed}, got nothing`);
  }
  const number = Math.max(named, 0);
  return { column, name: labels[number], isAsked: (line) => code[line] === number };
}
