import { execFile } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export interface Block {
  readonly language: string;
  readonly text: string;
}

/** A page for readers. */
export interface Page {
  readonly text: string;
  /** Its fenced blocks, in their order. */
  readonly blocks: readonly Block[];
  /** The lines of its shell blocks, without remarks; one that goes on over lines is one. */
  readonly commands: readonly string[];
  /** The block that holds `marker`, and the one that follows it. */
  find(marker: string): readonly [Block, Block];
}

/** Reads a page, by its path in the repository. */
export function readPage(path: string): Page {
  const text = readFileSync(join(ROOT, path), 'utf8');
  const blocks = [...text.matchAll(/^ *```(\w*)\n([\s\S]*?)^ *```$/gm)].map(([, language, block]) => ({
    language,
    text: block.trim(),
  }));
  const commands = blocks
    .filter(({ language }) => language === 'sh')
    .flatMap((block) => block.text.replace(/\s*\\\n\s*/g, ' ').split('\n'))
    .map((line) => line.replace(/\s+#.*$/, '').trim());
  const find = (marker: string): readonly [Block, Block] => {
    const position = blocks.findIndex((block) => block.text.includes(marker));
    if (position === -1) throw new Error(`${path} has no block with ${marker}`);
    return [blocks[position], blocks[position + 1]];
  };
  return { text, blocks, commands, find };
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

interface ProgramOptions {
  /** Further packages of this repository that the program imports. */
  readonly packages?: readonly string[];
  /** Files of this repository that the program finds beside it. */
  readonly files?: readonly string[];
  /** Flags of node. */
  readonly flags?: string;
}

/**
 * Runs a program in a folder of its own that has absum installed, and returns what it prints; throws what
 * it complains about.
 */
export async function runProgram(
  text: string,
  { packages = [], files = [], flags = '' }: ProgramOptions = {},
): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'absum-program-'));
  try {
    mkdirSync(join(folder, 'node_modules'));
    symlinkSync(ROOT, join(folder, 'node_modules', 'absum-l1'));
    for (const name of packages)
      symlinkSync(join(ROOT, 'node_modules', name), join(folder, 'node_modules', name));
    for (const file of files) copyFileSync(join(ROOT, file), join(folder, basename(file)));
    writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
    writeFileSync(join(folder, 'program.js'), text);
    const { code, stdout, stderr } = await run(`node ${flags} program.js`, folder);
    if (code !== 0 || stderr !== '') throw new Error(`the program ended with ${code}: ${stderr}`);
    return stdout.trim();
  } finally {
    rmSync(folder, { recursive: true });
  }
}
