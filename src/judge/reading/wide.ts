import { describeValue, errorAt } from '../../errors.ts';
import { ITEMS_A_SLICE, type Sliced } from '../../sliced.ts';
import { listFirst } from '../../words/lists.ts';
import type { JudgeRequest } from '../request.ts';
import { checkScoreCount } from '../scores.ts';
import { isBookkeeping } from './exports.ts';
import type { Found, FoundCandidate, Labels, PairKeys } from './found.ts';
import { listRoles, type RoleColumns } from './report-columns.ts';
import type { Roles } from './roles.ts';
import { codingCells, codingTogether, labelsOf } from './table/labels.ts';
import type { ScoreTable } from './table/table.ts';
import { readingValues, seemsNumeric } from './table/values.ts';
import { plainName } from './table/words.ts';

// A column for each candidate, and a line for each pair, or for each row of a pair.

/** Reads such a table. */
export function* readingWide(table: ScoreTable, request: JudgeRequest, given: Roles): Sliced<Found> {
  const ids = given.row === null ? yield* takingIds(table, request, given) : null;
  const roles = { ...given, row: given.row ?? ids };
  const sorted = sortColumns(table, request, roles);
  const { candidates, leftOut, text } = sorted;
  if (candidates.length < 2) throw refuseFew(table, candidates, leftOut);
  const keys = yield* namingPairs(table, roles, text);
  const row = yield* choosingRow(table, roles, keys);
  checkScoreCount(candidates.length, 1, table.place);
  const { lines } = table;
  const candidate = new Int32Array(lines * candidates.length);
  const line = new Int32Array(lines * candidates.length);
  const value = new Float64Array(lines * candidates.length);
  let items = 0;
  for (const [c, column] of candidates.entries()) {
    value.set(yield* readingValues(table, column), c * lines);
    candidate.fill(c, c * lines, (c + 1) * lines);
    for (let l = 0; l < lines; l++) line[c * lines + l] = l;
    items += lines;
    if (items < ITEMS_A_SLICE) continue;
    yield items;
    items = 0;
  }
  const named: RoleColumns = { candidate: candidates, roles, row, text: keys.name === null ? null : text };
  return {
    form: row === null ? 'wide' : 'losses',
    source: undefined,
    columns: listRoles(table, named, leftOut),
    isCountedOff: false,
    notes: [...noteIds(table, ids), ...noteLeftOut(table, leftOut, keys.name)],
    candidates: candidates.map((column): FoundCandidate => ({ name: table.columns[column].name })),
    keys,
    candidate,
    line,
    value,
    placeOf: (score) => table.placeOfCell(line[score], candidates[candidate[score]]),
    rows: row === null ? null : { row: labelsOf(table, row), group: labelsIf(table, roles.group) },
    metric: { column: null, usual: row === null ? null : 'lower', always: null },
  };
}

interface SortedColumns {
  readonly candidates: readonly number[];
  readonly leftOut: readonly number[];
  /** The first column of texts. */
  readonly text: number | null;
}

function sortColumns(table: ScoreTable, request: JudgeRequest, roles: Roles): SortedColumns {
  const named = new Set(request.candidates);
  if (request.baseline !== undefined) named.add(request.baseline);
  const hasRow = roles.row !== null || roles.weakRow !== null;
  const group = hasRow ? roles.group : null;
  const used = new Set([roles.fold, roles.repeat, ...roles.seeds, roles.row, roles.weakRow, group]);
  const candidates: number[] = [];
  const leftOut: number[] = [];
  let text: number | null = null;
  for (const [column, each] of table.columns.entries()) {
    if (used.has(column)) continue;
    const isMeant = table.isArrays || named.has(each.name);
    if (!isMeant && isBookkeeping(each.name)) leftOut.push(column);
    else if (isMeant || seemsNumeric(each)) candidates.push(column);
    else {
      text ??= column;
      leftOut.push(column);
    }
  }
  return { candidates, leftOut, text };
}

