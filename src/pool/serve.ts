import { thinEpochs } from '../compare/executor.ts';
import type { Pair } from '../data/split.ts';
import type { Engine } from '../engines/engine.ts';
import { errorAt } from '../errors.ts';
import { paceWork, trainPair, type Work, type Workplace } from '../training/pair.ts';
import { findEngine } from './find-engine.ts';
import { type FromWorker, type PairTodo, packFault, type ToWorker, type TrialText } from './protocol.ts';

/** The worker's end of the line to its pool: `self` in a Web Worker, `parentPort` in a thread of Node. */
export interface ServedPort {
  onmessage: Receive['receive'] | null;
  postMessage(message: FromWorker): void;
}

/** Typed as a method is: `self` expects handlers of a whole `MessageEvent`, and this one reads only the data. */
interface Receive {
  receive(event: { readonly data: ToWorker }): void;
}

type PairMessage = Extract<ToWorker, { kind: 'pair' | 'texts' }>;

/**
 * Works on a pair and writes its results as texts.
 *
 * @param tell called with each trial
 * @returns what is left of the pair after its trials
 */
export type WorkOnTexts = (
  work: Work,
  pair: Pair,
  todo: PairTodo,
  place: Pick<Workplace, 'engine' | 'pacer'>,
  tell: (trial: TrialText) => void,
) => Promise<string>;

/** For workers whose pool has comparisons alone. */
const refuseTexts: WorkOnTexts = () => {
  throw errorAt('unsupported', '', 'this worker does not write its results as texts');
};

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
 * @param workOnTexts what works on the pairs of sweeps, if the pool has any
 */
export function servePool(
  port: ServedPort,
  engines: readonly Engine[] | Promise<readonly Engine[]>,
  workOnTexts: WorkOnTexts = refuseTexts,
): void {
  const opened = new Map<number, Opened>();
  const onTrial: Workplace['onTrial'] = (lambda, value) => port.postMessage({ kind: 'trial', lambda, value });
  const onEpoch: NonNullable<Workplace['onEpoch']> = (lambda, point) =>
    port.postMessage({ kind: 'epoch', lambda, point });
  const answer = async (message: PairMessage): Promise<FromWorker> => {
    try {
      const { comparison, pair } = message;
      const known = opened.get(comparison);
      if (known === undefined) throw new Error(`no comparison ${comparison} is open in this worker`);
      const { work, stop } = known;
      const place = {
        engine: await findEngine(await engines, work),
        pacer: paceWork(work, { signal: stop.signal }),
      };
      if (message.kind === 'texts') {
        const tell = (trial: TrialText) => port.postMessage({ kind: 'text', ...trial });
        return { kind: 'closing', text: await workOnTexts(work, pair, message.todo, place, tell) };
      }
      const { trials, epochs } = message.tell;
      const told = {
        onTrial: trials ? onTrial : undefined,
        onEpoch: epochs > 0 ? thinEpochs(work, epochs, onEpoch) : undefined,
      };
      return { kind: 'outcome', outcome: await trainPair(work, pair, { ...place, ...told }) };
    } catch (error) {
      return { kind: 'failure', fault: packFault(error) };
    }
  };
  port.onmessage = async ({ data: message }) => {
    const { comparison } = message;
    if (message.kind === 'open') {
      opened.set(comparison, { work: message.work, stop: new AbortController() });
    } else if (message.kind === 'close') {
      opened.get(comparison)?.stop.abort();
      opened.delete(comparison);
    } else {
      port.postMessage(await answer(message));
    }
  };
}
