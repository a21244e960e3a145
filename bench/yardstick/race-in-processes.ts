import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Shape } from '../setting.ts';
import { median } from '../statistics.ts';
import type { RaceResult } from './race.ts';

const CHILD = fileURLToPath(new URL('race-child.ts', import.meta.url));

/** How a race is held. */
export interface Course {
  /** The yardstick's. */
  readonly folder: string;
  readonly shapes: readonly Shape[];
  readonly processes: number;
  /** Samples of each contestant, in each process. */
  readonly rounds: number;
  readonly flags?: readonly string[];
}

/**
 * Races in one process after the other, since where code and memory happen to lie in a process makes up to 3 % between two
 * modules that are the same.
 */
export async function raceInProcesses({
  folder,
  shapes,
  processes,
  rounds,
  flags = [],
}: Course): Promise<RaceResult[]> {
  const words = [...flags, CHILD, folder, JSON.stringify(shapes), String(rounds)];
  const runs: RaceResult[][] = [];
  for (let turn = 0; turn < processes; turn++) {
    const { stdout } = await promisify(execFile)(process.execPath, words);
    runs.push(JSON.parse(stdout));
  }
  return shapes.map((_, i) => joinRaces(runs.map((results) => results[i])));
}

/** The same race as it went in several processes. */
export function joinRaces(races: readonly RaceResult[]): RaceResult {
  const [{ shape, times }] = races;
  const joined = times.map(({ name }, i) => {
    const all = races.map((one) => one.times[i]);
    return {
      name,
      microseconds: median(all.map((time) => time.microseconds)),
      ratios: all.flatMap((time) => time.ratios),
      sameBits: all.every((time) => time.sameBits),
    };
  });
  return { shape, times: joined };
}
