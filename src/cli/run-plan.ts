import type { PlanFigures } from '../plan/plan.ts';
import { formatBytes, formatCount, formatFlops, formatSeconds } from '../words/amounts.ts';
import type { Context } from './environment.ts';
import { findUrl } from './find-url.ts';
import { listEntries } from './options.ts';
import { readInput } from './read-input.ts';
import { chooseKey, chooseLimits, type RunFlags } from './run-compare.ts';

/** The options of `plan` beside those of the recipe. */
export interface PlanFlags extends Omit<RunFlags, 'workers'> {
  readonly recipe?: string | undefined;
  readonly json?: boolean | undefined;
}

/** Prints what a comparison would cost. */
export async function runPlan(
  context: Context,
  file: string | undefined,
  flags: PlanFlags,
  signal: AbortSignal,
): Promise<void> {
  const url = findUrl(flags, context.environment.env);
  const entries = listEntries(flags as unknown as Record<string, unknown>);
  const choice = { file, recipeFile: flags.recipe, entries, include: [] };
  const { recipe, translate } = await readInput(context, choice, signal);
  const figures = await planSomewhere(context, recipe, { ...flags, url }, signal).catch((error) => {
    throw translate(error);
  });
  context.environment.stdout.write(flags.json ? `${JSON.stringify(figures)}\n` : formatPlan(figures));
}

async function planSomewhere(
  { services, environment }: Context,
  recipe: unknown,
  flags: PlanFlags,
  signal: AbortSignal,
): Promise<PlanFigures> {
  const { url, limits } = flags;
  const key = chooseKey(flags, environment);
  if (url !== undefined) {
    const { planRemotely } = await services.client();
    return planRemotely(url, recipe, { signal, key });
  }
  const [{ plan }, { createEngines }] = await Promise.all([services.library(), services.engines()]);
  return plan(recipe, { engines: createEngines(), ...chooseLimits(limits) });
}

/** A plan for people. */
export function formatPlan(figures: PlanFigures): string {
  const lines = [
    ['data', `${formatCount(figures.rows, 'row')}, ${formatCount(figures.inputs, 'input')}`],
    ['network', `${formatCount(figures.parameters, 'parameter')}, engine ${figures.engine}`],
    ['trials', `${figures.trials} on ${formatCount(figures.pairs, 'pair')}`],
    ['steps', String(figures.steps)],
    ['work', formatFlops(figures.flops)],
    ['memory', `${formatBytes(figures.bytes)} a trial`],
    ['time', `about ${formatSeconds(figures.seconds)} on one core`],
  ];
  return lines.map(([name, text]) => `${name.padEnd(9)}${text}\n`).join('');
}
