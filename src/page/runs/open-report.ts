import { looksLikeReport, parseReport } from '../../report/parse-report.ts';
import type { Report } from '../../report/schema.ts';
import { type FoundSetup, findSetup } from './setup-of-report.ts';

/** A report from a file, and what was asked for. */
export interface OpenedReport extends FoundSetup {
  readonly report: Report;
}

/**
 * The report that a file holds.
 *
 * @returns null where it is JSON of another kind, or no JSON
 * @throws Error that names the place where it is no whole report
 */
export function openReport(text: string, fileName: string): OpenedReport | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    // A report that was cut off, say while it was copied; other texts are none of ours.
    if (!/^\s*\{\s*"headline"/.test(text)) return null;
    throw new Error(`${fileName}: expected a whole report, got ${String(error)}`);
  }
  if (!looksLikeReport(value)) return null;
  try {
    const report = parseReport(value);
    return { report, ...findSetup(report) };
  } catch (error) {
    throw new Error(`${fileName} is no report that this page can show: ${(error as Error).message}`);
  }
}
