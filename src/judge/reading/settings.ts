import { describeValue, errorAt } from '../../errors.ts';
import type { Sliced } from '../../sliced.ts';
import { listFirst } from '../../words/lists.ts';
import type { RunTable } from './exports.ts';
import { namesCandidate, type Roles } from './roles.ts';
import { codingTogether, labelOf } from './table/labels.ts';
import type { ScoreTable } from './table/table.ts';
import { isPresent, seemsNumeric } from './table/values.ts';

// Which columns tell candidates apart.

/** What tells candidates apart. */
export interface Settings {
  readonly columns: readonly number[];
  /** Whether a candidate is called as the one column has it. */
  readonly isByName: boolean;
  /** Whether columns were asked for, or their names say that they name candidates. */
  readonly isNamed: boolean;
  readonly notes: readonly string[];
}

interface Known {
  readonly run: RunTable;
  readonly roles: Roles;
  /** Columns that are something else. */
  readonly used: ReadonlySet<number>;
  /** The scores: NaN where there is none. */
  readonly values: Float64Array;
  readonly isAsked: ((line: number) => boolean) | undefined;
}

/**
 * Lists the columns that tell candidates apart: those asked for; else those whose names say so, if they do tell the lines of a
 * pair apart; else all settings that differ; else the names of runs.
 *
 * @throws AbsumError `invalid-data` where nothing does
 */
export function* listingSettings(table: ScoreTable, known: Known): Sliced<Settings> {
  const { run, roles, used } = known;
  if (roles.candidate.length > 0) return nameIfOne(table, run, roles.candidate);
  const free = run.kinds.flatMap((kind, column) => (kind === 'setting' && !used.has(column) ? [column] : []));
  const isEmpty = findEmpty(table, free, known.values);
  const varied = free.filter((column) => isVaried(table, column, isEmpty));
  if (run.source === undefined) {
    const named = free.filter((column) => namesCandidate(run.bare[column]));
    const isAll = varied.every((column) => named.includes(column));
    if (named.length > 0 && (isAll || (yield* seeingApart(table, named, known))))
      return nameIfOne(table, run, named);
  }
  const results = yield* findingResults(table, varied, known);
  const columns = varied.filter((column) => !results.includes(column));
  const listed = listFirst(results.map((column) => describeValue(table.columns[column].name)));
  const notes =
    results.length === 0
      ? []
      : [`Taken for results and not for settings, since they differ in every run: ${listed}.`];
  if (columns.length > 0) return { columns, isByName: false, isNamed: false, notes };
  return { columns: [findName(table, known, free.length > 0)], isByName: true, isNamed: false, notes };
}

function nameIfOne(table: ScoreTable, run: RunTable, columns: readonly number[]): Settings {
  const [only] = columns;
  const isByName =
    columns.length === 1 && (namesCandidate(run.bare[only]) || !seemsNumeric(table.columns[only]));
  return { columns, isByName, isNamed: true, notes: [] };
}

/** The name of runs, or another text that repeats, where no setting tells candidates apart. */
function findName(table: ScoreTable, { run, used }: Known, hasSettings: boolean): number {
  const isFree = (column: number) => !used.has(column) && isVaried(table, column);
  const name = run.kinds.findIndex((kind, column) => kind === 'name' && isFree(column));
  // Names that differ from run to run say nothing of what the runs have in common.
  if (name !== -1 && (!hasSettings || repeats(table, name))) return name;
  const text = run.kinds.findIndex(
    (kind, column) =>
      kind === 'bookkeeping' &&
      run.source === undefined &&
      isFree(column) &&
      !seemsNumeric(table.columns[column]) &&
      repeats(table, column),
  );
  if (text !== -1) return text;
  const what = hasSettings
    ? 'settings that differ from line to line, got the same in all'
    : 'two candidates at least, got nothing that tells candidates apart';
  throw errorAt('invalid-data', table.place, `expected ${what}: columns.candidate says which columns do`);
}

/** Lines without a score or a setting: runs that hold others together, such as the parent runs of MLflow. */
function findEmpty(
  table: ScoreTable,
  settings: readonly number[],
  values: Float64Array,
): (line: number) => boolean {
  const isEmpty = new Uint8Array(table.lines);
  for (let line = 0; line < table.lines; line++) {
    const isBare = (column: number) => labelOf(table.columns[column].cells[line]) === '';
    if (Number.isNaN(values[line]) && settings.every(isBare)) isEmpty[line] = 1;
  }
  return (line) => isEmpty[line] === 1;
}

/** Whether a column has more than one value. */
export function isVaried(
  table: ScoreTable,
  column: number,
  isEmpty: (line: number) => boolean = () => false,
): boolean {
  const { cells } = table.columns[column];
  const from = cells.findIndex((_, line) => !isEmpty(line));
  if (from === -1) return false;
  const first = labelOf(cells[from]);
  return cells.some((cell, line) => cell !== cells[from] && labelOf(cell) !== first && !isEmpty(line));
}

function repeats(table: ScoreTable, column: number): boolean {
  const { cells } = table.columns[column];
  return new Set(cells).size < cells.length;
}

/** The columns that name pairs. */
export function listPairColumns({ fold, repeat, seeds }: Roles): number[] {
  return [...[fold, repeat].filter((column) => column !== null), ...seeds];
}

/** Whether no two lines have the same candidate, pair and row. */
function* seeingApart(
  table: ScoreTable,
  named: readonly number[],
  { roles, isAsked }: Known,
): Sliced<boolean> {
  const row = [roles.row ?? roles.weakRow].filter((column) => column !== null);
  const columns = [...named, ...listPairColumns(roles), ...row];
  const code = yield* codingTogether(
    columns.map((column) => table.columns[column].cells),
    table.lines,
  );
  const lines = isAsked === undefined ? code : code.filter((_, line) => isAsked(line));
  return new Set(lines).size === lines.length;
}

/** So few runs say nothing about what differs in all of them. */
const FEWEST_RUNS = 4;

/**
 * Columns of fractions that differ in every run, where the others tell apart candidates with several runs each: metrics whose
 * names are not known, in exports that do not tell settings from results.
 */
function* findingResults(
  table: ScoreTable,
  varied: readonly number[],
  { run, roles }: Known,
): Sliced<number[]> {
  if (run.isMarked) return [];
  if (listPairColumns(roles).length === 0 || table.lines < FEWEST_RUNS) return [];
  const found = varied.filter((column) => differsAlways(table, column));
  if (found.length === 0 || found.length === varied.length) return [];
  const others = varied.filter((column) => !found.includes(column));
  const code = yield* codingTogether(
    others.map((column) => table.columns[column].cells),
    table.lines,
  );
  const groups = new Set(code).size;
  return groups > 1 && groups < table.lines ? found : [];
}

function differsAlways(table: ScoreTable, column: number): boolean {
  const { cells } = table.columns[column];
  const seen = new Set<string>();
  let [lines, fractions] = [0, 0];
  for (let line = 0; line < cells.length; line++) {
    if (!isPresent(cells[line])) continue;
    const value = Number(cells[line]);
    if (Number.isNaN(value)) return false;
    lines += 1;
    seen.add(labelOf(cells[line]));
    if (!Number.isInteger(value)) fractions += 1;
  }
  return lines >= FEWEST_RUNS && seen.size === lines && 2 * fractions > lines;
}
