import { gzipSync } from 'node:zlib';
import { readTable } from '../../../scripts/wild/read-table.ts';
import type { Cell } from '../../../src/data/table.ts';
import { AbsumError, type Issue } from '../../../src/errors.ts';
import { type Cause, type Rendering, renderTable } from './render-table.ts';
import type { TablePlan } from './table-plan.ts';

/** Characters of a text that are shown beside what is wrong with its reading. */
const SHOWN = 800;

/** Renders a plan, reads it, and says what is wrong, with the text; null if nothing is. */
export function judgeTable(plan: TablePlan): string | null {
  const rendering = renderTable(plan);
  const bytes = encode(rendering.text, plan.encoding);
  const wrong = judgeReading(rendering, () => readTable(bytes, rendering.options));
  const options = JSON.stringify(rendering.options);
  return wrong === null ? null : `${wrong}\nread with ${options}:\n${rendering.text.slice(0, SHOWN)}`;
}

function encode(text: string, encoding: TablePlan['encoding']): Uint8Array {
  if (encoding === 'utf-8') return new TextEncoder().encode(text);
  if (encoding === 'gzip') return gzipSync(text);
  const bytes = Buffer.from(text, 'utf16le');
  return encoding === 'utf-16le' ? bytes : bytes.swap16();
}

interface Read {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** What is wrong with what a reader does with a rendering; null if it is right. */
export function judgeReading(rendering: Rendering, read: () => Read): string | null {
  let table: Read;
  try {
    table = read();
  } catch (error) {
    if (!(error instanceof AbsumError))
      return `crashed: ${error instanceof Error ? error.stack : String(error)}`;
    return judgeRefusal(rendering, error);
  }
  const wrong = compareTables(rendering, table);
  if (wrong !== null) return wrong;
  const [cause] = rendering.required;
  return cause === undefined ? null : `read, though ${describeCause(cause)} speaks against it`;
}

function judgeRefusal({ required, allowed }: Rendering, { code, issues }: AbsumError): string | null {
  const causes = [...required, ...allowed];
  if (code !== 'invalid-data') return `refused as ${code}: ${issues[0].message}`;
  const other = issues.find((issue) => !causes.some((cause) => names(issue, cause)));
  if (other !== undefined) return `refused for no cause: ${other.place}: ${other.message}`;
  // A fault of the whole is told alone; of a column the gravest, and of all columns together.
  if (required.some((cause) => cause.column === null)) return null;
  const untold = required.find((cause) => !issues.some((issue) => isAbout(issue, cause, causes)));
  return untold === undefined ? null : `refused without a word about ${describeCause(untold)}`;
}

/** Whether an issue names this cause, or another one in the same column. */
function isAbout(issue: Issue, { column }: Cause, causes: readonly Cause[]): boolean {
  return causes.some((cause) => cause.column === column && names(issue, cause));
}

function names({ place, message }: Issue, { column, shows }: Cause): boolean {
  // Other names are shown escaped.
  const isPlain = column !== null && /^[\w ]+$/.test(column);
  if (isPlain && !`${place} ${message}`.includes(`"${column}"`)) return false;
  return message.includes(shows);
}

function describeCause({ column, shows }: Cause): string {
  return column === null ? `a ${shows}` : `${JSON.stringify(shows)} in column ${JSON.stringify(column)}`;
}

function compareTables(expected: Rendering, { columns, rows }: Read): string | null {
  if (columns.join('\n') !== expected.columns.join('\n')) {
    return `expected columns ${JSON.stringify(expected.columns)}, got ${JSON.stringify(columns)}`;
  }
  if (rows.length !== expected.rows.length)
    return `expected ${expected.rows.length} rows, got ${rows.length}`;
  for (const [r, row] of rows.entries()) {
    for (const [c, cell] of row.entries()) {
      const meant = expected.rows[r][c];
      if (cell === meant) continue;
      return `row ${r}, column ${JSON.stringify(columns[c])}: expected ${JSON.stringify(meant)}, got ${JSON.stringify(cell)}`;
    }
  }
  return null;
}
