/** When each lane of a sweep was heard of last, as far as this process knows. */
export class LaneWatch {
  readonly #staleMs: number;
  readonly #now: () => number;
  readonly #heard = new Map<number, number>();
  readonly #gone = new Set<number>();

  /**
   * @param staleMs longer than a lane that works is ever silent
   * @param now milliseconds
   */
  constructor(staleMs: number, now: () => number) {
    this.#staleMs = staleMs;
    this.#now = now;
  }

  /** The lane is there. */
  hear(lane: number): void {
    this.#heard.set(lane, this.#now());
  }

  /** The lane has done its share and ends. */
  leave(lane: number): void {
    this.#gone.add(lane);
  }

  /**
   * Of some lanes those to wake. One that this process has never heard of is among them: what started the process anew may
   * have taken the lane along.
   */
  listSilent(lanes: readonly number[]): number[] {
    const since = this.#now() - this.#staleMs;
    return lanes.filter((lane) => !this.#gone.has(lane) && (this.#heard.get(lane) ?? since) <= since);
  }

  /** Forgets who has left: nothing is told any more, so who left may be who is missing. */
  forget(): void {
    this.#heard.clear();
    this.#gone.clear();
  }
}
