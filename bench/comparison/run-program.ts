import { spawn } from 'node:child_process';
import { timeSeconds } from '../peers/trainer.ts';

/** What a program printed, and the seconds from its start to the end of its output. */
export interface ProgramRun {
  readonly output: string;
  readonly seconds: number;
}

/**
 * Runs a program to its end.
 *
 * @throws Error with everything that it complained about, if it fails
 */
export async function runProgram(
  program: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<ProgramRun> {
  let output = '';
  let complaints = '';
  const seconds = await timeSeconds(
    () =>
      new Promise<void>((resolve, reject) => {
        const child = spawn(program, args, {
          stdio: ['ignore', 'pipe', 'pipe'],
          env: { ...process.env, ...environment },
        });
        child.stdout.on('data', (chunk: Buffer) => {
          output += chunk;
        });
        child.stderr.on('data', (chunk: Buffer) => {
          complaints += chunk;
        });
        child.once('error', reject);
        child.once('close', (status) => {
          if (status === 0) resolve();
          else reject(new Error(`${program} ${args[0]} ended with ${status}:\n${complaints}`));
        });
      }),
  );
  return { output, seconds };
}
