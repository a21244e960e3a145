import { buildingReport, type Collected, type LookAtTable } from '../report/build.ts';
import { countingCopies } from '../report/copies.ts';
import { isPlainTable } from '../report/findings/plain-table.ts';
import type { Report } from '../report/schema.ts';
import { doInTurns } from '../sliced.ts';
import type { RefitRun } from './refit.ts';

const NOTHING = { buildIncluded: () => ({}) };
const NO_FINDINGS = { findInTable: () => [] };

/** Builds the report of a comparison, and trains the model if the recipe asks for one. */
export async function finishReport(
  collected: Collected,
  { pacer, onTrial }: Pick<RefitRun, 'pacer' | 'onTrial'>,
): Promise<Report> {
  const { asked, resolved, plan, outcomes } = collected;
  const look = await lookAtTable(collected, pacer);
  const bare = await doInTurns(buildingReport(collected, look), pacer);
  // Loaded on demand, as is the refit.
  const isMore = asked.include.includes('predictions') || asked.include.includes('weights');
  const { buildIncluded } = isMore ? await import('../report/predictions.ts') : NOTHING;
  const report = { ...bare, ...buildIncluded(resolved.recipe, plan, outcomes) };
  if (!asked.include.includes('model')) return report;
  const { addModel } = await import('./refit.ts');
  return addModel({ recipe: resolved.recipe, plan, pacer, onTrial }, report);
}

/**
 * Loads what a report may need besides this file, for who may lose the one that serves it before the report is due. What
 * cannot be loaded is asked for again then, and missed only where it is needed.
 */
export async function loadRest(): Promise<void> {
  await Promise.allSettled([
    import('../report/predictions.ts'),
    import('./refit.ts'),
    import('../report/findings/find-in-table.ts'),
  ]);
}

/** What there is to say about the table is loaded where there is something. */
async function lookAtTable({ plan, outcomes }: Collected, pacer: RefitRun['pacer']): Promise<LookAtTable> {
  const { dataset, pairs } = plan;
  const copies = await doInTurns(countingCopies(dataset, pairs), pacer);
  const isUnseen = outcomes.some(({ unseen }) => unseen.size > 0);
  const isPlain = copies === null && !isUnseen && isPlainTable(dataset);
  const { findInTable } = isPlain ? NO_FINDINGS : await import('../report/findings/find-in-table.ts');
  return { copies, findInTable };
}
