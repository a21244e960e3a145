import type { Engine } from '../engines/engine.ts';
import { createPacer, type Pacer } from '../pace.ts';
import { finishSweep } from '../sweeps/finish.ts';
import { type LedgerClient, workFor } from '../sweeps/ledger-client.ts';
import { chooseSweepLimits, type HostLimits } from '../sweeps/limits.ts';
import { prepareSweep, runShard, type ShardOptions } from '../sweeps/run-shard.ts';
import type { SweepSpec } from '../sweeps/sweep.ts';
import { loadGround, resolveWork, type SweepGround } from '../sweeps/sweep-work.ts';
import type { SweepEnv } from './environment.ts';
import { openStore } from './store.ts';
import type { LaneParameters } from './sweep-lane.ts';

/** Of at most so many batches is a lane's share: a workflow may take 1,024 steps on any plan. */
const MOST_BATCHES = 500;
/** Estimated work of a batch, where there is as much: a step of its own for less would cost more than it keeps. */
const SECONDS_A_BATCH = 10;

/** The steps of a lane. Each may be run again, by another process too. */
export interface Lane {
  /** Searches for the lambdas, where that is to be done. Returns how many batches of pairs follow. */
  begin(): Promise<number>;
  workOn(batch: number): Promise<'done' | 'stopped'>;
  /** Makes the report, if nobody else has work left. */
  end(): Promise<'done' | 'stopped'>;
}

export function openLane(
  { SWEEPS, SWEEP_FILES }: Pick<SweepEnv, 'SWEEPS' | 'SWEEP_FILES'>,
  { sweep, lane }: LaneParameters,
  engines: readonly Engine[],
  limits: HostLimits | undefined,
): Lane {
  const object = SWEEPS.getByName(sweep);
  const store = openStore(SWEEP_FILES);
  const client: LedgerClient = {
    todo: (pair) => object.todo(lane, pair),
    beat: () => object.beat(lane),
    recordCell: (...cell) => object.recordCell(lane, ...cell),
    recordClosing: (...closing) => object.recordClosing(lane, ...closing),
    readCells: (pair) => object.readCells(pair),
    prepare: (text) => object.prepare(text),
    readPair: (pair) => object.readPair(pair),
    finish: () => object.finish(),
    fail: (code, message) => object.fail(code, message),
  };
  /** Loaded by the first step that this process runs, for those that follow. */
  let loaded: SweepGround | null = null;

  /** Null where the sweep has ended, by what is wrong with its data too. */
  const load = async ({ recipe, dataKey }: SweepSpec): Promise<SweepGround | null> => {
    if (loaded !== null) return loaded;
    const data = await store.readData(dataKey);
    if (data === null) {
      await client.fail('data-lost', 'the data set of the sweep is not in the store any more');
      return null;
    }
    await workFor(client, async () => {
      loaded = await loadGround({ recipe }, data, engines, chooseSweepLimits(limits));
    });
    return loaded;
  };

  /** One for all steps of the lane in this process. */
  let pacer: Pacer | null = null;
  const pace = ({ plan: { figures } }: SweepGround): ShardOptions => {
    pacer ??= createPacer(figures.seconds / figures.steps, undefined);
    return { pacer };
  };

  return {
    async begin() {
      const spec = await object.spec();
      if (spec === null || !(await client.beat())) return 0;
      if (lane === 0 && spec.search > 0) {
        const ground = await load(spec);
        if (ground === null) return 0;
        const outcome = await prepareSweep(ground, await object.prepared(), client, pace(ground));
        if (outcome === 'stopped') return 0;
      }
      return countBatches(spec, lane);
    },

    async workOn(batch) {
      const spec = await object.spec();
      const ground = spec && (await load(spec));
      if (spec === null || ground === null) return 'stopped';
      const work = resolveWork(ground, await object.prepared());
      for (const pair of listPairs(spec, lane, batch)) {
        if ((await runShard(work, pair, client, pace(ground))) === 'stopped') return 'stopped';
      }
      return 'done';
    },

    async end() {
      const spec = await object.spec();
      if (spec === null || !(await object.leave(lane))) return 'done';
      const ground = await load(spec);
      if (ground === null) return 'stopped';
      const work = resolveWork(ground, await object.prepared());
      const keep = (report: string) => store.writeReport(sweep, report);
      return finishSweep(work, client, { ...pace(ground), keep });
    },
  };
}

/** A lane has every `lanes`-th pair, from the one that has its own number on. */
function countShare({ pairs, lanes }: SweepSpec, lane: number): number {
  return Math.ceil((pairs - lane) / lanes);
}

function countBatches(spec: SweepSpec, lane: number): number {
  return Math.ceil(countShare(spec, lane) / measureBatch(spec));
}

function measureBatch({ pairs, lanes, seconds }: SweepSpec): number {
  const share = Math.ceil(pairs / lanes);
  const worthwhile = Math.floor((SECONDS_A_BATCH * pairs) / seconds);
  return Math.min(share, Math.max(1, Math.ceil(share / MOST_BATCHES), worthwhile));
}

function listPairs(spec: SweepSpec, lane: number, batch: number): number[] {
  const size = measureBatch(spec);
  const from = batch * size;
  const length = Math.min(size, countShare(spec, lane) - from);
  return Array.from({ length }, (_, k) => lane + (from + k) * spec.lanes);
}
