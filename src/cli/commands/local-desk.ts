import { availableParallelism } from 'node:os';
import type { ProgressListener } from '../../compare/progress.ts';
import type { Holder } from '../../node/sweeps/lock.ts';
import type { NodeSweeps } from '../../node/sweeps/sweeps.ts';
import { refuseAborted } from '../../pace.ts';
import type { Report } from '../../report/schema.ts';
import { chooseSweepLimits, requireStrict } from '../../sweeps/limits.ts';
import type { SweepEvent, SweepView } from '../../sweeps/sweep.ts';
import type { Context, Services } from '../environment.ts';
import { FailureError, UsageError } from '../exit-codes.ts';
import type { PlaceFlags } from './find-service.ts';
import { chooseLimits } from './run-compare.ts';
import type { SweepDesk } from './sweep-desk.ts';

/** Milliseconds between two looks at what has happened. */
const POLL_MS = 100;

type Folder = Awaited<ReturnType<Services['folder']>>;

/**
 * The sweeps in a folder of this machine. The command that starts or follows one works on it; whoever only looks
 * leaves the folder to others.
 */
export async function openLocalDesk(
  context: Context,
  path: string,
  { workers = availableParallelism(), limits }: Pick<PlaceFlags, 'workers' | 'limits'>,
): Promise<SweepDesk> {
  const node = await context.services.folder();
  const worker = openWorker(context, node, path, workers);
  return {
    place: { folder: path },
    async start(recipe, isLeft, signal) {
      requireStrict(recipe);
      const { plan } = await context.services.library();
      const engines = await worker.loadEngines();
      // First, so that a recipe that is refused leaves no folder.
      const figures = await plan(recipe, { engines, limits: chooseSweepLimits(), ...chooseLimits(limits) });
      refuseAborted(signal);
      const sweeps = await worker.open();
      // One that is kept for later is not to be begun.
      if (isLeft) await sweeps.leave();
      const { data, ...rest } = { ...(recipe as { readonly data?: unknown }) };
      return sweeps.start(node.drawSweepId(), { recipe: rest, data: JSON.stringify(data), plan: figures });
    },
    read: async (id) => requireSweep(node.viewSweep(path, id), id, path),
    async follow(id, work) {
      requireSweep(node.viewSweep(path, id), id, path);
      const sweeps = await worker.open();
      sweeps.resume(id);
      return follow(sweeps, id, worker, work);
    },
    async stop(id) {
      requireSweep(node.viewSweep(path, id), id, path);
      const sweeps = await worker.open();
      return requireSweep(await sweeps.stop(id), id, path);
    },
    close: worker.close,
  };
}

/** What works in a folder, once it is needed. */
function openWorker({ services }: Context, { openNodeSweeps }: Folder, path: string, workers: number) {
  const load = async () => (await services.engines()).createEngines();
  let engines: ReturnType<typeof load> | undefined;
  let opened: ReturnType<typeof make> | undefined;
  let fault: { readonly reason: unknown } | undefined;
  const loadEngines = () => {
    engines ??= load();
    return engines;
  };
  const make = async () => {
    const pool = workers === 0 ? undefined : (await services.pool()).createPool({ workers });
    const onFault = (reason: unknown) => {
      fault ??= { reason };
    };
    const options = { engines: await loadEngines(), pool, workers, kind: 'command', onFault } as const;
    const sweeps = await openNodeSweeps(path, options).catch(async (error: unknown) => {
      await pool?.close();
      throw explainUse(error);
    });
    return { sweeps, pool };
  };
  return {
    loadEngines,
    async open() {
      opened ??= make();
      return (await opened).sweeps;
    },
    /** @throws what has stopped the work */
    check() {
      if (fault !== undefined) throw fault.reason;
    },
    async close() {
      const made = await opened?.catch(() => null);
      await made?.sweeps.close();
      await made?.pool?.close();
    },
  };
}

/** Follows a sweep to its report. */
async function follow(
  sweeps: NodeSweeps,
  id: string,
  { check }: { check(): void },
  { signal, onProgress }: { readonly signal: AbortSignal; readonly onProgress: ProgressListener },
): Promise<Report> {
  for (let sequence = 0; ; ) {
    refuseAborted(signal);
    check();
    const events = await sweeps.eventsAfter(id, sequence);
    for (const event of events) {
      sequence = event.sequence;
      if (tell(event, id, onProgress)) return readReport(await sweeps.report(id), id);
    }
    if (events.length === 0) await new Promise((resume) => setTimeout(resume, POLL_MS));
  }
}

/** Returns whether the report is there. */
function tell({ name, data }: SweepEvent, id: string, onProgress: ProgressListener): boolean {
  const told = JSON.parse(data);
  switch (name) {
    case 'plan':
      onProgress({ kind: 'plan', plan: told });
      return false;
    case 'trial':
      onProgress({ kind: 'trial', ...told });
      return false;
    case 'error':
      throw new FailureError(told.message);
    case 'stopped':
      throw new FailureError(`sweep ${id} was stopped after ${told.done} of ${told.of} trials`);
    case 'report':
      return true;
  }
}

function readReport(text: string | null, id: string): Report {
  if (text !== null) return JSON.parse(text);
  throw new FailureError(`sweep ${id} is done, but its report is lost: start it again`);
}

function requireSweep(view: SweepView | null, id: string, path: string): SweepView {
  if (view !== null) return view;
  throw new UsageError(
    `there is no sweep ${id} in ${path}, or it has expired; absum sweep list shows what is`,
  );
}

/** Of a folder that another process works in, the message says what to do. */
function explainUse(error: unknown): unknown {
  if (!(error instanceof Error && 'holder' in error)) return error;
  const holder = error.holder as Holder | null;
  const advice =
    holder?.kind === 'server'
      ? `ask the server: --url ${holder.url ?? 'and its address'}`
      : 'wait until it ends, or press Ctrl-C there, which loses nothing';
  return new FailureError(`${error.message}: ${advice}`);
}
