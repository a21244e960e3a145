import type { Context } from 'hono';
import { Budget, type BudgetStore } from '../../admission/budget.ts';
import { createBudgetInMemory } from '../../admission/budget-in-memory.ts';
import { createMemoryAdmission, type MemoryAdmission } from '../../admission/memory.ts';
import type { PlanFigures } from '../../plan/schema.ts';
import type { AppSettings } from '../settings.ts';
import { enterMemory } from './memory.ts';
import { payFor } from './spending.ts';

/** What all work of an app has to pass. */
export interface Gate {
  readonly memory: MemoryAdmission;
  /** Undefined where a caller may use as much as anyone likes. */
  readonly budget: Budget | undefined;
}

interface GateParts extends Pick<AppSettings, 'limits' | 'budgetSeconds' | 'mostSweeps'> {
  readonly memory?: MemoryAdmission | undefined;
  readonly budgets?: BudgetStore | undefined;
  readonly threads?: number | undefined;
  readonly lanes?: number | undefined;
}

/** Makes what an app does not share with others of its process. */
export function openGate({ limits, budgetSeconds, mostSweeps, threads, lanes, ...parts }: GateParts): Gate {
  const { memory = createMemoryAdmission({ bytes: limits.memory, threads }) } = parts;
  if (budgetSeconds === undefined && mostSweeps === undefined) return { memory, budget: undefined };
  const { budgets = createBudgetInMemory() } = parts;
  const allowance = { seconds: budgetSeconds ?? ENDLESS, sweeps: mostSweeps ?? ENDLESS };
  return { memory, budget: new Budget(budgets, { allowance, threads, lanes }) };
}

const ENDLESS = Number.POSITIVE_INFINITY;

/**
 * Admits a comparison to the memory, and has its caller pay for it.
 *
 * @returns what is called with the number of its trials that were done, once it has ended
 * @throws HttpError `busy` or `budget-exceeded`; AbsumError `limit-exceeded` for what exceeds a whole day
 */
export async function admitComparison(c: Context, { memory, budget }: Gate, figures: PlanFigures) {
  const release = enterMemory(c, memory, figures);
  try {
    const settle = await payFor(c, budget, figures);
    return (trials: number) => {
      release();
      settle(trials);
    };
  } catch (error) {
    release();
    throw error;
  }
}
