/**
 * A key as the service knows it: to whom it was given, and its SHA-256, from which no one can recover the
 * key.
 */
export interface ApiKey {
  readonly name: string;
  /** 32 bytes. */
  readonly digest: Uint8Array;
}

/** A new key, and what the service needs to know of it. */
interface NewKey {
  /** 32 random bytes as base64url. */
  readonly key: string;
  /** `name:digest`, one entry of what `parseKeys` reads. */
  readonly entry: string;
}

const KEY_BYTES = 32;
const NAME = /^[\w.-]{1,64}$/;
const ENTRY = /^([\w.-]{1,64}):([0-9a-f]{64})$/i;

/** Whether a text can name a key; names appear in logs. */
export const isKeyName = (name: string): boolean => NAME.test(name);

/**
 * Reads keys as hosts give them: `name:digest`, with the digest in hexadecimal, separated by commas or line
 * breaks. Two keys with the same name count as one caller, so that a key can be replaced while the old one
 * still works.
 *
 * @throws Error if an entry cannot be read, or there is no entry; it shows nothing of the entry, which may be
 *   a key
 */
export function parseKeys(text: string): ApiKey[] {
  const entries = text.split(/[,\r\n]/).map((entry) => entry.trim());
  const keys = entries
    .filter((entry) => entry !== '')
    .map((entry, i): ApiKey => {
      const [, name, digits] = ENTRY.exec(entry) ?? [];
      if (name === undefined) {
        const expected = 'name:digest, the digest as 64 hexadecimal digits (absum key makes one)';
        throw new Error(`entry ${i + 1}: expected ${expected}, got something else`);
      }
      return {
        name,
        digest: Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)),
      };
    });
  if (keys.length > 0) return keys;
  throw new Error('expected at least one key, got none; leave keys out to serve everyone');
}

/**
 * Finds whose key this is; null if it is not a known key. The same bytes are read however much of a key is
 * right, so the time taken tells a guesser nothing.
 */
export async function findKey(keys: readonly ApiKey[], key: string): Promise<string | null> {
  const digest = await digestKey(key);
  let found: string | null = null;
  for (const candidate of keys) {
    let difference = 0;
    for (let i = 0; i < digest.length; i++) difference |= digest[i] ^ candidate.digest[i];
    if (difference === 0) found = candidate.name;
  }
  return found;
}

/**
 * Makes a key.
 *
 * @param name letters, digits, `.`, `_` and `-`, at most 64
 */
export async function createKey(name: string): Promise<NewKey> {
  const bytes = crypto.getRandomValues(new Uint8Array(KEY_BYTES));
  const key = btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
  const digits = Array.from(await digestKey(key), (byte) => byte.toString(16).padStart(2, '0'));
  return { key, entry: `${name}:${digits.join('')}` };
}

/** With this many random bits one plain hash is enough: there are no likely keys to try. */
async function digestKey(key: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(key)));
}
