import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const README = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

export interface Block {
  readonly language: string;
  readonly text: string;
}

/** The fenced blocks of the README, in their order. */
export const BLOCKS: readonly Block[] = [...README.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(
  ([, language, text]) => ({ language, text: text.trim() }),
);

/** The block that follows the one holding `marker`. */
export function blockAfter(marker: string): Block {
  const position = BLOCKS.findIndex(({ text }) => text.includes(marker));
  if (position === -1) throw new Error(`README.md has no block with ${marker}`);
  return BLOCKS[position + 1];
}

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command line as a shell does, in the repository unless another folder is given. */
export function run(command: string, cwd = ROOT): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile('bash', ['-c', command], { cwd, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code ?? 1), stdout, stderr });
    });
  });
}

/**
 * Runs a program in a folder of its own that has absum installed, and returns what it prints; throws what
 * it complains about.
 *
 * @param packages further packages of this repository that the program imports
 * @param flags of node
 */
export async function runProgram(
  text: string,
  packages: readonly string[] = [],
  flags = '',
): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'absum-program-'));
  try {
    mkdirSync(join(folder, 'node_modules'));
    symlinkSync(ROOT, join(folder, 'node_modules', 'absum-l1'));
    for (const name of packages)
      symlinkSync(join(ROOT, 'node_modules', name), join(folder, 'node_modules', name));
    writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
    writeFileSync(join(folder, 'program.js'), text);
    const { code, stdout, stderr } = await run(`node ${flags} program.js`, folder);
    if (code !== 0 || stderr !== '') throw new Error(`the program ended with ${code}: ${stderr}`);
    return stdout.trim();
  } finally {
    rmSync(folder, { recursive: true });
  }
}