function labelsIf(table: ScoreTable, column: number | null): Labels | null {
  return column === null ? null : labelsOf(table, column);
}

/** What names the pairs: folds, repeats and seeds, else texts that differ from line to line, else the order of lines. */
function* namingPairs(table: ScoreTable, roles: Roles, text: number | null): Sliced<PairKeys> {
  const [fold, repeat] = [labelsIf(table, roles.fold), labelsIf(table, roles.repeat)];
  const seeds = roles.seeds.map((column) => labelsOf(table, column));
  const hasRow = roles.row !== null;
  const ordinal = new Int32Array(table.lines);
  if (!hasRow) for (let line = 0; line < table.lines; line++) ordinal[line] = line;
  let name: Labels | null = null;
  const isUnnamed = fold === null && repeat === null && seeds.length === 0 && !hasRow;
  const named = text ?? roles.weakRow;
  if (isUnnamed && named !== null) {
    const { labels } = yield* codingCells(table.columns[named].cells);
    if (labels.length === table.lines && !labels.includes('')) name = labelsOf(table, named);
  }
  return { lines: table.lines, fold, repeat, seeds, name, ordinal };
}

/** Fewer lines with ids are more likely runs than rows. */
const FEWEST_IDS = 20;

/**
 * A column of ids beside nothing that names pairs: the losses of the rows of one pair. Taken for as many pairs, one training
 * of each candidate would pass for an experiment.
 */
function* takingIds(table: ScoreTable, request: JudgeRequest, roles: Roles): Sliced<number | null> {
  const { weakRow, fold, repeat, seeds } = roles;
  if (weakRow === null || fold !== null || repeat !== null || seeds.length > 0) return null;
  const { name, cells } = table.columns[weakRow];
  if (plainName(name) !== 'id' || table.lines < FEWEST_IDS || request.folds !== undefined) return null;
  const { labels } = yield* codingCells(cells);
  return labels.length === table.lines ? weakRow : null;
}

function noteIds(table: ScoreTable, ids: number | null): string[] {
  if (ids === null) return [];
  const name = describeValue(table.columns[ids].name);
  return [`The column ${name} is taken to name rows, each with a loss; if it names pairs, say columns.seed.`];
}

/** The column of rows, where lines are losses of rows: more than one line then has the same pair. */
function* choosingRow(table: ScoreTable, roles: Roles, keys: PairKeys): Sliced<number | null> {
  if (roles.isRowAsked) return roles.row;
  const row = roles.row ?? roles.weakRow;
  if (row === null) return null;
  const named = [keys.fold, keys.repeat, ...keys.seeds].filter((labels) => labels !== null);
  if (roles.row === null && named.length === 0) return null;
  const pairs = yield* codingTogether(
    named.map(({ cells }) => cells),
    table.lines,
  );
  const count = new Set(pairs).size;
  return count < table.lines ? row : null;
}

function noteLeftOut(table: ScoreTable, leftOut: readonly number[], name: Labels | null): string[] {
  const names = leftOut.map((column) => table.columns[column].name).filter((each) => each !== name?.name);
  const notes = name === null ? [] : [`The column ${describeValue(name.name)} names the pairs.`];
  if (names.length > 0) notes.push(sayLeftOut(names));
  return notes;
}

/** Says which columns were not looked at. */
export function sayLeftOut(names: readonly string[]): string {
  return `Left out: ${listFirst(names.map(describeValue))}.`;
}

function refuseFew(table: ScoreTable, candidates: readonly number[], leftOut: readonly number[]) {
  const say = (columns: readonly number[]) =>
    listFirst(columns.map((c) => describeValue(table.columns[c].name)));
  const got =
    candidates.length === 1
      ? `one, ${say(candidates)}`
      : `none among ${say(leftOut.length > 0 ? leftOut : table.columns.map((_, c) => c))}`;
  const message = `expected a column of scores for each of two candidates at least, or columns of candidates and scores, got ${got}: columns.candidate and columns.value say which they are`;
  return errorAt('invalid-data', table.place, message);
}
