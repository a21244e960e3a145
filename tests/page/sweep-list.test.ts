import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { listSweeps, rememberSweep } from '../../src/page/run/sweep-list.ts';

/** The part of a browser's storage that the list uses. */
function createStorage(texts: Map<string, string>) {
  return {
    getItem: (key: string) => texts.get(key) ?? null,
    setItem: (key: string, text: string) => void texts.set(key, text),
  };
}

describe('the list of sweeps', () => {
  let texts: Map<string, string>;
  beforeEach(() => {
    texts = new Map();
    vi.stubGlobal('localStorage', createStorage(texts));
  });
  afterEach(() => vi.unstubAllGlobals());

  it('holds the newest twenty, the newest first', () => {
    for (let i = 0; i < 25; i++) rememberSweep({ link: `sweep=${i}`, started: i });
    expect(listSweeps().map(({ started }) => started)).toEqual(Array.from({ length: 20 }, (_, i) => 24 - i));
  });

  it('is empty if what is stored is not its own', () => {
    for (const text of ['{', '3', 'null', '{"link": "x"}', '[1, null, {"link": 3, "started": 1}]']) {
      texts.set('absum-sweeps', text);
      expect(listSweeps(), text).toEqual([]);
    }
  });

  it('does without a storage', () => {
    vi.stubGlobal('localStorage', {
      getItem() {
        throw new Error('denied');
      },
      setItem() {
        throw new Error('denied');
      },
    });
    expect(() => rememberSweep({ link: 'sweep=1', started: 1 })).not.toThrow();
    expect(listSweeps()).toEqual([]);
  });
});
