import type { Allowance, BudgetStore, Payment, SweepPayment } from './budget.ts';

interface Account {
  day: number;
  used: number;
  readonly sweeps: Map<string, SweepPayment & { readonly day: number }>;
}

/** Keeps what callers have used in this process, which forgets it when it ends. */
export function createBudgetInMemory(): BudgetStore {
  const accounts = new Map<string, Account>();
  let today = 0;

  function open(caller: string, day: number): Account {
    if (day > today) {
      // So that it holds no more than a day's callers, and those whose sweeps run.
      for (const [name, { sweeps }] of accounts) if (sweeps.size === 0) accounts.delete(name);
      today = day;
    }
    const account = accounts.get(caller) ?? { day, used: 0, sweeps: new Map() };
    if (account.day !== day) Object.assign(account, { day, used: 0 });
    accounts.set(caller, account);
    return account;
  }
  function pay(account: Account, seconds: number, allowance: Allowance): Payment {
    const isPaid = account.used + seconds <= allowance.seconds;
    if (isPaid) account.used += seconds;
    return report(account, isPaid ? 'paid' : 'no-seconds');
  }
  function giveBack(account: Account | undefined, day: number, seconds: number): void {
    if (account?.day === day) account.used = Math.max(0, account.used - seconds);
  }

  return {
    async used(caller, day) {
      const account = accounts.get(caller);
      return account?.day === day ? account.used : 0;
    },
    async pay(caller, day, seconds, allowance) {
      return pay(open(caller, day), seconds, allowance);
    },
    async paySweep(caller, day, sweep, allowance) {
      const account = open(caller, day);
      const { sweeps } = account;
      if (sweeps.has(sweep.id)) return report(account, 'paid');
      if (sweeps.size >= allowance.sweeps) return report(account, 'no-room');
      const payment = pay(account, sweep.seconds, allowance);
      if (payment.outcome !== 'paid') return payment;
      sweeps.set(sweep.id, { ...sweep, day });
      return report(account, 'paid');
    },
    async giveBack(caller, day, seconds) {
      giveBack(accounts.get(caller), day, seconds);
    },
    async endSweep(caller, id, unused) {
      const account = accounts.get(caller);
      const sweep = account?.sweeps.get(id);
      if (account === undefined || sweep === undefined) return;
      account.sweeps.delete(id);
      giveBack(account, sweep.day, unused * sweep.seconds);
    },
  };
}

function report({ used, sweeps }: Account, outcome: Payment['outcome']): Payment {
  return { outcome, used, sweeps: [...sweeps.keys()] };
}
