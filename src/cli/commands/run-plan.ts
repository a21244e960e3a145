import type { PlanFigures } from '../../plan/schema.ts';
import { formatBytes, formatCount, formatFlops, formatSeconds } from '../../words/amounts.ts';
import { describeArithmetic } from '../../words/arithmetic.ts';
import type { Context } from '../environment.ts';
import { readInput } from '../input/read-input.ts';
import { listEntries } from '../input/recipe-options.ts';
import { findService, type PlaceFlags, type Service } from './find-service.ts';
import { chooseLimits } from './run-compare.ts';

/** The options of `plan`, apart from those of the recipe. */
export interface PlanFlags extends Omit<PlaceFlags, 'workers'> {
  readonly recipe?: string | undefined;
  readonly sheet?: string | undefined;
  readonly json?: boolean | undefined;
}

/** Prints what a comparison would cost. */
export async function runPlan(
  context: Context,
  file: string | undefined,
  flags: PlanFlags,
  signal: AbortSignal,
): Promise<void> {
  const service = findService(flags, context.environment.env);
  const entries = listEntries(flags);
  const choice = { file, sheet: flags.sheet, recipeFile: flags.recipe, entries, include: [] };
  const { recipe, translate } = await readInput(context, choice, signal);
  const figures = await planSomewhere(context, recipe, { ...flags, service }, signal).catch((error) => {
    throw translate(error);
  });
  context.environment.stdout.write(flags.json ? `${JSON.stringify(figures)}\n` : formatPlan(figures));
}

async function planSomewhere(
  { services }: Context,
  recipe: unknown,
  { service, limits }: { readonly service: Service | null; readonly limits?: boolean | undefined },
  signal: AbortSignal,
): Promise<PlanFigures> {
  if (service !== null) {
    const { planRemotely } = await services.client();
    return planRemotely(service.url, recipe, { signal, key: service.key });
  }
  const [{ plan }, { createEngines }] = await Promise.all([services.library(), services.engines()]);
  return plan(recipe, { engines: createEngines(), ...chooseLimits(limits) });
}

/** A plan for people. */
function formatPlan(figures: PlanFigures): string {
  const lines = [
    ['data', `${formatCount(figures.rows, 'row')}, ${formatCount(figures.inputs, 'input')}`],
    [
      'network',
      `${formatCount(figures.parameters, 'parameter')}, engine ${figures.engine}${describeArithmetic(figures.arithmetic)}`,
    ],
    ['trials', `${figures.trials} on ${formatCount(figures.pairs, 'pair')}`],
    ['steps', String(figures.steps)],
    ['work', formatFlops(figures.flops)],
    ['memory', `about ${formatBytes(figures.bytes)}`],
    ['time', `about ${formatSeconds(figures.seconds)} on one core`],
  ];
  return lines.map(([name, text]) => `${name.padEnd(9)}${text}\n`).join('');
}
