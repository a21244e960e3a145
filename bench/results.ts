import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Machine, Processor } from './machine.ts';
import { ROOT } from './root.ts';

/** The figures of a part, and when and on what they were measured. */
export interface Kept {
  /** A day, as `2026-11-29`. */
  readonly date: string;
  readonly commit: string | null;
  readonly node: string;
  readonly v8: string;
  readonly figures: unknown;
}

/** The last figures of a processor, part by part. */
export interface Results {
  readonly processor: Processor;
  readonly cores: number;
  readonly parts: Readonly<Record<string, Kept>>;
}

const FOLDER = join(ROOT, 'bench/results');

/**
 * Keeps the figures of a run. A file for each processor and number of cores: parts that the run left out stay as they
 * were, and the file that it takes the place of goes.
 *
 * @param figures by the names of their parts
 * @returns the file
 */
export function keepResults(
  { processor, cores, node, v8 }: Machine,
  figures: Readonly<Record<string, unknown>>,
  { date, commit }: Pick<Kept, 'date' | 'commit'>,
  folder = FOLDER,
): string {
  mkdirSync(folder, { recursive: true });
  const name = nameFile(processor, cores);
  const before = listFiles(folder).filter((file) => file.replace(/-\d{4}-\d\d-\d\d\.json$/, '') === name);
  const parts: Record<string, Kept> = {};
  for (const file of before) Object.assign(parts, readFile(folder, file).parts);
  for (const [part, found] of Object.entries(figures)) {
    parts[part] = { date, commit, node, v8, figures: found };
  }
  for (const file of before) rmSync(join(folder, file));
  const path = join(folder, `${name}-${date}.json`);
  writeFileSync(path, `${JSON.stringify({ processor, cores, parts }, null, 1)}\n`);
  return path;
}

/** The results of all processors, by the names of their files. */
export function readResults(folder = FOLDER): Results[] {
  return listFiles(folder).map((file) => readFile(folder, file));
}

/** The last day on which a part was measured. */
export function findDate({ parts }: Results): string {
  const dates = Object.values(parts).map(({ date }) => date);
  return dates.sort().at(-1) ?? '';
}

function listFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort();
}

function readFile(folder: string, file: string): Results {
  return JSON.parse(readFileSync(join(folder, file), 'utf8'));
}

/** `amd-epyc-zen-3-2-cores` */
function nameFile({ name, generation, family, model }: Processor, cores: number): string {
  const design = generation ?? (family === null ? '' : `${family} ${model}`);
  return `${name} ${design} ${cores} cores`
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}
