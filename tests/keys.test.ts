import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createKey, findKey, isKeyName, parseKeys } from '../src/keys.ts';

const digest = (key: string) => createHash('sha256').update(key).digest('hex');

describe('createKey', () => {
  it('makes 32 random bytes, and the entry that finds them', async () => {
    const made = await Promise.all(Array.from({ length: 200 }, () => createKey('lab-1')));
    expect(new Set(made.map(({ key }) => key)).size).toBe(200);
    for (const { key, entry } of made) {
      expect(key).toMatch(/^[\w-]{43}$/);
      expect(Buffer.from(key, 'base64url')).toHaveLength(32);
      expect(entry).toBe(`lab-1:${digest(key)}`);
      expect(entry).not.toContain(key);
    }
    const keys = parseKeys(made.map(({ entry }) => entry).join());
    expect(await findKey(keys, made[199].key)).toBe('lab-1');
  });
});

describe('parseKeys', () => {
  it('takes commas, line breaks, blanks and digits of either case', async () => {
    const keys = parseKeys(`a:${digest('1')}, b.b:${digest('2').toUpperCase()}\r\n\n c_c-c:${digest('3')}\n`);
    expect(keys.map(({ name }) => name)).toEqual(['a', 'b.b', 'c_c-c']);
    for (const [i, { name }] of keys.entries()) expect(await findKey(keys, String(i + 1))).toBe(name);
  });

  it.each([
    ['a key in place of its digest', 'secret-key', 2],
    ['no name', `:${digest('1')}`, 2],
    ['a digest too short', `a:${digest('1').slice(1)}`, 2],
    ['a digest too long', `a:${digest('1')}0`, 2],
    ['a digest of other letters', `a:${digest('1').slice(1)}g`, 2],
    ['a name that would break a line', `a b:${digest('1')}`, 2],
  ])('refuses %s, and shows nothing of it', (_, entry, place) => {
    let message = '';
    try {
      parseKeys(`good:${digest('x')},${entry}`);
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message).toContain(`entry ${place}: expected name:digest`);
    expect(message).not.toContain('secret');
    expect(message).not.toContain(digest('1').slice(0, 8));
  });

  it.each(['', ' \n', ','])('refuses %j, which may have been meant to lock', (text) => {
    expect(() => parseKeys(text)).toThrow('expected at least one key, got none');
  });
});

describe('findKey', () => {
  it('knows no other key', async () => {
    const keys = parseKeys(`a:${digest('right')}`);
    for (const wrong of ['', 'Right', 'right ', 'righ', digest('right')]) {
      expect(await findKey(keys, wrong)).toBeNull();
    }
  });

  it('reads every byte of every digest for any key', async () => {
    const reads: string[] = [];
    const keys = ['first', 'middle', 'last'].map((key, k) => ({
      name: key,
      digest: new Proxy(Uint8Array.from(Buffer.from(digest(key), 'hex')), {
        get(bytes, index) {
          reads.push(`${k}/${String(index)}`);
          return Reflect.get(bytes, index);
        },
      }),
    }));
    const all = [0, 1, 2].flatMap((k) => Array.from({ length: 32 }, (_, i) => `${k}/${i}`));
    for (const key of ['first', 'middle', 'last', 'none']) {
      reads.length = 0;
      expect(await findKey(keys, key)).toBe(key === 'none' ? null : key);
      expect(reads).toEqual(all);
    }
  });
});

describe('isKeyName', () => {
  it.each([
    ['lab-1', true],
    ['a.b_c', true],
    ['', false],
    ['a b', false],
    ['a:b', false],
    ['a,b', false],
    ['a'.repeat(65), false],
  ])('says of %j %j', (name, isName) => expect(isKeyName(name)).toBe(isName));
});
