import { DurableObject } from 'cloudflare:workers';
import {
  type Allowance,
  type BudgetStore,
  countDays,
  DAY_MS,
  type SweepPayment,
} from '../admission/budget.ts';
import { BudgetTables } from '../admission/budget-tables.ts';
import { openSqlStore } from './sql-store.ts';

/** The object has one caller, whose name it need not know. */
const CALLER = '';

/**
 * What one caller has used, in the object's own storage. Nothing is written until something is paid, and nothing
 * is left once its day is over and its sweeps have ended.
 */
export class Budget extends DurableObject {
  #tables = new BudgetTables(openSqlStore(this.ctx.storage));

  used(day: number) {
    return this.#tables.used(CALLER, day);
  }

  async pay(day: number, seconds: number, allowance: Allowance) {
    await this.#watch(day);
    return this.#tables.pay(CALLER, day, seconds, allowance);
  }

  async paySweep(day: number, sweep: SweepPayment, allowance: Allowance) {
    await this.#watch(day);
    return this.#tables.paySweep(CALLER, day, sweep, allowance);
  }

  giveBack(day: number, seconds: number): void {
    this.#tables.giveBack(CALLER, day, seconds);
  }

  endSweep(id: string, unused: number): void {
    this.#tables.endSweep(CALLER, id, unused);
  }

  override async alarm(): Promise<void> {
    const today = countDays(Date.now());
    if (!this.#tables.dropBefore(today)) return this.ctx.storage.setAlarm((today + 1) * DAY_MS);
    await this.ctx.storage.deleteAll();
    this.#tables = new BudgetTables(openSqlStore(this.ctx.storage));
  }

  /** Comes back when the day is over. */
  async #watch(day: number): Promise<void> {
    if ((await this.ctx.storage.getAlarm()) === null) await this.ctx.storage.setAlarm((day + 1) * DAY_MS);
  }
}

/** The budgets of a Cloudflare Worker: each caller has a Durable Object. */
export function createBudgets(namespace: DurableObjectNamespace<Budget>): BudgetStore {
  const open = async (caller: string) => namespace.getByName(await nameObject(caller));
  return {
    used: async (caller, ...given) => (await open(caller)).used(...given),
    pay: async (caller, ...given) => (await open(caller)).pay(...given),
    paySweep: async (caller, ...given) => (await open(caller)).paySweep(...given),
    giveBack: async (caller, ...given) => (await open(caller)).giveBack(...given),
    endSweep: async (caller, ...given) => (await open(caller)).endSweep(...given),
  };
}

/** By a digest, since the platform shows the names of objects, and a caller may be an address. */
async function nameObject(caller: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(caller)));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
