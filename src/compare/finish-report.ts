import { buildingReport, type Collected } from '../report/build.ts';
import type { Report } from '../report/schema.ts';
import { doInTurns } from '../sliced.ts';
import { addModel, type RefitRun } from './refit.ts';

/** Builds the report of a comparison, and trains the model if the recipe asks for one. */
export async function finishReport(
  collected: Collected,
  { pacer, onTrial }: Pick<RefitRun, 'pacer' | 'onTrial'>,
): Promise<Report> {
  const { asked, resolved, plan } = collected;
  const report = await doInTurns(buildingReport(collected), pacer);
  if (!asked.include.includes('model')) return report;
  return addModel({ recipe: resolved.recipe, plan, pacer, onTrial }, report);
}
