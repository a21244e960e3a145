import { describe, expect, it } from 'vitest';
import { createMemoryAdmission, measureNeed, type Need } from '../../src/admission/memory.ts';
import { plan } from '../../src/compare/compare.ts';
import { smallRecipe } from '../compare/small-recipe.ts';
import { engines } from '../host.ts';

const needs = (bytes: number, pairs = 1, seconds = 10): Need => ({ bytes, pairs, seconds });

/** How many of the same work come in. */
function countAdmitted(options: Parameters<typeof createMemoryAdmission>[0], need: Need): number {
  const memory = createMemoryAdmission(options);
  let admitted = 0;
  while (admitted < 100 && memory.enter(need) !== null) admitted += 1;
  return admitted;
}

describe('what a comparison needs', () => {
  it('is a pair at work, and the data set as numbers of 8 bytes', async () => {
    const figures = await plan(smallRecipe(), { engines });
    const { bytes, pairs, seconds, rows, inputs } = figures;
    expect([rows, inputs]).toEqual([40, 5]);
    expect(measureNeed(figures)).toEqual({ bytes, pairs, seconds });
  });
});

describe('the memory of a process', () => {
  it('admits work while all of it fits, and again once some has ended', () => {
    const memory = createMemoryAdmission({ bytes: 100 });
    const first = memory.enter(needs(50));
    const second = memory.enter(needs(50));
    expect([first, second, memory.enter(needs(1))]).toEqual([expect.anything(), expect.anything(), null]);
    first?.();
    expect(memory.enter(needs(51))).toBeNull();
    expect(memory.enter(needs(50))).not.toBeNull();
  });

  it('counts what ends once, however often it says so', () => {
    const memory = createMemoryAdmission({ bytes: 100 });
    const first = memory.enter(needs(50));
    memory.enter(needs(50));
    first?.();
    first?.();
    expect([memory.enter(needs(50)) !== null, memory.enter(needs(50))]).toEqual([true, null]);
  });

  it('admits what is larger than all of it, if nothing else is at work', () => {
    const memory = createMemoryAdmission({ bytes: 100 });
    const large = memory.enter(needs(300));
    expect(large).not.toBeNull();
    expect(memory.enter(needs(1))).toBeNull();
    large?.();
    memory.enter(needs(1));
    expect(memory.enter(needs(300))).toBeNull();
  });

  // On the calling thread one pair after the other; on threads as many as there are, of all work together,
  // and one more on the calling thread for each further comparison.
  it.each([
    ['one thread', 1, needs(10, 20), 10],
    ['four threads', 4, needs(10, 20), 7],
    ['four threads and one pair', 4, needs(10, 1), 10],
    ['four threads and two pairs', 4, needs(10, 2), 7],
  ])('counts the pairs that can be at work at once: %s', (_, threads, need, admitted) => {
    expect(countAdmitted({ bytes: 100, threads }, need)).toBe(admitted);
  });

  it('counts the largest pairs that threads could have at once', () => {
    const memory = createMemoryAdmission({ bytes: 100, threads: 3 });
    memory.enter(needs(1, 20)); // 1 + 2 further
    expect(memory.enter(needs(33, 2))).not.toBeNull(); // 1 + 33, and the largest further: 33 + 1
    expect(memory.enter(needs(30))).not.toBeNull(); // 98
    expect(memory.enter(needs(3))).toBeNull(); // 101
    expect(memory.enter(needs(2))).not.toBeNull(); // 100
  });

  it('counts texts that are being read', () => {
    const memory = createMemoryAdmission({ bytes: 100 });
    const [first, second] = [memory.openText(), memory.openText()];
    expect([first.grow(30), first.grow(30), second.grow(41), second.grow(40)]).toEqual([
      true,
      true,
      false,
      true,
    ]);
    // The one comparison is admitted: it has been read, and must not wait for its own text.
    expect(memory.enter(needs(50))).not.toBeNull();
    expect([memory.enter(needs(1)), second.grow(1)]).toEqual([null, false]);
    first.close();
    expect([second.grow(10), second.grow(1)]).toEqual([true, false]);
  });

  it('reads a text that is larger than all of it, if there is nothing else', () => {
    const memory = createMemoryAdmission({ bytes: 100 });
    const [first, second] = [memory.openText(), memory.openText()];
    expect([first.grow(60), first.grow(60), second.grow(1)]).toEqual([true, true, false]);
  });

  it('says when some of the work is estimated to end', () => {
    const memory = createMemoryAdmission({ bytes: 100 });
    expect(memory.secondsToWait()).toBe(1);
    const long = memory.enter(needs(10, 1, 4000));
    expect(memory.secondsToWait()).toBe(60);
    memory.enter(needs(10, 1, 12.3));
    memory.enter(needs(10, 1, 30));
    expect(memory.secondsToWait()).toBe(13);
    memory.enter(needs(10, 1, 0.001));
    expect(memory.secondsToWait()).toBe(1);
    long?.();
  });

  it('lets those who wait in by their order, and forgets whoever gives up', async () => {
    const memory = createMemoryAdmission({ bytes: 100 });
    const first = memory.enter(needs(100));
    const entered: string[] = [];
    const wait = async (name: string, bytes: number, signal?: AbortSignal) => {
      const release = await memory.wait(needs(bytes), signal);
      entered.push(name);
      return release;
    };
    const leaving = new AbortController();
    const left = wait('left', 100, leaving.signal);
    const large = wait('large', 80);
    const small = wait('small', 20);
    await Promise.resolve();
    expect(entered).toEqual([]);
    leaving.abort(new Error('gone'));
    await expect(left).rejects.toThrow('gone');
    first?.();
    await Promise.all([large, small]);
    expect(entered).toEqual(['large', 'small']);
    expect(memory.enter(needs(1))).toBeNull();
    (await large)();
    expect(memory.enter(needs(80))).not.toBeNull();
  });
});
