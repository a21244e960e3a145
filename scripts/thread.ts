/**
 * Settles PyTorch forum thread 205470: what the sign of the penalty was worth in the set-up of the user who asked.
 * `--help` lists the options.
 */
import { readFileSync } from 'node:fs';
import { compare } from '../src/compare/compare.ts';
import { createFusedEngine } from '../src/engines/fused/engine.ts';
import type { Report } from '../src/entries/index.ts';
import { DEFAULT_LIMITS } from '../src/recipe/limits.ts';
import type { RecipeInput } from '../src/recipe/schema.ts';
import { readCommandLine } from './command-line.ts';
import { HELP, readOptions, type ThreadOptions } from './thread/options.ts';
import { printFindings, printLuck, printVerdicts } from './thread/print.ts';
import { FORUM_LOOP, writeLuckRecipe, writeRecipe } from './thread/settings.ts';

const DRAWS = 20;

// A handler runs between two slices of training; 130 is a shell's exit code for an interrupt.
process.once('SIGINT', () => process.exit(130));

const options = readCommandLine('thread', HELP, readOptions);
if (options !== null) await run(options);

async function run({ datasets, scales, batches, seeds }: ThreadOptions): Promise<void> {
  const wasm = readFileSync(new URL('../dist/absum.wasm', import.meta.url));
  const engines = [createFusedEngine(new WebAssembly.Module(wasm))];
  const compareOne = (recipe: RecipeInput): Promise<Report> =>
    compare(recipe, { engines, limits: DEFAULT_LIMITS });
  printFindings(await compareOne(FORUM_LOOP));
  printLuck(await compareOne(writeLuckRecipe(DRAWS)));
  for (const dataset of datasets) {
    for (const scale of scales) {
      for (const batch of batches) {
        const title = `${dataset}, penalty over the ${scale} of |w|, ${batch} batches, 4 x 5 folds`;
        const reports: Report[] = [];
        for (let seed = 1; seed <= seeds; seed++) {
          reports.push(await compareOne(writeRecipe(dataset, scale, batch, seed)));
          console.error(`${title}: seed ${seed} of ${seeds}, ${(performance.now() / 1000).toFixed(1)} s`);
        }
        printVerdicts(title, reports);
      }
    }
  }
}
