import { openStream, type Random } from '../../../src/random/random.ts';

const SEED = 20_261_125;

/**
 * Copies of bytes, each damaged in one of the ways in which files are: cut short, bytes changed, a stretch that is all
 * ones or all high bits, a stretch twice. The same ones every time.
 */
export function* damage(whole: Uint8Array, count: number): Generator<Uint8Array> {
  const random = openStream(SEED, 'generator');
  for (let i = 0; i < count; i++) yield damageOnce(whole, random);
}

function damageOnce(whole: Uint8Array, random: Random): Uint8Array {
  const at = random.nextBelow(whole.length);
  const length = Math.min(1 + random.nextBelow(8), whole.length - at);
  switch (random.nextBelow(6)) {
    case 0:
      return whole.slice(0, at);
    case 1:
      return new Uint8Array([...whole.subarray(0, at + length), ...whole.subarray(at)]);
    case 2:
      return whole.slice().fill(255, at, at + length);
    case 3:
      // Numbers that go on.
      return whole.slice().fill(128, at, at + length);
    default: {
      const changed = whole.slice();
      for (let n = random.nextBelow(4); n >= 0; n--)
        changed[random.nextBelow(whole.length)] = random.nextBelow(256);
      return changed;
    }
  }
}
