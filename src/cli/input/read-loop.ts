import type { Environment } from '../environment.ts';
import { UsageError } from '../exit-codes.ts';
import { readBytes, readStream } from './read-input.ts';

/** The text of a loop, and the file that it is from, or what stands for that. */
interface NamedLoop {
  readonly file: string;
  readonly text: string;
}

const STANDARD_INPUT = '-';

/**
 * The files to check; standard input where none is named.
 *
 * @throws UsageError for no file where standard input is a terminal, and for standard input named twice
 */
export function listLoops(
  { stdin }: Pick<Environment, 'stdin'>,
  files: readonly string[],
): readonly string[] {
  if (files.length === 0 && stdin.isTTY) {
    throw new UsageError(
      'expected a Python script or a notebook, or - for standard input: see absum check --help',
    );
  }
  if (files.filter((file) => file === STANDARD_INPUT).length > 1) {
    throw new UsageError('expected standard input (-) once, got it twice');
  }
  return files.length === 0 ? [STANDARD_INPUT] : files;
}

/** @throws UsageError for what cannot be read, and for what is no text */
export async function readLoop(
  { stdin }: Pick<Environment, 'stdin'>,
  path: string,
  signal: AbortSignal,
): Promise<NamedLoop> {
  if (path !== STANDARD_INPUT) return { file: path, text: decode(await readBytes(path), path) };
  const file = 'standard input';
  const text = decode(await readStream(stdin, signal), file);
  if (text.trim() === '') throw new UsageError(`expected a Python text on ${file}, which is empty`);
  return { file, text };
}

function decode(bytes: Uint8Array, file: string): string {
  // Python takes no NUL either, and a file that has one is of another kind.
  if (bytes.includes(0)) {
    throw new UsageError(`${file}: expected a Python script or a notebook, got a file that is no text`);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new UsageError(`${file}: expected a text in UTF-8`);
  }
}
