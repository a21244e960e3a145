import { createServer } from 'node:net';

/** Bytes that an isolate takes, without WebAssembly memories. */
export interface HeapUsage {
  /** Objects of JavaScript, and those of the host behind them. */
  readonly heap: number;
  /** What typed arrays hold. */
  readonly buffers: number;
}

/** The inspector of a worker, which reports its memory. */
export interface Inspector {
  measureHeap(): Promise<HeapUsage>;
  close(): void;
}

/** A port of this machine that is free. */
export function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address
          ? resolve(address.port)
          : reject(new Error('found no free port')),
      );
    });
  });
}

/**
 * Opens the inspector of the worker that `wrangler dev` runs.
 *
 * @throws Error when it does not let us in
 */
export async function openInspector(port: number): Promise<Inspector> {
  // Wrangler accepts clients that name an origin of this machine; the types know a browser's WebSocket, which
  // takes no headers.
  const options = { headers: { origin: 'http://localhost' } } as unknown as string[];
  const socket = new WebSocket(`ws://127.0.0.1:${port}/ws`, options);
  await new Promise((resolve, reject) => {
    socket.onopen = resolve;
    socket.onerror = () => reject(new Error(`the inspector at port ${port} does not let us in`));
  });
  const waiting = new Map<number, (result: Readonly<Record<string, number>>) => void>();
  socket.onmessage = ({ data }) => {
    const { id, result } = JSON.parse(String(data));
    waiting.get(id)?.(result);
    waiting.delete(id);
  };
  let calls = 0;
  return {
    async measureHeap() {
      calls += 1;
      const answer = new Promise<Readonly<Record<string, number>>>((resolve) => waiting.set(calls, resolve));
      socket.send(JSON.stringify({ id: calls, method: 'Runtime.getHeapUsage' }));
      const { usedSize, embedderHeapUsedSize, backingStorageSize } = await answer;
      return { heap: usedSize + embedderHeapUsedSize, buffers: backingStorageSize };
    },
    close: () => socket.close(),
  };
}
