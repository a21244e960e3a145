import type { Engine } from '../../src/engines/engine.ts';
import type { FromWorker, ToWorker } from '../../src/pool/protocol.ts';
import { type ServedPort, servePool } from '../../src/pool/serve.ts';
import type { WebWorker } from '../../src/pool/web-pool.ts';
import { workOnTexts } from '../../src/sweeps/pair-texts.ts';

/**
 * A Web Worker whose script runs in this thread, at the other end of a MessageChannel: all that is said is cloned as
 * it is on the way to another thread, and engines can be watched.
 */
export class ChannelWorker extends EventTarget implements WebWorker {
  readonly said: ToWorker[] = [];
  readonly heard: FromWorker[] = [];
  readonly #here: MessagePort;
  readonly #there: MessagePort;
  isTerminated = false;

  constructor(engines: readonly Engine[] | Promise<readonly Engine[]>) {
    super();
    const { port1, port2 } = new MessageChannel();
    [this.#here, this.#there] = [port1, port2];
    this.#here.onmessage = ({ data }: { data: FromWorker }) => {
      this.heard.push(data);
      if (!this.isTerminated) this.dispatchEvent(Object.assign(new Event('message'), { data }));
    };
    servePool(this.#there as ServedPort, engines, workOnTexts);
  }

  postMessage(message: ToWorker): void {
    this.said.push(message);
    this.#here.postMessage(message);
  }

  /** What an error that nobody caught comes to. */
  fail(message: string): void {
    this.dispatchEvent(Object.assign(new Event('error'), { message }));
  }

  terminate(): void {
    this.isTerminated = true;
    this.#here.close();
    this.#there.close();
  }
}
