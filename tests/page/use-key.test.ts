import { describe, expect, it } from 'vitest';
import { RemoteError } from '../../src/client/remote-error.ts';
import { errorAt } from '../../src/errors.ts';
import { isKeyRefused, type KeyStorage, keepKey, recallKey } from '../../src/page/run/use-key.ts';

function openStorage(): () => KeyStorage {
  const kept = new Map<string, string>();
  return () => ({
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => void kept.set(name, value),
  });
}

describe('the key of the server', () => {
  it('is kept', () => {
    const storage = openStorage();
    expect(recallKey(storage)).toBeUndefined();
    keepKey(storage, 'abc');
    expect(recallKey(storage)).toBe('abc');
  });

  it('is forgotten where the browser keeps nothing, and nothing fails', () => {
    const forbidden = () => {
      throw new DOMException('denied', 'SecurityError');
    };
    keepKey(forbidden, 'abc');
    expect(recallKey(forbidden)).toBeUndefined();
  });

  it('is asked for when the server refused it, and for no other fault', () => {
    expect(isKeyRefused(new RemoteError('unauthorized', 401, 'x'))).toBe(true);
    for (const error of [
      new RemoteError('other', 403, 'x'),
      errorAt('aborted', '', 'x'),
      new Error(),
      null,
    ]) {
      expect(isKeyRefused(error)).toBe(false);
    }
  });
});
