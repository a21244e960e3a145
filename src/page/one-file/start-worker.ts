import script from 'virtual:engine-worker';

// What the page of one file has in place of `start-worker.ts`: a file opened from a disk may load no other.

let address: string | null = null;

/** Starts the page's Web Worker from its script, which the page holds as a text. */
export function startWorker(): Worker {
  address ??= URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
  return new Worker(address);
}
