import { join } from 'node:path';
import type { BudgetStore } from '../admission/budget.ts';
import { openBudgetTables } from '../admission/budget-tables.ts';
import { createMemoryAdmission, type MemoryAdmission, measureNeed } from '../admission/memory.ts';
import type { Engine } from '../engines/engine.ts';
import { describeError, type Log } from '../http/log.ts';
import type { AppParts } from '../http/parts.ts';
import type { AppSettings } from '../http/settings.ts';
import { limitPairUse } from '../recipe/limits.ts';
import { chooseSweepLimits } from '../sweeps/limits.ts';
import type { SweepService } from '../sweeps/sweep.ts';
import { createEngines } from './engines.ts';
import { createPool } from './pool.ts';
import { openSqliteFile } from './sqlite.ts';

/** What a workshop is made of; all that can be cloned may come from another thread. */
export interface WorkshopOptions {
  /** Those of Node by default. */
  readonly engines?: readonly Engine[] | undefined;
  /** Where comparisons are worked on, unless it has threads of its own. */
  readonly executor?: AppParts['executor'];
  /** Threads of its own; none by default. */
  readonly workers?: number | undefined;
  /** Pairs that `executor` works on at once. */
  readonly threads?: number | undefined;
  /** The folder in which sweeps are kept, or another service of sweeps. */
  readonly sweeps?: string | SweepService | undefined;
  /** Days after which a sweep in the folder is deleted. */
  readonly sweepDays?: number | undefined;
  readonly memory?: MemoryAdmission | undefined;
  readonly budgets?: BudgetStore | undefined;
}

/** All that a Node host works with: engines, threads, sweeps in a folder, and what they share. */
export interface Workshop {
  readonly parts: Pick<
    AppParts,
    'engines' | 'executor' | 'threads' | 'sweeps' | 'lanes' | 'memory' | 'budgets'
  >;
  /** Says where the server answers, for other processes that want the folder of sweeps. */
  tellUrl(url: string): void;
  /** Leaves sweeps as they stand, and ends what follows them. */
  leave(): Promise<void>;
  /** Frees folder and threads. */
  close(): Promise<void>;
}

/**
 * Opens a workshop. Sweeps that an earlier process left running in the folder are resumed.
 *
 * @throws AbsumError `misconfigured` for a folder of sweeps that is in use or cannot be written to
 */
export async function openWorkshop(
  { limits, budgetSeconds, mostSweeps }: Pick<AppSettings, 'limits' | 'budgetSeconds' | 'mostSweeps'>,
  options: WorkshopOptions,
  log: Log,
): Promise<Workshop> {
  const { engines = createEngines(), workers, sweeps, sweepDays, threads = workers } = options;
  const { memory = createMemoryAdmission({ bytes: limits.memory, threads }) } = options;
  const pool = workers === undefined ? undefined : createPool({ workers });
  try {
    const kept = typeof sweeps === 'string' ? await openSweeps(sweeps) : undefined;
    const isLimited = budgetSeconds !== undefined || mostSweeps !== undefined;
    const budgets =
      options.budgets ??
      (isLimited && typeof sweeps === 'string'
        ? openBudgetTables(openSqliteFile(join(sweeps, 'budgets.sqlite')))
        : undefined);
    return {
      parts: {
        engines,
        executor: options.executor ?? pool,
        threads,
        sweeps: kept ?? (sweeps as SweepService | undefined),
        lanes: workers,
        memory,
        budgets,
      },
      tellUrl: (url) => kept?.tellUrl(url),
      leave: async () => kept?.leave(),
      async close() {
        await kept?.close();
        await pool?.close();
      },
    };
  } catch (error) {
    await pool?.close();
    throw error;
  }

  async function openSweeps(folder: string) {
    // Loaded on demand: not every Node has what it needs.
    const { openNodeSweeps } = await import('./sweeps/sweeps.ts');
    const onFault = (fault: unknown) => log(describeError(fault, null));
    const pairSeconds = limitPairUse(chooseSweepLimits(limits));
    return openNodeSweeps(folder, {
      engines,
      pool,
      workers,
      pairSeconds,
      admit: (plan, signal) => memory.wait(measureNeed(plan), signal),
      days: sweepDays,
      onFault,
    });
  }
}
