import type { JudgeReading } from '../answer.ts';
import { isOfTraining, namesMetric } from './metric.ts';
import type { ScoreTable } from './table/table.ts';
import { seemsNumeric } from './table/values.ts';
import { plainName, wordSet } from './table/words.ts';

// What the exports of tracking programs call their columns, and which of them are settings, results and bookkeeping.

/** What a column of a table of runs is. */
export type RunColumn = 'setting' | 'metric' | 'state' | 'name' | 'attribute' | 'bookkeeping';

type Source = NonNullable<JudgeReading['source']>;

/** A table of runs: whose, and what its columns are. */
export interface RunTable {
  readonly source: Source | undefined;
  readonly kinds: readonly RunColumn[];
  /** The name of a setting or a metric without what the export puts before it. */
  readonly bare: readonly string[];
  /** Whether the names of the columns tell settings from results. */
  readonly isMarked: boolean;
}

/**
 * mlflow.search_runs gives a DataFrame with run_id, experiment_id, status, artifact_uri, start_time, end_time, and a column
 * for each metrics.*, params.* and tags.* (MLflow's Python API, "mlflow.search_runs"; "Search Runs" of its guide). "Download
 * CSV" of its UI has Start Time, Duration, Run ID, Name, Source Type, Source Name, User, Status, and then parameters,
 * metrics and tags by their bare names; a value that begins with a minus sign gets an apostrophe before it
 * (mlflow/server/js/src/experiment-tracking/utils/CsvUtils.ts, `runInfosToCsv`).
 */
const MLFLOW_FRAME = ['runid', 'experimentid', 'status'];
const MLFLOW_UI = ['runid', 'sourcetype', 'sourcename', 'status'];
/**
 * The runs table of W&B has the columns Name, State, Notes, User, Tags, Created, Runtime and Sweep, besides configuration and
 * summary by their bare names ("View runs in a project"). Its public API knows the attributes id, name, state, config,
 * summary, created_at, user and others of a run, and the keys of a summary that it writes itself begin with an underscore
 * (`Run` of the Python reference, "Export data").
 */
const WANDB_UI = ['name', 'state', 'created', 'runtime'];
/**
 * Study.trials_dataframe of Optuna has number, value, datetime_start, datetime_complete, duration, params_*, user_attrs_*,
 * system_attrs_* and state; with several objectives values_0, values_1 and so on, or values_ and value_ before the names that
 * `set_metric_names` gave (reference of `optuna.study.Study`; optuna/study/_dataframe.py).
 */
const OPTUNA = ['number', 'state'];

/**
 * Names of what is neither set nor measured. Ones that end with these words are, too, such as `start_time`.
 */
const BOOKKEEPING = wordSet(
  'runid runname experimentid experimentname experiment artifacturi starttime endtime duration runtime relativetime created createdat ' +
    'updated updatedat timestamp date datetime user username notes note description comment comments tags tag sweep sweepid host hostname ' +
    'commit gitcommit githash path url uri sourcetype sourcename sourceversion version id uuid trialid trialnumber jobtype entity project ' +
    'lifecyclestage heartbeatat logdir savedir outputdir epoch step globalstep unnamed0 index idx nparameters device gpu gpus',
);
const BOOKKEEPING_START =
  /^(?:_|tags?\.|user_attrs_|system_attrs_|datetime_|system[/.]|gradients[/.]|intermediate_values|distributions|mean_fit_|std_fit_|mean_score_time|std_score_time)/i;
const BOOKKEEPING_END = /(?:^|[_\-./ ])(?:time|path|dir|uri|url|timestamp|seconds|secs|created|modified)$/i;
const STATE = wordSet('status state');
const PREFIX = /^(?:params?[._]|config[./]|metrics?\.|summary[./]|user_attrs_|tags?\.|hparams?[./])/i;

