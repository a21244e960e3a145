import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  BaseSequencer,
  createVitest,
  type TestModule,
  type TestSpecification,
  type Vitest,
} from 'vitest/node';
import type { Notes } from './watch-tests.ts';

/**
 * The process in which the tests run, one vitest for all mutants. A message asks for a run, the answer says what came of
 * it; `mutants.ts` ends the process where a mutant never comes to an end.
 */

/** Tests of a file to run: those named by their ids, or all. */
export interface Selected {
  readonly path: string;
  readonly ids: readonly string[] | null;
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
    writeFileSync(order, JSON.stringify({ id: null, most: 0, notes }));
    const specifications = await vitest.globTestSpecifications([...asked.rooms]);
    const { testModules } = await vitest.runTestSpecifications(specifications);
    const noted = readdirSync(notes).map(
      (name) => JSON.parse(readFileSync(join(notes, name), 'utf8')) as Noted,
    );
    return { kind: 'first', noted, failed: testModules.flatMap(listFailed) };
  }
  writeFileSync(order, JSON.stringify({ id: asked.id, most: asked.most, notes }));
  vitest.config.bail = 1;
  const [project] = vitest.projects;
  project.config.bail = 1;
  const specifications = asked.selected.map(({ path, ids }) =>
    project.createSpecification(path, ids === null ? undefined : { testIds: [...ids] }),
  );
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications(specifications);
  const failed = testModules.flatMap(listFailed);
  return { kind: 'mutant', failed: [...failed, ...unhandledErrors.map(String)] };
}

/** A file fails by its tests, or as a whole where a module of it cannot be loaded. */
function listFailed(module: TestModule): string[] {
  const tests = Array.from(module.children.allTests('failed'), ({ fullName }) => fullName);
  const isFailed = module.state() === 'failed';
  return isFailed && tests.length === 0 ? [module.moduleId] : tests;
}
