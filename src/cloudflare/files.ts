import { wrapData } from '../sweeps/versions.ts';

/** The data sets and reports of sweeps, in R2. */
export interface SweepFiles {
  /** @param data JSON */
  writeData(key: string, data: string): Promise<void>;
  /** The data as `wrapData` wrote them; null if the bucket has lost them, or they were deleted. */
  readData(key: string): Promise<string | null>;
  dropData(key: string): Promise<void>;
  writeReport(id: string, text: string): Promise<void>;
  readReport(id: string): Promise<string | null>;
  dropReport(id: string): Promise<void>;
}

export function openFiles(bucket: R2Bucket): SweepFiles {
  const read = async (key: string) => (await (await bucket.get(key))?.text()) ?? null;
  return {
    writeData: async (key, data) => void (await bucket.put(key, wrapData(data))),
    readData: read,
    dropData: (key) => bucket.delete(key),
    writeReport: async (id, text) => void (await bucket.put(nameReport(id), text)),
    readReport: (id) => read(nameReport(id)),
    dropReport: (id) => bucket.delete(nameReport(id)),
  };
}

/**
 * Names a data set by its digest and by its sweep, which deletes it once it has ended: if data sets were
 * shared, no sweep could know whether another still needs one.
 */
export async function nameData(id: string, text: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `datasets/${hex}/${id}`;
}

function nameReport(id: string): string {
  return `reports/${id}`;
}
