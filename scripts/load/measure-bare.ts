import { fileURLToPath } from 'node:url';
import { startWorker } from '../start-worker.ts';
import { measureResident } from './memory.ts';

const REQUESTS = 2000;

/** Bytes by which the processes of `wrangler dev` grow with each request to a worker that does nothing but write a line. */
export async function measureBare(clients: number): Promise<number> {
  const { url, processGroup, stop } = await startWorker(fileURLToPath(new URL('bare', import.meta.url)));
  try {
    const ask = async (requests: number) => {
      let left = requests;
      const askOn = async () => {
        while (left-- > 0) await (await fetch(url)).text();
      };
      await Promise.all(Array.from({ length: clients }, askOn));
      return measureResident(processGroup);
    };
    const before = await ask(REQUESTS);
    return ((await ask(REQUESTS)) - before) / REQUESTS;
  } finally {
    await stop();
  }
}
