import type { PlanFigures } from '../../plan/schema.ts';
import { formatBytes, formatCount, formatFlops, formatSeconds } from '../../words/amounts.ts';
import { describeArithmetic } from '../../words/arithmetic.ts';
import type { Context } from '../environment.ts';
import { chooseFormat, type Format, type FormatFlags } from '../formats/format.ts';
import { readInput } from '../input/read-input.ts';
import { listEntries } from '../input/recipe-options.ts';
import { findService, type PlaceFlags, type Service } from './find-service.ts';
import { chooseLimits } from './run-compare.ts';

/** The options of `plan`, apart from those of the recipe. */
export interface PlanFlags extends Omit<PlaceFlags, 'workers'>, FormatFlags {
  readonly recipe?: string | undefined;
  readonly sheet?: string | undefined;
  readonly quiet?: boolean | undefined;
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
  context.environment.stdout.write(await formatPlan(figures, chooseFormat(flags)));
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

async function formatPlan(figures: PlanFigures, format: Format): Promise<string> {
  switch (format) {
    case 'text':
      return listLines(figures)
        .map(([name, text]) => `${name.padEnd(9)}${text}\n`)
        .join('');
    case 'json':
      return `${JSON.stringify(figures)}\n`;
    case 'md': {
      const { writeMarkdownTable } = await import('../formats/markdown.ts');
      const [head, ...rest] = ['plan', ''].map((title, i) => ({
        title,
        align: 'left' as const,
        cell: (line: readonly string[]) => line[i],
      }));
      return writeMarkdownTable([head, ...rest], listLines(figures));
    }
    case 'csv': {
      const { writeCells } = await import('../../data/doors/write-csv.ts');
      const fields = Object.entries(figures).filter(
        (entry): entry is [string, string | number] => typeof entry[1] !== 'object',
      );
      return writeCells(
        fields.map(([name]) => name),
        [fields.map(([, value]) => value)],
      );
    }
  }
}

/** A plan for people, line by line: what, and how much of it. */
function listLines(figures: PlanFigures): string[][] {
  return [
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
}