/** Finds out whose table of runs it is; undefined where nothing says so. */
export function findSource({ columns }: ScoreTable): Source | undefined {
  const names = new Set(columns.map(({ name }) => plainName(name)));
  const has = (wanted: readonly string[]) => wanted.every((name) => names.has(name));
  const starts = (start: string) => columns.some(({ name }) => name.startsWith(start));
  if (has(MLFLOW_FRAME) && (starts('metrics.') || starts('params.'))) return 'MLflow';
  if (has(MLFLOW_UI)) return 'MLflow';
  if (has(OPTUNA) && (names.has('value') || starts('values_') || starts('value_'))) return 'Optuna';
  if (has(WANDB_UI) || (starts('summary.') && starts('config.'))) return 'Weights & Biases';
  return undefined;
}

/** Says what the columns of a table of runs are. */
export function sortRunColumns(table: ScoreTable, source: Source | undefined): RunTable {
  const marked = source === 'MLflow' && table.columns.some(({ name }) => /^(?:metrics|params)\./.test(name));
  const kinds = table.columns.map((column): RunColumn => {
    const { name } = column;
    const plain = plainName(name);
    if (STATE.has(plain)) return 'state';
    if (plain === 'name' || plain === 'runname' || plain === 'tagsmlflowrunname') return 'name';
    if (source === 'Optuna') return sortTrialColumn(name);
    if (/^(?:params?[._]|config[./])/i.test(name)) return 'setting';
    if (/^(?:metrics\.|summary[./])/i.test(name)) return isKept(name) ? 'bookkeeping' : 'metric';
    if (marked) return /^tags?\./i.test(name) ? 'attribute' : 'bookkeeping';
    if (/^tags?\./i.test(name)) return 'attribute';
    if (source !== undefined && plain === 'group') return 'bookkeeping';
    if (BOOKKEEPING.has(plain) || BOOKKEEPING_START.test(name) || BOOKKEEPING_END.test(name.slice(-20))) {
      return 'bookkeeping';
    }
    // A text is no result: `loss` may say which loss was trained with.
    return namesMetric(name) && seemsNumeric(column) ? 'metric' : 'setting';
  });
  const bare = table.columns.map(({ name }) => name.replace(PREFIX, ''));
  return { source, kinds, bare, isMarked: marked || source === 'Optuna' };
}

/** Whether a column is one of bookkeeping by its name, also beside columns of candidates, who may be called anything. */
export function isBookkeeping(name: string): boolean {
  const plain = plainName(name);
  return BOOKKEEPING.has(plain) || STATE.has(plain) || BOOKKEEPING_END.test(name.slice(-20));
}

/** What W&B writes into a summary by itself. */
function isKept(name: string): boolean {
  return /^summary[./]_/i.test(name);
}

function sortTrialColumn(name: string): RunColumn {
  if (name.startsWith('params_')) return 'setting';
  if (/^values?(?:_|$)/.test(name)) return 'metric';
  return name.startsWith('user_attrs_') ? 'attribute' : 'bookkeeping';
}

/** Metrics to judge by: not those of the rows that were trained on, if there are others. */
export function listMetrics({ kinds, bare }: RunTable): number[] {
  const metrics = kinds.flatMap((kind, column) => (kind === 'metric' ? [column] : []));
  const held = metrics.filter((column) => !isOfTraining(bare[column]));
  return held.length > 0 ? held : metrics;
}

/**
 * States of runs that came to their end: FINISHED of MLflow, finished of W&B, COMPLETE of Optuna. Others have no final score:
 * FAILED, KILLED, RUNNING, SCHEDULED; crashed, failed, killed, running, preempting, preempted, pending; FAIL, PRUNED,
 * RUNNING, WAITING.
 */
const UNFINISHED = wordSet(
  'failed killed running scheduled crashed preempting preempted pending fail pruned waiting aborted cancelled canceled error',
);

/** Whether a state says that a run has no score. */
export function isUnfinished(state: string): boolean {
  return UNFINISHED.has(plainName(state.replace(/^TrialState\./, '')));
}
