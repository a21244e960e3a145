import { buildingReport, type Collected } from '../report/build.ts';
import type { Report } from '../report/schema.ts';
import { doInTurns } from '../sliced.ts';
import type { RefitRun } from './refit.ts';

const NOTHING = { buildIncluded: () => ({}) };

/** Builds the report of a comparison, and trains the model if the recipe asks for one. */
export async function finishReport(
  collected: Collected,
  { pacer, onTrial }: Pick<RefitRun, 'pacer' | 'onTrial'>,
): Promise<Report> {
  const { asked, resolved, plan, outcomes } = collected;
  const bare = await doInTurns(buildingReport(collected), pacer);
  // Loaded on demand, as is the refit.
  const isMore = asked.include.includes('predictions') || asked.include.includes('weights');
  const { buildIncluded } = isMore ? await import('../report/predictions.ts') : NOTHING;
  const report = { ...bare, ...buildIncluded(resolved.recipe, plan, outcomes) };
  if (!asked.include.includes('model')) return report;
  const { addModel } = await import('./refit.ts');
  return addModel({ recipe: resolved.recipe, plan, pacer, onTrial }, report);
}
