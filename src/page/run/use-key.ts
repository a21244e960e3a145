import { useState } from 'preact/hooks';

/** What of a storage is used here. */
export type KeyStorage = Pick<Storage, 'getItem' | 'setItem'>;

const NAME = 'absum-key';

/**
 * The key of the server, and how to keep another: until the tab is closed, out of the sight of other tabs, and never
 * in the address, which people pass on.
 */
export function useKey(): readonly [key: string | undefined, keep: (key: string) => void] {
  const [key, setKey] = useState(() => recallKey(() => sessionStorage));
  const keep = (given: string) => {
    keepKey(() => sessionStorage, given);
    setKey(given);
  };
  return [key, keep];
}

/** @param open gives the storage; a browser may forbid it */
export function recallKey(open: () => KeyStorage): string | undefined {
  try {
    return open().getItem(NAME) ?? undefined;
  } catch {
    return undefined;
  }
}

export function keepKey(open: () => KeyStorage, key: string): void {
  try {
    open().setItem(NAME, key);
  } catch {
    // The page itself still has it, until it is reloaded.
  }
}

/** Whether a service refused because of the key. */
export function isKeyRefused(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'unauthorized';
}
