import { readFile } from 'node:fs/promises';
import { readCsv as parseTable } from '../../data/csv/csv.ts';
import { isDelimiter } from '../../data/csv/delimiter.ts';
import { showName } from '../../data/reading/say-format.ts';
import { errorAt } from '../../errors.ts';
import { applyParameters, type Draft } from '../../recipe/parameters.ts';
import type { Context, Environment } from '../environment.ts';
import { UsageError } from '../exit-codes.ts';
import { type NamedTable, openTable } from './open-table.ts';
import { overrideRecipe } from './override-recipe.ts';
import { type Origin, translateFault } from './places.ts';
import type { Entry } from './recipe-options.ts';

/** A recipe as typed, and what puts its faults into the words of the command line. */
interface TypedRecipe {
  readonly recipe: Draft;
  /** What the data are called: the file, or what stands for it. */
  readonly source: string;
  readonly translate: (error: unknown) => unknown;
}

interface InputChoice {
  /** A file with a table, `-` for standard input, or undefined. */
  readonly file: string | undefined;
  /** The sheet of a spreadsheet, by name or number. */
  readonly sheet?: string | undefined;
  readonly recipeFile: string | undefined;
  readonly entries: readonly Entry[];
  /** What the report must hold for the files that are asked for. */
  readonly include: readonly string[];
  /** Whether a table needs a column to predict, as it does unless it is only looked at. */
  readonly needsTarget?: boolean;
}

/**
 * Reads data and recipe from file, standard input and options; options override the recipe's fields.
 *
 * @throws UsageError for files that cannot be read and data that are not there; AbsumError for faults of options
 */
export async function readInput(
  { environment }: Context,
  { file, sheet, recipeFile, entries, include, needsTarget = true }: InputChoice,
  signal: AbortSignal,
): Promise<TypedRecipe> {
  const draft = recipeFile === undefined ? {} : await readRecipeFile(recipeFile);
  const given = new Set(entries.map(([name]) => name));
  if (file !== undefined && given.has('dataset')) {
    // As of a list with blanks in it.
    const advice = /^[-+\d.,]+$/.test(file) ? '; a list is written without blanks: --lambdas=0,0.01' : '';
    throw new UsageError(`expected a file or --dataset, got both: ${file} and --dataset${advice}`);
  }
  const hasOtherData = given.has('dataset') || holdsData(draft);
  const csv = await readCsv(environment, { file, sheet, hasOtherData }, signal);
  if (sheet !== undefined && csv === null) throw new UsageError('--sheet: applies only to a spreadsheet');
  const origin: Origin = { source: csv?.source ?? null, recipeFile: recipeFile ?? null, given };
  const translate = (error: unknown) => translateFault(error, origin);
  try {
    const recipe = overrideRecipe(draft, given, csv?.text);
    applyParameters(recipe, entries);
    if (csv !== null && needsTarget) requireTarget(recipe.data as Draft, csv.text);
    const asked = Array.isArray(recipe.include) ? recipe.include : [];
    if (include.length > 0) recipe.include = [...new Set([...asked, ...include])];
    return { recipe, source: csv?.source ?? nameData(recipe, recipeFile), translate };
  } catch (error) {
    throw translate(error);
  }
}

function nameData({ data }: Draft, recipeFile: string | undefined): string {
  const { dataset } = { ...(data as Draft | undefined) };
  return typeof dataset === 'string' ? dataset : (recipeFile ?? 'data');
}

/** A recipe, or a report, whose recipe it is. */
async function readRecipeFile(path: string): Promise<Draft> {
  const text = await readTextFile(path);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${path}: expected JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (!isObject(value)) throw new UsageError(`${path}: expected a recipe, a JSON object`);
  return 'headline' in value && isObject(value.recipe) ? { ...value.recipe } : { ...value };
}

/** Whether a recipe has data of its own; that of a report lacks data that were sent along. */
function holdsData({ data }: Draft): boolean {
  // A report says of rows that were generated how many there are.
  return isObject(data) && ('dataset' in data || 'csv' in data || 'x' in data || Array.isArray(data.rows));
}

function isObject(value: unknown): value is Draft {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

interface TableChoice extends Pick<InputChoice, 'file' | 'sheet'> {
  readonly hasOtherData: boolean;
}

/** The CSV and what it is called; null where the data come otherwise. */
async function readCsv(
  { stdin, stderr }: Environment,
  { file, sheet, hasOtherData }: TableChoice,
  signal: AbortSignal,
): Promise<NamedTable | null> {
  if (file !== undefined && file !== '-') return openTable(await readBytes(file), file, { sheet, stderr });
  if (file === undefined && hasOtherData) return null;
  if (file === undefined && stdin.isTTY) {
    throw new UsageError(
      'expected a CSV file, - for standard input, or --dataset with a name: see absum --help',
    );
  }
  const source = 'standard input';
  const table = await openTable(await readStream(stdin, signal), source, { sheet, stderr });
  if (table.text.trim() === '') {
    throw new UsageError(`expected a CSV file, --dataset, or a CSV on ${source}, which is empty`);
  }
  return table;
}

/** All that comes on a stream. */
export async function readStream(stream: Environment['stdin'], signal: AbortSignal): Promise<Buffer> {
  // An abort must not wait for whoever writes.
  const stop = () => stream.destroy(errorAt('aborted', '', 'the caller stopped the work'));
  signal.addEventListener('abort', stop);
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(Buffer.from(chunk));
    return Buffer.concat(chunks);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** @throws UsageError for a file that cannot be read, or that is no UTF-8 */
export async function readTextFile(path: string): Promise<string> {
  const bytes = await readBytes(path);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new UsageError(`${path}: expected a text in UTF-8`);
  }
}

/** @throws UsageError for a file that cannot be read */
export function readBytes(path: string): Promise<Uint8Array> {
  return readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`${path}: ${FAULTS[error.code ?? ''] ?? error.message}`);
  });
}

const FAULTS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'expected a file, got a folder',
  EACCES: 'the file may not be read',
};

/** @throws UsageError that lists the columns */
function requireTarget(data: Draft, csv: string): void {
  if (data.target !== undefined) return;
  const delimiter = isDelimiter(data.delimiter) ? data.delimiter : undefined;
  const header = typeof data.header === 'boolean' ? data.header : undefined;
  const { columns } = parseTable(csv, { delimiter, header });
  const shown = columns.slice(0, 30).map(showName);
  if (columns.length > 30) shown.push(`${columns.length - 30} more`);
  throw new UsageError(`--target is required: one of ${shown.join(', ')}`);
}
