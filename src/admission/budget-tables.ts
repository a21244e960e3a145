import type { SqlStore } from '../sweeps/ledger-tables.ts';
import type { Allowance, BudgetStore, Payment, SweepPayment } from './budget.ts';

/** Tables without rowid need no separate index: a host counts what it writes. */
const TABLES = {
  budgetDays: '(day INTEGER, caller TEXT, used REAL NOT NULL, PRIMARY KEY (day, caller)) WITHOUT ROWID',
  budgetSweeps: `(caller TEXT, id TEXT, day INTEGER NOT NULL, seconds REAL NOT NULL,
    PRIMARY KEY (caller, id)) WITHOUT ROWID`,
};

/** Days after which a sweep whose end nobody noticed counts no longer; it runs two days at most. */
const SWEEP_DAYS = 30;

/** The methods of a `BudgetStore` over a database, at once. */
export class BudgetTables {
  readonly #store: SqlStore;
  #isMade = false;

  constructor(store: SqlStore) {
    this.#store = store;
  }

  used(caller: string, day: number): number {
    return this.#hasTables() ? this.#readUsed(caller, day) : 0;
  }

  pay(caller: string, day: number, seconds: number, allowance: Allowance): Payment {
    return this.#change(day, () => this.#pay(caller, day, seconds, allowance));
  }

  paySweep(caller: string, day: number, { id, seconds }: SweepPayment, allowance: Allowance): Payment {
    return this.#change(day, () => {
      const sweeps = this.#listSweeps(caller);
      const used = this.#readUsed(caller, day);
      if (sweeps.includes(id)) return { outcome: 'paid', used, sweeps };
      if (sweeps.length >= allowance.sweeps) return { outcome: 'no-room', used, sweeps };
      const payment = this.#pay(caller, day, seconds, allowance);
      if (payment.outcome !== 'paid') return payment;
      this.#store.run('INSERT INTO budgetSweeps VALUES (?, ?, ?, ?)', caller, id, day, seconds);
      return { ...payment, sweeps: [...sweeps, id] };
    });
  }

  giveBack(caller: string, day: number, seconds: number): void {
    if (this.#hasTables()) this.#giveBack(caller, day, seconds);
  }

  endSweep(caller: string, id: string, unused: number): void {
    if (!this.#hasTables()) return;
    this.#store.transact(() => {
      const drop = 'DELETE FROM budgetSweeps WHERE caller = ? AND id = ? RETURNING day, seconds';
      const [row] = this.#store.run(drop, caller, id);
      if (row !== undefined) this.#giveBack(caller, Number(row.day), unused * Number(row.seconds));
    });
  }

  /** Drops what is over on a day. Returns whether nothing is left. */
  dropBefore(day: number): boolean {
    if (!this.#hasTables()) return true;
    this.#dropBefore(day);
    const counts = 'SELECT (SELECT count(*) FROM budgetDays) + (SELECT count(*) FROM budgetSweeps) AS count';
    return Number(this.#store.run(counts)[0].count) === 0;
  }

  #change<T>(day: number, work: () => T): T {
    return this.#store.transact(() => {
      if (!this.#hasTables()) this.#create();
      this.#dropBefore(day);
      return work();
    });
  }

  #create(): void {
    for (const [name, columns] of Object.entries(TABLES)) this.#store.run(`CREATE TABLE ${name} ${columns}`);
  }

  #pay(caller: string, day: number, seconds: number, allowance: Allowance): Payment {
    const sweeps = this.#listSweeps(caller);
    const used = this.#readUsed(caller, day);
    if (used + seconds > allowance.seconds) return { outcome: 'no-seconds', used, sweeps };
    const add = `INSERT INTO budgetDays VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET used = used + excluded.used`;
    this.#store.run(add, day, caller, seconds);
    return { outcome: 'paid', used: used + seconds, sweeps };
  }

  #giveBack(caller: string, day: number, seconds: number): void {
    const add = 'UPDATE budgetDays SET used = max(0, used - ?) WHERE day = ? AND caller = ?';
    this.#store.run(add, seconds, day, caller);
  }

  #readUsed(caller: string, day: number): number {
    const [row] = this.#store.run('SELECT used FROM budgetDays WHERE day = ? AND caller = ?', day, caller);
    return row === undefined ? 0 : Number(row.used);
  }

  #listSweeps(caller: string): string[] {
    return this.#store
      .run('SELECT id FROM budgetSweeps WHERE caller = ?', caller)
      .map(({ id }) => String(id));
  }

  #dropBefore(day: number): void {
    this.#store.run('DELETE FROM budgetDays WHERE day < ?', day);
    this.#store.run('DELETE FROM budgetSweeps WHERE day < ?', day - SWEEP_DAYS);
  }

  /** Looking for what a caller has used writes nothing: anyone may look. */
  #hasTables(): boolean {
    this.#isMade ||=
      this.#store.run("SELECT name FROM sqlite_master WHERE name IN ('budgetDays', 'budgetSweeps')")
        .length === 2;
    return this.#isMade;
  }
}

/** Keeps what callers have used in a database, which may hold other tables. */
export function openBudgetTables(store: SqlStore): BudgetStore {
  const tables = new BudgetTables(store);
  return {
    used: async (...given) => tables.used(...given),
    pay: async (...given) => tables.pay(...given),
    paySweep: async (...given) => tables.paySweep(...given),
    giveBack: async (...given) => tables.giveBack(...given),
    endSweep: async (...given) => tables.endSweep(...given),
  };
}
