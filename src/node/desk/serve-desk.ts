import { AbsumError } from '../../errors.ts';
import type { AskedBy } from '../../http/parts.ts';
import type { Workshop } from '../workshop.ts';
import type { FromDesk, ToDesk } from './protocol.ts';

/** The desk's end of the line: `parentPort` of its thread. */
export interface DeskPort {
  on(event: 'message', receive: (message: ToDesk) => void): unknown;
  postMessage(message: FromDesk, transferred?: ArrayBuffer[]): void;
}

/** What a desk does. */
export interface DeskWork extends Pick<Workshop, 'tellUrl' | 'leave' | 'close'> {
  fetch(request: Request, about: AskedBy): Promise<Response>;
}

/** A request that is being answered. */
interface Answering {
  readonly leaving: AbortController;
  body: ReadableStreamDefaultReader<Uint8Array> | null;
}

/**
 * Answers the requests of a server.
 *
 * @param open makes what answers; an error that it throws shuts the desk
 */
export async function serveDesk(port: DeskPort, open: () => Promise<DeskWork>): Promise<void> {
  const answering = new Map<number, Answering>();
  const work = await open().catch((error: unknown) => {
    if (!(error instanceof AbsumError)) throw error;
    port.postMessage({ kind: 'shut', issues: [...error.issues] });
    return null;
  });
  if (work === null) return;

  async function answer({ id, method, url, headers, body, about }: Extract<ToDesk, { kind: 'ask' }>) {
    const leaving = new AbortController();
    const known: Answering = { leaving, body: null };
    answering.set(id, known);
    const request = new Request(url, {
      method,
      headers: [...headers] as [string, string][],
      signal: leaving.signal,
      ...(body !== null && { body }),
    });
    const response = await work?.fetch(request, about);
    if (response === undefined) return;
    // Who asked has left meanwhile.
    if (!answering.has(id)) return void (await response.body?.cancel());
    known.body = response.body?.getReader() ?? null;
    if (known.body === null) answering.delete(id);
    const { status } = response;
    port.postMessage({
      kind: 'head',
      id,
      status,
      headers: [...response.headers],
      hasBody: known.body !== null,
    });
  }

  async function send(id: number): Promise<void> {
    const known = answering.get(id);
    if (known?.body == null) return;
    const { done, value } = await known.body.read();
    if (!answering.has(id)) return;
    if (!done) return port.postMessage({ kind: 'chunk', id, bytes: value });
    answering.delete(id);
    port.postMessage({ kind: 'done', id });
  }

  async function leave(id: number): Promise<void> {
    const known = answering.get(id);
    answering.delete(id);
    known?.leaving.abort();
    await known?.body?.cancel();
  }

  const fail = (id: number) => (): void => {
    answering.delete(id);
    port.postMessage({ kind: 'broken', id });
  };
  port.on('message', (message) => {
    switch (message.kind) {
      case 'ask':
        void answer(message).catch(fail(message.id));
        return;
      case 'pull':
        void send(message.id).catch(fail(message.id));
        return;
      case 'leave':
        void leave(message.id).catch(() => {});
        return;
      case 'url':
        work.tellUrl(message.url);
        return;
      case 'rest':
        void work.leave();
        return;
      case 'end':
        void work.close().finally(() => process.exit());
    }
  });
  port.postMessage({ kind: 'open' });
}
