import { describeValue } from '../../errors.ts';
import type { Sliced } from '../../sliced.ts';
import { formatCount } from '../../words/amounts.ts';
import type { JudgeRequest } from '../request.ts';
import { checkScoreCount } from '../scores.ts';
import { type NamedLines, nameByColumn, namingBySettings } from './candidates.ts';
import { chooseValue, findingMetricLines } from './choose-value.ts';
import { isUnfinished, type RunTable } from './exports.ts';
import type { Found, Labels, PairKeys } from './found.ts';
import { listRoles } from './report-columns.ts';
import { listUsed, type Roles } from './roles.ts';
import { isVaried, listingSettings, listPairColumns, type Settings } from './settings.ts';
import { codingCells, codingTogether, combining, labelOf, labelsOf } from './table/labels.ts';
import type { ScoreTable } from './table/table.ts';
import { FAILED, readingValues } from './table/values.ts';
import { sayLeftOut } from './wide.ts';

// A line for each score, run or loss, with whose it is.

/** Reads such a table. */
export function* readingLines(
  table: ScoreTable,
  request: JudgeRequest,
  run: RunTable,
  roles: Roles,
): Sliced<Found> {
  const used = listUsed(roles);
  const ofMetric = yield* findingMetricLines(table, run, used, request);
  if (ofMetric !== null) used.add(ofMetric.column);
  for (const column of roles.candidate) used.add(column);
  const valueColumn = chooseValue(table, run, roles, request, used);
  used.add(valueColumn);
  const isAsked = ofMetric?.isAsked;
  const values = yield* readingValues(table, valueColumn, isAsked);
  const state = run.kinds.indexOf('state');
  const isState = state !== -1 && !used.has(state);
  if (isState) {
    yield* markingUnfinished(table, state, values);
    used.add(state);
  }
  yield table.lines;
  const settings = yield* listingSettings(table, { run, roles, used, values, isAsked });
  const named = yield* namingCandidates(table, run, settings);
  yield table.lines * (1 + settings.columns.length);
  const row = yield* choosingRow(table, roles, named.code);
  if (row !== null) used.add(row);
  const keys = namePairs(table, roles);
  const kept = keepLines(table, { keys, values, isAsked, settings });
  const { candidates, of } = takeKept(named, kept);
  checkScoreCount(candidates.length, 1, table.place);
  if (isUnnamed(keys) && row === null) countOff(keys.ordinal, named, kept);
  const isCountedOff = isUnnamed(keys) && row === null && kept.length > candidates.length;
  const notes = [...settings.notes, ...(isCountedOff ? [COUNTED_OFF] : [])];
  const skipped = table.lines - kept.length;
  if (skipped > 0 && ofMetric === null)
    notes.push(`Left out: ${formatCount(skipped, 'line')} without settings or seeds, and without a score.`);
  if (ofMetric !== null) notes.push(`Only lines of the metric ${describeValue(ofMetric.name)} are read.`);
  const leftOut = listLeftOut(table, run, used, settings.columns);
  if (leftOut.told.length > 0) notes.push(sayLeftOut(leftOut.told));
  const isRuns = run.source !== undefined || !settings.isNamed;
  const form = row !== null ? 'losses' : isRuns ? 'runs' : 'long';
  const columns = listRoles(
    table,
    { candidate: settings.columns, roles, row, value: valueColumn, state: isState ? state : null },
    leftOut.columns,
  );
  const group = roles.group === null || row === null ? null : labelsOf(table, roles.group);
  return {
    form,
    source: run.source,
    columns,
    notes,
    isCountedOff,
    candidates,
    keys,
    candidate: of,
    line: kept,
    value: Float64Array.from(kept, (line) => values[line]),
    placeOf: (score) => table.placeOfCell(kept[score], valueColumn),
    rows: row === null ? null : { row: labelsOf(table, row), group },
    metric: {
      column: ofMetric?.name ?? run.bare[valueColumn],
      usual: row === null ? null : 'lower',
      always: null,
    },
  };
}

/** Lines whose state says that their run did not finish have no score. */
function* markingUnfinished(table: ScoreTable, state: number, values: Float64Array): Sliced<void> {
  const { cells } = table.columns[state];
  const { code, labels } = yield* codingCells(cells);
  const isOver = labels.map((label) => !isUnfinished(label));
  for (let line = 0; line < values.length; line++) if (!isOver[code[line]]) values[line] = FAILED;
}

