import type { R2Bucket } from 'cloudflare:workers';

/** The data sets and reports of sweeps, in R2. */
export interface SweepStore {
  /** @param text JSON */
  writeData(key: string, text: string): Promise<void>;
  /** null where the bucket has lost it, or it was dropped. */
  readData(key: string): Promise<string | null>;
  dropData(key: string): Promise<void>;
  writeReport(id: string, text: string): Promise<void>;
  readReport(id: string): Promise<string | null>;
  dropReport(id: string): Promise<void>;
}

export function openStore(bucket: R2Bucket): SweepStore {
  const read = async (key: string) => (await (await bucket.get(key))?.text()) ?? null;
  return {
    writeData: async (key, text) => void (await bucket.put(key, text)),
    readData: read,
    dropData: (key) => bucket.delete(key),
    writeReport: async (id, text) => void (await bucket.put(nameReport(id), text)),
    readReport: (id) => read(nameReport(id)),
    dropReport: (id) => bucket.delete(nameReport(id)),
  };
}

/**
 * Names a data set by its digest and by its sweep, which drops it once it has ended: were it shared, no sweep could know
 * that another does not need it any more.
 */
export async function nameData(id: string, text: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `datasets/${hex}/${id}`;
}

function nameReport(id: string): string {
  return `reports/${id}`;
}
