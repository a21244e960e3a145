import { readFileSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { createFusedEngine } from '../../src/engines/fused/engine.ts';
import { createApp } from '../../src/http/app.ts';

// The app in a thread of its own, whose heap `large.test.ts` limits: what is too much for it ends the thread.

/** A request, and what the app made of it. */
export interface LargeRequest {
  readonly path: string;
  readonly type: string;
  readonly body: Uint8Array<ArrayBuffer>;
}
export interface LargeAnswer {
  readonly status: number;
  /** The first characters. */
  readonly text: string;
  readonly length: number;
  /** Processor time. */
  readonly seconds: number;
}

const module = new WebAssembly.Module(readFileSync(new URL('../../dist/absum.wasm', import.meta.url)));
const app = createApp({ engines: [createFusedEngine(module)], limits: { seconds: 2 } });

parentPort?.on('message', async ({ path, type, body }: LargeRequest) => {
  const before = process.threadCpuUsage();
  const init = { method: 'POST', headers: { 'content-type': type }, body };
  const response = await app.fetch(new Request(`http://absum.test${path}`, init));
  let [text, length] = ['', 0];
  const decoder = new TextDecoder();
  for await (const piece of response.body ?? []) {
    length += piece.length;
    if (text.length < 20_000) text += decoder.decode(piece, { stream: true });
  }
  const { user, system } = process.threadCpuUsage(before);
  const answer: LargeAnswer = { status: response.status, text, length, seconds: (user + system) / 1e6 };
  parentPort?.postMessage(answer);
});
