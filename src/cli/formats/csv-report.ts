import type { Report } from '../../report/schema.ts';
import { tabulateReport } from '../../report/table.ts';
import { writeCsv } from './csv.ts';

/** The lambdas and references of a report as CSV. */
export function writeCsvReport(report: Report): string {
  const { header, rows } = tabulateReport(report);
  return writeCsv(header, rows);
}
