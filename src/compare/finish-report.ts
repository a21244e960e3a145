import { buildReport, type Collected } from '../report/build.ts';
import type { Report } from '../report/schema.ts';
import type { RefitRun } from './refit.ts';

/** Builds the report of a comparison, and trains the model if the recipe asks for one. */
export async function finishReport(
  collected: Collected,
  { pacer, onTrial }: Pick<RefitRun, 'pacer' | 'onTrial'>,
): Promise<Report> {
  const { asked, resolved, plan } = collected;
  const report = buildReport(collected);
  if (!asked.include.includes('model')) return report;
  // Loaded on demand.
  const { addModel } = await import('./refit.ts');
  return addModel({ recipe: resolved.recipe, plan, pacer, onTrial }, report);
}
