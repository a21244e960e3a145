import type { Workflow } from 'cloudflare:workers';
import type { LaneParameters } from './sweep-lane.ts';

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