function* namingCandidates(
  table: ScoreTable,
  run: RunTable,
  { columns, isByName }: Settings,
): Sliced<NamedLines> {
  if (isByName) return nameByColumn(table, columns[0], yield* codingCells(table.columns[columns[0]].cells));
  const name = run.kinds.indexOf('name');
  const number = table.columns.findIndex((column) => column.name === 'number');
  return yield* namingBySettings(table, columns, {
    bare: run.bare,
    place: table.place,
    fallback: (line) => {
      if (run.source === 'Optuna' && number !== -1)
        return `trial ${labelOf(table.columns[number].cells[line])}`;
      return name === -1 ? null : labelOf(table.columns[name].cells[line]);
    },
  });
}

/** The column of rows, where lines are losses of rows: one candidate then has several in the same pair. */
function* choosingRow(table: ScoreTable, roles: Roles, candidate: Int32Array): Sliced<number | null> {
  if (roles.isRowAsked) return roles.row;
  const row = roles.row ?? roles.weakRow;
  const pairs = listPairColumns(roles);
  if (row === null || (roles.row === null && pairs.length === 0)) return null;
  const codes = yield* codingTogether(
    pairs.map((column) => table.columns[column].cells),
    table.lines,
  );
  const { count } = yield* combining(candidate, codes);
  return count < table.lines ? row : null;
}

function namePairs(table: ScoreTable, roles: Roles): PairKeys {
  const labels = (column: number | null): Labels | null => (column === null ? null : labelsOf(table, column));
  return {
    lines: table.lines,
    fold: labels(roles.fold),
    repeat: labels(roles.repeat),
    seeds: roles.seeds.filter((column) => isFilled(table, column)).map((column) => labelsOf(table, column)),
    name: null,
    ordinal: new Int32Array(table.lines),
  };
}

function isFilled(table: ScoreTable, column: number): boolean {
  return table.columns[column].cells.some((cell) => labelOf(cell) !== '');
}

function isUnnamed({ fold, repeat, seeds }: PairKeys): boolean {
  return fold === null && repeat === null && seeds.length === 0;
}

/**
 * The lines that are read: those of the metric that is asked for, and not those of runs that hold others together, such as
 * the parent runs of MLflow, which have neither settings or seeds nor scores.
 */
function keepLines(
  table: ScoreTable,
  { keys, values, isAsked, settings }: Pick<Read, 'keys' | 'values' | 'isAsked'> & { settings: Settings },
): Int32Array {
  const labels = [keys.fold, keys.repeat, ...keys.seeds].filter((each) => each !== null);
  const columns = settings.isByName ? [] : settings.columns.map((column) => table.columns[column].cells);
  const kept: number[] = [];
  for (let line = 0; line < table.lines; line++) {
    if (isAsked?.(line) === false) continue;
    if (!settings.isByName && !Number.isFinite(values[line])) {
      const isEmpty = (cells: Labels['cells']) => labelOf(cells[line]) === '';
      if (labels.some(({ cells }) => isEmpty(cells))) continue;
      if (columns.length > 0 && columns.every(isEmpty)) continue;
    }
    kept.push(line);
  }
  return Int32Array.from(kept);
}

interface Read {
  readonly keys: PairKeys;
  readonly values: Float64Array;
  readonly isAsked: ((line: number) => boolean) | undefined;
}

/** Candidates that have a line which is read, and for each of these lines its candidate. */
function takeKept({ candidates, code }: NamedLines, kept: Int32Array) {
  const own = Int32Array.from(kept, (line) => code[line]);
  const numbers = new Int32Array(candidates.length).fill(-1);
  for (const number of own) numbers[number] = 0;
  let next = 0;
  for (let number = 0; number < numbers.length; number++) if (numbers[number] === 0) numbers[number] = next++;
  const taken = candidates.filter((_, number) => numbers[number] !== -1);
  return { candidates: taken, of: own.map((number) => numbers[number]) };
}

/** Where nothing names the pairs, the first line of each candidate is that of pair 1. */
function countOff(ordinal: Int32Array, { candidates, code }: NamedLines, kept: Int32Array): void {
  const next = new Int32Array(candidates.length);
  for (const line of kept) ordinal[line] = next[code[line]]++;
}

const COUNTED_OFF =
  'Nothing names the pairs: the first line of each candidate is taken for pair 1, the second for pair 2, and so on.';

/** Columns that were not looked at; those of bookkeeping are not worth a word. */
function listLeftOut(
  table: ScoreTable,
  run: RunTable,
  used: ReadonlySet<number>,
  settings: readonly number[],
) {
  const taken = new Set([...used, ...settings]);
  const columns = run.kinds.flatMap((_, column) => (taken.has(column) ? [] : [column]));
  const told = columns.filter((column) => {
    const kind = run.kinds[column];
    const isSetting = kind === 'setting' && isVaried(table, column);
    return isSetting || kind === 'metric';
  });
  return { columns, told: told.map((column) => table.columns[column].name) };
}
