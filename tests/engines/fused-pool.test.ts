import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Engine, EnginePair } from '../../src/engines/engine.ts';
import { createFusedEngine } from '../../src/engines/fused/engine.ts';
import { readModules } from '../host.ts';

const { absum } = readModules();
const SMALL = 2 ** 20;
const MOST_POOLED = 16 * 2 ** 20;

afterEach(() => {
  vi.restoreAllMocks();
});

/** Opens so many pairs at once, each in a memory of `bytes`, and closes them; returns how many memories were made. */
async function countMemories(engine: Engine, pairs: number, bytes: number): Promise<number> {
  const memories = vi.spyOn(WebAssembly, 'Memory');
  const column = { rows: 1, columns: 1, values: Float32Array.of(1) };
  const opened: EnginePair[] = [];
  for (let pair = 0; pair < pairs; pair++) {
    // The rows fit into what is made room for.
    opened.push(await engine.openPair({ features: column, targets: column, held: {} }, bytes));
  }
  for (const pair of opened) pair.close();
  const made = memories.mock.calls.length;
  memories.mockRestore();
  return made;
}

describe('the pool of the fused engine', () => {
  it('hands a memory on to the next pair', async () => {
    const engine = createFusedEngine(absum);
    expect(await countMemories(engine, 1, SMALL)).toBe(1);
    expect(await countMemories(engine, 1, SMALL)).toBe(0);
    expect(await countMemories(engine, 1, MOST_POOLED)).toBe(0);
    expect(await countMemories(engine, 1, SMALL)).toBe(0);
  });

  it('keeps no memory of more than 16 MiB', async () => {
    const engine = createFusedEngine(absum);
    expect(await countMemories(engine, 1, MOST_POOLED + 1)).toBe(1);
    expect(await countMemories(engine, 1, SMALL)).toBe(1);
    // One that was pooled and has grown too large is kept no longer.
    expect(await countMemories(engine, 1, MOST_POOLED + 1)).toBe(0);
    expect(await countMemories(engine, 1, SMALL)).toBe(1);
  });

  it('keeps two memories, however many were at work at once', async () => {
    const engine = createFusedEngine(absum);
    expect(await countMemories(engine, 4, SMALL)).toBe(4);
    expect(await countMemories(engine, 4, SMALL)).toBe(2);
  });

  it('belongs to one engine', async () => {
    expect(await countMemories(createFusedEngine(absum), 1, SMALL)).toBe(1);
    expect(await countMemories(createFusedEngine(absum), 1, SMALL)).toBe(1);
  });
});
