import {
  appendFileSync,
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { instrument, type Numbered } from './instrument.ts';
import { listMutants } from './list-mutants.ts';

const LEFT_OUT = ['.git', 'node_modules', '.wrangler', '.hosts', 'coverage'];

/** A copy of the tree in a temporary folder, in which the checkout's packages are found. */
export function copyTree(root: string): string {
  const copy = mkdtempSync(join(tmpdir(), 'absum-mutants-'));
  for (const name of readdirSync(root)) {
    if (!LEFT_OUT.includes(name)) cpSync(join(root, name), join(copy, name), { recursive: true });
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  appendFileSync(join(copy, 'tests/seed.ts'), "\nimport '../scripts/mutants/watch-tests.ts';\n");
  return copy;
}

/** Every mutant of the files and folders, numbered from 0. */
export function findMutants(root: string, paths: readonly string[]): Numbered[] {
  const files = paths.flatMap((path) => listSources(join(root, path))).map((file) => relative(root, file));
  return [...new Set(files)]
    .sort()
    .flatMap((file) => listMutants(file, readFileSync(join(root, file), 'utf8')))
    .map((mutant, id) => ({ ...mutant, id }));
}

/** A data set as a text is no code. */
function listSources(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { withFileTypes: true })
    .flatMap((entry) =>
      entry.isDirectory() ? listSources(join(path, entry.name)) : [join(path, entry.name)],
    )
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts') && !file.endsWith('-csv.ts'));
}

/** Writes the mutants into the files of a copy, all of them switched off. */
export function writeMutants(copy: string, mutants: readonly Numbered[]): void {
  for (const [file, own] of Map.groupBy(mutants, (mutant) => mutant.file)) {
    const path = join(copy, file);
    writeFileSync(path, instrument(readFileSync(path, 'utf8'), own));
  }
}
