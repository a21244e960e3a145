import {
  keyReused,
  type SweepEvent,
  type SweepInput,
  type SweepService,
  type SweepStanding,
  type SweepState,
  type SweepView,
} from '../../src/sweeps/sweep.ts';

const TRIAL = { repeat: 0, fold: 0, lambda: 0.1, value: 1.5 };

/** A sweep in memory, which a test brings on by hand. */
export interface FakeSweep {
  readonly input: SweepInput;
  readonly events: SweepEvent[];
  state: SweepState;
  done: number;
  error?: { code: string; message: string };
  report: string | null;
}

/** Sweeps in memory: started and stopped over the service, and brought on by hand. */
export function createFakeSweeps() {
  const sweeps = new Map<string, FakeSweep>();
  const calls: string[] = [];

  const standing = (id: string): SweepStanding | null => {
    const sweep = sweeps.get(id);
    if (sweep === undefined) return null;
    const { state, done, error, input } = sweep;
    return {
      id,
      state,
      progress: { done, of: input.plan.trials },
      secondsLeft: state === 'running' ? 1.5 : null,
      started: 1_700_000_000_000,
      expires: 1_700_600_000_000,
      ...(error && { error }),
    };
  };
  const view = (id: string): SweepView | null => {
    const known = standing(id);
    return known && { ...known, trials: Array.from({ length: known.progress.done }, () => TRIAL) };
  };
  const tell = (id: string, name: SweepEvent['name'], data: unknown) => {
    const { events } = get(id);
    events.push({ sequence: events.length + 1, name, data: JSON.stringify(data) });
  };
  const get = (id: string): FakeSweep => {
    const sweep = sweeps.get(id);
    if (sweep === undefined) throw new Error(`no sweep ${id}`);
    return sweep;
  };
  const end = (id: string, state: SweepState, name: SweepEvent['name'], data: unknown) => {
    if (get(id).state !== 'running') return;
    get(id).state = state;
    tell(id, name, data);
  };

  const service: SweepService = {
    async start(id, input) {
      calls.push('start');
      if ((sweeps.get(id)?.input.digest ?? input.digest) !== input.digest) throw keyReused();
      if (!sweeps.has(id)) {
        sweeps.set(id, { input, events: [], state: 'running', done: 0, report: null });
        tell(id, 'plan', input.plan);
      }
      return view(id) as SweepView;
    },
    async view(id) {
      calls.push('view');
      return view(id);
    },
    async standing(id) {
      calls.push('standing');
      return standing(id);
    },
    async report(id) {
      calls.push('report');
      return sweeps.get(id)?.report ?? null;
    },
    async eventsAfter(id, sequence) {
      calls.push('eventsAfter');
      return (sweeps.get(id)?.events ?? []).filter((event) => event.sequence > sequence).slice(0, 100);
    },
    async stop(id) {
      calls.push('stop');
      if (!sweeps.has(id)) return null;
      end(id, 'stopped', 'stopped', { done: get(id).done, of: get(id).input.plan.trials });
      return view(id);
    },
  };
  return {
    service,
    sweeps,
    /** Names of the methods called, in order. */
    calls,
    /** A trial of the grid is done. */
    advance(id: string, trials = 1) {
      for (let i = 0; i < trials; i++) {
        const sweep = get(id);
        sweep.done += 1;
        tell(id, 'trial', { done: sweep.done, of: sweep.input.plan.trials, ...TRIAL });
      }
    },
    finish(id: string, report: string | null) {
      get(id).report = report;
      end(id, 'done', 'report', null);
    },
    fail(id: string, code: string, message: string) {
      get(id).error = { code, message };
      end(id, 'failed', 'error', { code, message });
    },
  };
}
