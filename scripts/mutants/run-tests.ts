import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BaseSequencer, createVitest, type Reporter, type TestSpecification, type Vitest } from 'vitest/node';
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

/** In milliseconds: a mutant that waits for what never comes has been noticed. */
const TEST_TIMEOUT = 20_000;

/** Runs files as they are given, the most telling first, where vitest would begin with the slowest. */
class AsGiven extends BaseSequencer {
  override async sort(files: TestSpecification[]) {
    return files;
  }
}

/** What failed in the run at hand; what a run returns holds failures of former ones too. */
const failed: string[] = [];
const listener: Reporter = {
  onTestCaseResult: (test) => void (test.result().state === 'failed' && failed.push(test.fullName)),
  // A file fails as a whole where a module of it cannot be loaded, or a hook throws.
  onTestModuleEnd: (module) => void (module.errors().length > 0 && failed.push(module.moduleId)),
  onTestSuiteResult: (suite) => void (suite.errors().length > 0 && failed.push(suite.fullName)),
  onTestRunEnd: (_, errors) => void failed.push(...errors.map(({ message }) => String(message))),
};

const vitest = await createVitest('test', {
  root,
  watch: false,
  project: ['node'],
  reporters: [listener],
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
  failed.length = 0;
  if (asked.kind === 'first') {
    rmSync(notes, { recursive: true, force: true });
    writeFileSync(order, JSON.stringify({ id: null, most: 0, notes }));
    await vitest.runTestSpecifications(await vitest.globTestSpecifications([...asked.rooms]));
    const noted = readdirSync(notes).map(
      (name) => JSON.parse(readFileSync(join(notes, name), 'utf8')) as Noted,
    );
    return { kind: 'first', noted, failed };
  }
  writeFileSync(order, JSON.stringify({ id: asked.id, most: asked.most, notes }));
  const [project] = vitest.projects;
  for (const config of [vitest.config, project.config]) {
    config.bail = 1;
    config.testTimeout = TEST_TIMEOUT;
  }
  const specifications = asked.selected.map(({ path, ids }) =>
    project.createSpecification(path, ids === null ? undefined : { testIds: [...ids] }),
  );
  await vitest.runTestSpecifications(specifications);
  return { kind: 'mutant', failed };
}
