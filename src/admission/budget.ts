import type { PlanFigures } from '../plan/schema.ts';
import type { SweepStanding } from '../sweeps/sweep.ts';

// What a caller may use in a day: seconds of work by the plan's estimate, paid before the work begins.

/** How a payment ended: with the payment, or for want of seconds or of room for one more sweep. */
export interface Payment {
  readonly outcome: 'paid' | 'no-seconds' | 'no-room';
  /** Seconds that the caller has used of the day, this payment included. */
  readonly used: number;
  /** The ids of the caller's sweeps that are not known to have ended. */
  readonly sweeps: readonly string[];
}

/** What is paid for a sweep. */
export interface SweepPayment {
  readonly id: string;
  readonly seconds: number;
}

/** What a caller may use; Infinity for as much as anyone likes. */
export interface Allowance {
  readonly seconds: number;
  /** Sweeps that run at once. */
  readonly sweeps: number;
}

/**
 * Keeps what callers have used. Days are counted from 1970 in UTC. Each method does all that it says or, where
 * it throws, nothing.
 */
export interface BudgetStore {
  /** Seconds used of a day. Asking writes nothing. */
  used(caller: string, day: number): Promise<number>;
  /** Pays, if what is used stays within the allowance. */
  pay(caller: string, day: number, seconds: number, allowance: Allowance): Promise<Payment>;
  /** The same for a sweep, which counts as running from now on. One that has been paid for is not paid again. */
  paySweep(caller: string, day: number, sweep: SweepPayment, allowance: Allowance): Promise<Payment>;
  /** Gives seconds back to the day on which they were paid; it does not matter if that is over. */
  giveBack(caller: string, day: number, seconds: number): Promise<void>;
  /**
   * A sweep has ended: it counts no longer, and its caller gets back the share of its seconds that was not used.
   * For a sweep that is not the caller's it does nothing.
   */
  endSweep(caller: string, id: string, unused: number): Promise<void>;
}

/** What is left of a caller's day. */
export interface Balance {
  /** Seconds of a whole day. */
  readonly quota: number;
  readonly left: number;
  /** When the next day begins, in milliseconds since 1970. */
  readonly resets: number;
  /** Whole seconds until then, at least 1. */
  readonly secondsToReset: number;
}

export const DAY_MS = 86_400_000;

export const countDays = (now: number): number => Math.floor(now / DAY_MS);

interface BudgetOptions {
  readonly allowance: Allowance;
  /** Trials of one comparison that may be under way at once. */
  readonly threads?: number | undefined;
  /** Trials of one sweep that may be under way at once. */
  readonly lanes?: number | undefined;
  /** Milliseconds since 1970. */
  readonly now?: (() => number) | undefined;
}

/** Looks for a sweep; null if there is none, or no longer. */
export type FindSweep = (id: string) => Promise<SweepStanding | null>;

/** What a host lets each caller use in a day. */
export class Budget {
  readonly allowance: Allowance;
  readonly #store: BudgetStore;
  readonly #threads: number;
  readonly #lanes: number;
  readonly #now: () => number;

  constructor(store: BudgetStore, { allowance, threads = 1, lanes = 1, now = Date.now }: BudgetOptions) {
    this.allowance = allowance;
    this.#store = store;
    this.#threads = threads;
    this.#lanes = lanes;
    this.#now = now;
  }

  async look(caller: string): Promise<Balance> {
    const now = this.#now();
    return this.#balance(await this.#store.used(caller, countDays(now)), now);
  }

  /** Pays for a comparison. */
  async pay(caller: string, { seconds, trials }: PlanFigures) {
    const now = this.#now();
    const day = countDays(now);
    const { outcome, used } = await this.#store.pay(caller, day, seconds, this.allowance);
    return {
      outcome,
      balance: this.#balance(used, now),
      /** Gives back the seconds of trials that were never begun. */
      settle: async (done: number) => {
        const unused = measureUnused(done + this.#threads, trials);
        if (unused > 0) await this.#store.giveBack(caller, day, unused * seconds);
      },
    };
  }

  /**
   * Pays for a sweep. Where there is no room for one more, those that have ended make room.
   *
   * @returns running: what keeps it from starting, if that is other sweeps
   */
  async paySweep(caller: string, sweep: SweepPayment, find: FindSweep) {
    const now = this.#now();
    const pay = () => this.#store.paySweep(caller, countDays(now), sweep, this.allowance);
    let payment = await pay();
    let running: SweepStanding[] = [];
    if (payment.outcome === 'no-room') {
      running = await this.#dropEnded(caller, payment.sweeps, find);
      payment = await pay();
    }
    return { outcome: payment.outcome, balance: this.#balance(payment.used, now), running };
  }

  /** A sweep never started, or was stopped. */
  async endSweep(caller: string, id: string, standing: SweepStanding | null): Promise<void> {
    await this.#store.endSweep(caller, id, standing === null ? 1 : this.#judgeEnd(standing));
  }

  async #dropEnded(caller: string, ids: readonly string[], find: FindSweep): Promise<SweepStanding[]> {
    const running: SweepStanding[] = [];
    for (const id of ids) {
      const standing = await find(id);
      if (standing?.state === 'running') running.push(standing);
      // One that is no longer there has run to its end, for all that is known.
      else await this.#store.endSweep(caller, id, standing === null ? 0 : this.#judgeEnd(standing));
    }
    return running;
  }

  /** The unused share of a sweep that has ended. */
  #judgeEnd({ state, progress }: SweepStanding): number {
    return state === 'done' ? 0 : measureUnused(progress.done + this.#lanes, progress.of);
  }

  #balance(used: number, now: number): Balance {
    const { seconds } = this.allowance;
    const resets = (countDays(now) + 1) * DAY_MS;
    const secondsToReset = Math.ceil((resets - now) / 1000);
    return { quota: seconds, left: Math.max(0, seconds - used), resets, secondsToReset };
  }
}

/** The share of trials that were never begun; those under way at the end have been worked on, and are paid. */
function measureUnused(begun: number, of: number): number {
  return Math.max(0, 1 - begun / of);
}
