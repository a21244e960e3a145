import type { Sliced } from '../../sliced.ts';
import type { JudgeRequest } from '../request.ts';
import type { Scores } from '../scores.ts';
import { assemblingScores } from './assemble.ts';
import { scoresOfReport } from './from-report.ts';
import { readingLayout } from './layout.ts';
import { spreadingDicts } from './table/cells-of-dicts.ts';
import { droppingSummaries } from './table/summary-lines.ts';
import { readingTable } from './table/table.ts';

/**
 * Reads the scores of a request, whatever table they stand in.
 *
 * @throws AbsumError `invalid-data` naming the cell, `invalid-recipe` naming the field that would help, `limit-exceeded`
 */
export function* readingScores(request: JudgeRequest): Sliced<Scores> {
  const { data } = request;
  if ('report' in data) {
    yield 1;
    return scoresOfReport(request, data.report);
  }
  const { table, notes } = yield* droppingSummaries(yield* readingTable(data));
  const spread = yield* spreadingDicts(table);
  const found = yield* readingLayout(spread, request);
  return yield* assemblingScores({ ...found, notes: [...notes, ...found.notes] }, request, table.place);
}
