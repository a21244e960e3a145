import { type CompareOptions, compare, plan } from '../compare/compare.ts';
import type { ProgressListener } from '../compare/progress.ts';
import type { NamedLambda } from '../judge/reading/from-report.ts';
import type { PlanFigures } from '../plan/schema.ts';
import { checkLimits, DEFAULT_LIMITS, type Limits } from '../recipe/limits.ts';
import type { AskedRecipe } from '../recipe/schema.ts';
import type { Report } from '../report/schema.ts';
import { type Entrant, placeInRequest } from './line-up.ts';

// Trains those who compete: each comparison takes all that differ in lambda alone, so nothing is trained twice.

interface Group {
  readonly recipe: AskedRecipe;
  readonly lambdas: number[];
}

interface Planned extends Group {
  readonly figures: PlanFigures;
}

/**
 * Trains every entrant on the same pairs.
 *
 * @throws AbsumError `limit-exceeded` before any work, where all together would be too much; what `compare` throws
 */
export async function trainEntrants(
  entrants: readonly Entrant[],
  options: CompareOptions,
): Promise<NamedLambda[]> {
  const { limits = DEFAULT_LIMITS, onProgress } = options;
  const groups = groupEntrants(entrants);
  try {
    const planned: Planned[] = [];
    for (const group of groups.values()) {
      planned.push({ ...group, figures: await plan(askFor(group, []), options) });
    }
    const figures = sumFigures(planned.map((each) => each.figures));
    checkLimits({ trials: figures.trials, seconds: figures.seconds }, limits);
    onProgress?.({ kind: 'plan', plan: figures });
    const include = keepsLosses(planned, limits) ? (['losses'] as const) : [];
    const reports: Report[] = [];
    let done = 0;
    for (const group of planned) {
      const progress = onProgress && countOn(onProgress, done, figures.trials);
      const own = { ...options, limits: shareOut(limits, group, figures), onProgress: progress };
      reports.push(await compare(askFor(group, include), own));
      done += group.figures.trials;
    }
    const keys = [...groups.keys()];
    return entrants.map(({ name, recipe }) => ({
      name,
      report: reports[keys.indexOf(keyOf(recipe))],
      lambda: lambdaOf(recipe),
    }));
  } catch (error) {
    throw placeInRequest(error);
  }
}

/** Those who differ in lambda alone, together. */
function groupEntrants(entrants: readonly Entrant[]): Map<string, Group> {
  const groups = new Map<string, Group>();
  for (const { recipe } of entrants) {
    const key = keyOf(recipe);
    const group = groups.get(key) ?? { recipe, lambdas: [] };
    group.lambdas.push(lambdaOf(recipe));
    groups.set(key, group);
  }
  return groups;
}

function keyOf({ data: _data, penalty, ...rest }: AskedRecipe): string {
  return JSON.stringify({ ...rest, penalty: { ...penalty, lambdas: [] } });
}

/** The lambda of a recipe that has one. */
export function lambdaOf({ penalty }: Pick<AskedRecipe, 'penalty'>): number {
  return penalty.lambdas === 'auto' ? 0 : penalty.lambdas[0];
}

function askFor({ recipe, lambdas }: Group, include: readonly 'losses'[]): unknown {
  return { ...recipe, penalty: { ...recipe.penalty, lambdas }, include };
}

/** All of them are held at once. */
function keepsLosses(planned: readonly Planned[], { included }: Limits): boolean {
  const kept = planned.map(
    ({ figures, lambdas, recipe }) => figures.rows * recipe.split.repeats * lambdas.length,
  );
  return kept.reduce((sum, each) => sum + each, 0) <= included;
}

/** Each gets its share of the seconds, so that all together take no longer than one comparison may. */
function shareOut(limits: Limits, { figures }: Planned, all: PlanFigures): Limits {
  const share = all.seconds > 0 ? (limits.seconds * figures.seconds) / all.seconds : limits.seconds;
  return { ...limits, seconds: Math.max(share, figures.seconds) };
}

/** One count of trials over all comparisons. */
function countOn(listener: ProgressListener, before: number, of: number): ProgressListener {
  return (event) => {
    if (event.kind === 'trial') listener({ ...event, done: before + event.done, of });
    else if (event.kind !== 'plan') listener(event);
  };
}

function sumFigures(all: readonly PlanFigures[]): PlanFigures {
  const sum = (take: (figures: PlanFigures) => number) =>
    all.reduce((total, figures) => total + take(figures), 0);
  const most = (take: (figures: PlanFigures) => number) => Math.max(...all.map(take));
  return {
    ...all[0],
    trials: sum(({ trials }) => trials),
    counts: {
      grid: sum(({ counts }) => counts.grid),
      search: sum(({ counts }) => counts.search),
      inner: sum(({ counts }) => counts.inner),
      refit: sum(({ counts }) => counts.refit),
    },
    steps: sum(({ steps }) => steps),
    flops: sum(({ flops }) => flops),
    bytes: most(({ bytes }) => bytes),
    engineBytes: most(({ engineBytes }) => engineBytes),
    seconds: sum(({ seconds }) => seconds),
  };
}
