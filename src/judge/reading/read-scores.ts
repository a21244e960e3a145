import type { Sliced } from '../../sliced.ts';
import type { JudgeRequest } from '../request.ts';
import type { Scores } from '../scores.ts';
import { assemblingScores } from './assemble.ts';
import { spreadingDicts } from './cells-of-dicts.ts';
import { scoresOfReport } from './from-report.ts';
import { readingLayout } from './layout.ts';
import { readingTable } from './table.ts';

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
  const table = yield* spreadingDicts(yield* readingTable(data));
  const found = yield* readingLayout(table, request);
  return yield* assemblingScores(found, request, table.place);
}
