/** Which lane of which sweep a workflow is. */
export interface LaneParameters {
  /** The id of the sweep. */
  readonly sweep: string;
  /** From 0. */
  readonly lane: number;
}

/** When each lane of a sweep last called, as far as this process knows. */
export class LaneWatch {
  readonly #staleMs: number;
  readonly #now: () => number;
  readonly #heard = new Map<number, number>();
  readonly #gone = new Set<number>();

  /**
   * @param staleMs longer than a working lane is ever silent
   * @param now milliseconds
   */
  constructor(staleMs: number, now: () => number) {
    this.#staleMs = staleMs;
    this.#now = now;
  }

  /** The lane has called. */
  hear(lane: number): void {
    this.#heard.set(lane, this.#now());
  }

  /** The lane has done its share and ends. */
  leave(lane: number): void {
    this.#gone.add(lane);
  }

  /**
   * Of the given lanes, those to wake. A lane that has never called this process is among them: whatever
   * restarted the process may have ended the lane too.
   */
  listSilent(lanes: readonly number[]): number[] {
    const since = this.#now() - this.#staleMs;
    return lanes.filter((lane) => !this.#gone.has(lane) && (this.#heard.get(lane) ?? since) <= since);
  }

  /**
   * Forgets which lanes have left: the sweep makes no progress, so one of those may be the one that is
   * missing.
   */
  forget(): void {
    this.#heard.clear();
    this.#gone.clear();
  }
}

/**
 * Makes sure that a lane of a sweep runs: creates it, or wakes the existing one. It may be called at any
 * time, since a working lane is left alone.
 *
 * @returns the status in which the lane was
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
  // It ended while the ledger has work left: run it again, which skips everything recorded.
  else if (ENDED.has(status)) await instance.restart();
  // For a workflow that is running, the event has no effect; one left behind by a kill starts again to
  // receive it.
  else await instance.sendEvent({ type: 'wake', payload: null });
  return status;
}

const ENDED: ReadonlySet<string> = new Set(['errored', 'complete', 'terminated']);

function nameLane({ sweep, lane }: LaneParameters): string {
  return `${sweep}-${lane}`;
}
