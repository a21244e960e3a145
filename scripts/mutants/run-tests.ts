import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BaseSequencer, createVitest, type TestSpecification, type Vitest } from 'vitest/node';
import { nameFailure } from './failure.ts';
import type { Notes } from './watch-tests.ts';

/**
 * The process in which the tests run, one vitest for all mutants. A message asks for a run, the answer says what came of
 * it; `mutants.ts` ends the process where a mutant never comes to an end.
 */

/** Tests of a file to run. */
export interface Selected {
  readonly path: string;
  readonly ids: readonly string[];
}

export type Asked =
  | { readonly kind: 'first'; readonly rooms: readonly string[] }
  | {
      readonly kind: 'mutant';
      readonly id: number;
      readonly most: number;
      readonly selected: readonly Selected[];
    };

/** What a file of tests noted; see `watch-tests.ts`. */
export interface Noted {
  readonly path: string;
  readonly notes: Notes;
}

export type Answered =
  | { readonly kind: 'ready' }
  | { readonly kind: 'first'; readonly noted: readonly Noted[]; readonly failed: readonly string[] }
  | { readonly kind: 'mutant'; readonly failed: readonly string[] };

const [root, order] = process.argv.slice(2);
const notes = join(root, 'dist', 'mutant-notes');
process.env.MUTANT_ORDER = order;

/** In milliseconds: a mutant that waits for what never comes has been noticed. */
const TEST_TIMEOUT = 20_000;

/** Runs files as they are given, the most telling first, where vitest would begin with the slowest. */
class AsGiven extends BaseSequencer {
  override async sort(files: TestSpecification[]) {
    return files;
  }
}

const vitest = await createVitest('test', {
  root,
  watch: false,
  project: ['node'],
  reporters: [{}],
  silent: true,
  maxWorkers: 2,
  // What runs as a module is loaded is noted for every file of tests that loads it.
  isolate: true,
  sequence: { sequencer: AsGiven },
});
await vitest.standalone();
process.on('message', async (asked: Asked) => answer(await run(vitest, asked)));
answer({ kind: 'ready' });

function answer(answered: Answered): void {
  process.send?.(answered);
}

async function run(vitest: Vitest, asked: Asked): Promise<Answered> {
  if (asked.kind === 'first') {
    rmSync(notes, { recursive: true, force: true });
    mkdirSync(notes, { recursive: true });
    const failed = await runFiles(vitest, null, 0, await vitest.globTestSpecifications([...asked.rooms]));
    const noted = readdirSync(notes).map(
      (name) => JSON.parse(readFileSync(join(notes, name), 'utf8')) as Noted,
    );
    return { kind: 'first', noted, failed };
  }
  const [project] = vitest.projects;
  for (const config of [vitest.config, project.config]) {
    config.bail = 1;
    config.testTimeout = TEST_TIMEOUT;
  }
  const specifications = asked.selected.map(({ path, ids }) =>
    project.createSpecification(path, { testIds: [...ids] }),
  );
  return { kind: 'mutant', failed: await runFiles(vitest, asked.id, asked.most, specifications) };
}

/** What failed: a test, or a file as a whole, where a module of it cannot be loaded or a hook throws. */
async function runFiles(vitest: Vitest, id: number | null, most: number, files: TestSpecification[]) {
  const failure = nameFailure(notes, id);
  rmSync(failure, { force: true });
  writeFileSync(order, JSON.stringify({ id, most, notes }));
  // Else what failed before, and is not run again, would be among what failed now.
  vitest.state.filesMap.clear();
  vitest.state.idMap.clear();
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications(files);
  const broken = testModules.filter((module) => module.state() === 'failed').map(({ moduleId }) => moduleId);
  const errors = unhandledErrors.map((error) => String(error));
  return [...(existsSync(failure) ? [readFileSync(failure, 'utf8')] : []), ...broken, ...errors];
}
