import type { Sliced } from '../../sliced.ts';
import type { JudgeRequest } from '../request.ts';
import { findMetric, listValueColumns } from './choose-value.ts';
import { findSource, type RunTable, sortRunColumns } from './exports.ts';
import type { Found } from './found.ts';
import { readingLines } from './lines.ts';
import { findRoles, isWeak, listUsed, namesCandidate, type Roles } from './roles.ts';
import { findSplits, readingSplits } from './splits.ts';
import type { ScoreTable } from './table/table.ts';
import { seemsNumeric } from './table/values.ts';
import { plainName } from './table/words.ts';
import { readingWide } from './wide.ts';

/**
 * Finds out how a table lays out its scores, and reads them: splits of scikit-learn, a line for each score or run, or a column
 * for each candidate.
 *
 * @throws AbsumError for a table that can be read in none of these ways, or in more than one
 */
export function* readingLayout(table: ScoreTable, request: JudgeRequest): Sliced<Found> {
  const splits = findSplits(table);
  if (splits.size > 0) return yield* readingSplits(table, request, splits);
  const source = findSource(table);
  const run = sortRunColumns(table, source);
  const roles = findRoles(table, request, run.bare, source !== undefined);
  yield table.columns.length;
  if (isOfLines(table, request, run, roles)) {
    // Of runs without candidates by name, k and cv are settings.
    const isNamed = roles.candidate.length > 0 || run.bare.some((name) => namesCandidate(name));
    if (isNamed || source !== undefined) return yield* readingLines(table, request, run, roles);
    const again = findRoles(table, request, run.bare, true);
    const row = roles.row !== null && countsMany(table, roles.row) ? roles.row : again.row;
    return yield* readingLines(table, request, run, { ...again, row });
  }
  const own = table.isArrays ? findRolesOfArrays(table, request, run.bare, roles) : roles;
  return yield* readingWide(table, request, own);
}

/** Of arrays, only those that are called fold, repeat, seed or row are no candidates, unless others are asked for. */
function findRolesOfArrays(
  table: ScoreTable,
  request: JudgeRequest,
  bare: readonly string[],
  { row, group, isRowAsked }: Roles,
): Roles {
  const strong = findRoles(table, request, bare, true);
  const hasRow = row !== null && (isRowAsked || plainName(bare[row]) === 'row');
  return { ...strong, ...(hasRow && { row, group }) };
}

/** Whether each line has one score, and says whose it is. */
function isOfLines(table: ScoreTable, request: JudgeRequest, run: RunTable, roles: Roles): boolean {
  if (run.source !== undefined || roles.candidate.length > 0 || roles.value !== null) return true;
  const names = new Set(table.columns.map(({ name }) => name));
  if (request.candidates?.every((name) => names.has(name))) return false;
  const used = listUsed(roles);
  const isNumeric = table.columns.map((column, c) => used.has(c) || seemsNumeric(column));
  if (table.isArrays && !isNumeric.includes(false)) return false;
  if (findMetric(table, run, request.metric) !== null) return true;
  const metrics = listValueColumns(table, run, used);
  const others = run.kinds.flatMap((kind, c) => (kind === 'setting' && !used.has(c) ? [c] : []));
  const named = others.filter((c) => namesCandidate(run.bare[c]) && repeatsOrTells(table, c, isNumeric[c]));
  if (named.length > 0) return metrics.length > 0 || others.some((c) => isNumeric[c] && !named.includes(c));
  if (metrics.length === 0) return false;
  const hasName = run.kinds.some((kind, c) => kind === 'name' && !isNumeric[c]);
  if (others.length === 0) {
    const weak = [roles.fold, roles.repeat].filter((c) => c !== null && isWeak(run.bare[c]));
    const isSetting = weak.some((c) => c !== null && repeatsOrTells(table, c, true));
    return hasName || metrics.length > 1 || isSetting || run.kinds.includes('bookkeeping');
  }
  return hasName || others.some((c) => repeatsOrTells(table, c, isNumeric[c]));
}

/** Whether a column is of texts, or of numbers that repeat, as settings do; scores of a candidate hardly ever do. */
function repeatsOrTells(table: ScoreTable, column: number, isNumeric: boolean): boolean {
  if (!isNumeric) return true;
  const { cells } = table.columns[column];
  return 2 * new Set(cells).size <= cells.length || cells.length < 3;
}

/** A setting that is called as rows are, such as whether to sample, has few values. */
const FEWEST_ROWS = 10;

function countsMany(table: ScoreTable, column: number): boolean {
  return new Set(table.columns[column].cells).size >= FEWEST_ROWS;
}
