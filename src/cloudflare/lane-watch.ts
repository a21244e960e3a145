/** Which lane of which sweep a workflow is. */
export interface LaneParameters {
  /** The id of the sweep. */
  readonly sweep: string;
  /** From 0. */
  readonly lane: number;
}

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

/**
 * Sees to it that a lane of a sweep runs: creates it, or wakes the one that is there. It may be called at any time, since
 * a lane that is at work is left alone.
 *
 * @returns the status in which it was
 */
export async function wakeLane(workflow: Workflow<LaneParameters>, lane: LaneParameters): Promise<string> {
  const id = nameLane(lane);
  try {
    await workflow.create({ id, params: lane });
    return 'new';
  } catch (error) {
    if (!/already.?exists/i.test(String(error))) throw error;
  }
  const instance = await workflow.get(id);
  const { status } = await instance.status();
  if (status === 'paused') await instance.resume();
  // It ended while the ledger has work left: run it anew, which skips all that is recorded.
  else if (ENDED.has(status)) await instance.restart();
  // A live engine keeps the event for nobody; one that a kill has left behind starts again to receive it.
  else await instance.sendEvent({ type: 'wake', payload: null });
  return status;
}

const ENDED: ReadonlySet<string> = new Set(['errored', 'complete', 'terminated']);

function nameLane({ sweep, lane }: LaneParameters): string {
  return `${sweep}-${lane}`;
}
