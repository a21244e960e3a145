import { describeValue, errorAt } from '../../errors.ts';
import type { Sliced } from '../../sliced.ts';
import type { JudgeRequest } from '../request.ts';
import { checkScoreCount } from '../scores.ts';
import { namingBySettings } from './candidates.ts';
import type { Found } from './found.ts';
import { refuseUnknown } from './roles.ts';
import type { ScoreTable } from './table/table.ts';
import { readingValues } from './table/values.ts';
import { plainName } from './table/words.ts';

// cv_results_ of scikit-learn: a line for each candidate, and a column for each split.

/**
 * GridSearchCV.cv_results_ has param_* and params, split0_test_score to splitK_test_score, mean_test_score, std_test_score,
 * rank_test_score, the same for train where asked for, and mean_fit_time and others; with several metrics `score` is the name
 * of each (reference of `sklearn.model_selection.GridSearchCV`, "cv_results_"). "All scorer objects follow the convention
 * that higher return values are better" (user guide, "The scoring parameter").
 */
const SPLIT = /^split(\d{1,6})_test_(.+)$/;
const PARAM = /^param_/;

/** The columns of splits by metric, in order of the splits. */
export function findSplits({ columns }: ScoreTable): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, { split: number; column: number }[]>();
  for (const [column, { name }] of columns.entries()) {
    const match = SPLIT.exec(name);
    if (match === null) continue;
    const [, split, metric] = match;
    const list = found.get(metric) ?? [];
    list.push({ split: Number(split), column });
    found.set(metric, list);
  }
  return new Map(
    [...found].map(([metric, list]) => [
      metric,
      list.sort((a, b) => a.split - b.split).map(({ column }) => column),
    ]),
  );
}

/** Reads such a table. */
export function* readingSplits(
  table: ScoreTable,
  request: JudgeRequest,
  found: ReadonlyMap<string, readonly number[]>,
): Sliced<Found> {
  const metric = chooseMetric(request, [...found.keys()]);
  const splits = found.get(metric) ?? [];
  const params = listParams(table);
  const named = yield* namingBySettings(table, params.columns, {
    bare: params.bare,
    place: table.place,
    fallback: (line) => `candidate ${line + 1}`,
  });
  checkScoreCount(named.candidates.length, splits.length, table.place);
  const { lines } = table;
  const candidate = new Int32Array(lines * splits.length);
  const line = new Int32Array(lines * splits.length);
  const value = new Float64Array(lines * splits.length);
  for (const [s, column] of splits.entries()) {
    value.set(yield* readingValues(table, column), s * lines);
    candidate.set(named.code, s * lines);
    line.fill(s, s * lines, (s + 1) * lines);
    yield lines;
  }
  const notes = [
    `Of scikit-learn's cv_results_, the columns ${splitsOf(metric)} are read: each split is a pair.`,
  ];
  if (request.folds === undefined) {
    notes.push(
      `Nothing says whether the ${splits.length} splits are the folds of one cross-validation: folds does.`,
    );
  }
  return {
    form: 'splits',
    source: 'scikit-learn',
    columns: new Map([
      ['candidate', params.columns.map((column) => table.columns[column].name)],
      ['value', [splitsOf(metric)]],
    ]),
    notes,
    isCountedOff: false,
    candidates: named.candidates,
    keys: {
      lines: splits.length,
      fold: null,
      repeat: null,
      seeds: [],
      name: null,
      ordinal: Int32Array.from(splits, (_, s) => s),
    },
    candidate,
    line,
    value,
    placeOf: (score) => table.placeOfCell(score % lines, splits[line[score]]),
    rows: null,
    metric: { column: metric, usual: null, always: 'higher' },
  };
}

function splitsOf(metric: string): string {
  return `split*_test_${metric}`;
}

function chooseMetric({ metric }: JudgeRequest, metrics: readonly string[]): string {
  if (metric !== undefined) {
    const wanted = plainName(metric.replace(/^(?:split\d+_|mean_)?test_/, ''));
    const named =
      metrics.find((name) => name === metric) ?? metrics.find((name) => plainName(name) === wanted);
    if (named !== undefined) return named;
    if (metrics.length > 1) throw refuseUnknown('metric', metrics, metric, 'metric');
  }
  if (metrics.length === 1) return metrics[0];
  const listed = metrics.slice(0, 10).map(describeValue).join(', ');
  throw errorAt('invalid-recipe', 'metric', `expected one of the metrics ${listed}, got nothing`);
}

/** The settings: param_*, or params where these are missing. */
function listParams({ columns }: ScoreTable): { columns: number[]; bare: string[] } {
  const bare = columns.map(({ name }) => name.replace(PARAM, '').replace(/^params\./, ''));
  const find = (pattern: RegExp) => columns.flatMap(({ name }, c) => (pattern.test(name) ? [c] : []));
  const found = [PARAM, /^params\./, /^params$/].map(find).find((list) => list.length > 0);
  return { columns: found ?? [], bare };
}
