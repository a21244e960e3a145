import { MAX_CODE } from '../../check/limits.ts';
import { type Loop, NO_LOOP } from './loop.ts';
import { showNotebook } from './text/notebook.ts';

/** More than any notebook with its pictures. */
const MOST_BYTES = 64 * 2 ** 20;

export function isLoopFile(name: string): boolean {
  return /\.(?:py|pyw|ipynb)$/i.test(name);
}

/** A text as the tab holds it: of a notebook its code cells. */
export function takeText(text: string, fileName: string | null): Loop {
  const plain = text.replace(/^\uFEFF/, '').replaceAll(/\r\n?/g, '\n');
  const shown = showNotebook(plain);
  return { ...NO_LOOP, fileName, text: shown ?? plain, notebook: shown === null ? null : plain };
}

/** @throws Error that says what was expected */
export async function readLoopFile(file: File): Promise<Loop> {
  if (file.size > MOST_BYTES) {
    const megabytes = Math.ceil(file.size / 2 ** 20);
    throw new Error(`${file.name}: expected at most 64 MB, got ${megabytes} MB`);
  }
  const text = await file.text().catch(() => {
    throw new Error(`${file.name}: expected a file that can be read; is it a folder?`);
  });
  if (text.includes('\0')) throw new Error(`${file.name}: expected Python text, got bytes that are no text`);
  const loop = takeText(text, file.name);
  // Of a notebook what counts are its cells.
  const { length } = loop.text;
  if (length > MAX_CODE)
    throw new Error(`${file.name}: expected at most ${MAX_CODE} characters, got ${length}`);
  return loop;
}
