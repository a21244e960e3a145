import type { Peer, Trainer } from '../peers/trainer.ts';
import type { Setting } from '../setting.ts';

export const CHECKED_BATCHES = 4;
export const CHECKED_EPOCHS = 3;

/** Trains all by the same few steps; throws if one does not end where the first does. */
export async function checkField([first, ...others]: readonly Peer[], setting: Setting): Promise<void> {
  const expected = await trainAFew(first, setting, (trainer) => trainer.readParameters());
  if (expected === null) throw new Error(`${first.name} gives no parameters`);
  const largest = Math.max(...expected.map(Math.abs));
  for (const peer of others) {
    const bound = (peer.name.startsWith('absum') ? 1e-5 : 1e-3) * largest;
    await trainAFew(peer, setting, async (trainer) => {
      const actual = await trainer.readParameters();
      if (actual !== null) return checkClose(peer.name, actual, expected, bound);
      const [before, after] = (await trainer.readLosses?.()) ?? [0, 0];
      if (!(after < before)) throw new Error(`${peer.name}: the loss went from ${before} to ${after}`);
    });
  }
}

async function trainAFew<T>(
  peer: Peer,
  setting: Setting,
  read: (trainer: Trainer) => Promise<T>,
): Promise<T> {
  const trainer = await peer.start(setting);
  await trainer.train(CHECKED_EPOCHS);
  const result = await read(trainer);
  trainer.close();
  return result;
}

function checkClose(name: string, actual: Float32Array, expected: Float32Array, bound: number): void {
  if (actual.length !== expected.length) throw new Error(`${name}: ${actual.length} parameters`);
  for (const [i, value] of expected.entries()) {
    if (Math.abs(actual[i] - value) <= bound) continue;
    throw new Error(`${name}: parameter ${i} is ${actual[i]}, expected ${value} within ${bound}`);
  }
}
