import { thinEpochs } from '../compare/executor.ts';
import type { Engine } from '../engines/engine.ts';
import { errorAt } from '../errors.ts';
import { paceWork, trainPair, type Work, type Workplace } from '../training/pair.ts';
import { type FromWorker, packFault, type ToWorker } from './protocol.ts';

/** The worker's end of the line to its pool: `self` in a Web Worker, `parentPort` in a thread of Node. */
export interface ServedPort {
  onmessage: Receive['receive'] | null;
  postMessage(message: FromWorker): void;
}

/** Typed as a method is: `self` expects handlers of a whole `MessageEvent`, and this one reads only the data. */
interface Receive {
  receive(event: { readonly data: ToWorker }): void;
}

type PairMessage = Extract<ToWorker, { kind: 'pair' }>;

/** A comparison that the worker knows, and what stops it. */
interface Opened {
  readonly work: Work;
  readonly stop: AbortController;
}

/**
 * Makes a worker work for a pool: call it at the worker's start, before anything is awaited.
 *
 * @param engines the worker's own engines, or a promise of them; by name, they must include those of the
 *   comparing side
 */
export function servePool(port: ServedPort, engines: readonly Engine[] | Promise<readonly Engine[]>): void {
  const opened = new Map<number, Opened>();
  const onTrial: Workplace['onTrial'] = (lambda, value) => port.postMessage({ kind: 'trial', lambda, value });
  const onEpoch: NonNullable<Workplace['onEpoch']> = (lambda, point) =>
    port.postMessage({ kind: 'epoch', lambda, point });
  const answer = async ({ comparison, pair, tell }: PairMessage): Promise<FromWorker> => {
    try {
      const known = opened.get(comparison);
      if (known === undefined) throw new Error(`no comparison ${comparison} is open in this worker`);
      const { work, stop } = known;
      const engine = findEngine(await engines, work);
      const pacer = paceWork(work, { signal: stop.signal });
      const told = {
        onTrial: tell.trials ? onTrial : undefined,
        onEpoch: tell.epochs > 0 ? thinEpochs(work, tell.epochs, onEpoch) : undefined,
      };
      return { kind: 'outcome', outcome: await trainPair(work, pair, { engine, pacer, ...told }) };
    } catch (error) {
      return { kind: 'failure', fault: packFault(error) };
    }
  };
  port.onmessage = async ({ data: message }) => {
    const { comparison } = message;
    if (message.kind === 'open') {
      opened.set(comparison, { work: message.work, stop: new AbortController() });
    } else if (message.kind === 'pair') {
      port.postMessage(await answer(message));
    } else {
      opened.get(comparison)?.stop.abort();
      opened.delete(comparison);
    }
  };
}

function findEngine(engines: readonly Engine[], { figures }: Work): Engine {
  const engine = engines.find(({ name }) => name === figures.engine);
  if (engine !== undefined) return engine;
  const atHand = engines.map(({ name }) => name).join(', ') || 'none';
  const message = `there is no engine "${figures.engine}" in the worker (at hand: ${atHand})`;
  throw errorAt('unsupported', 'engine', message);
}
