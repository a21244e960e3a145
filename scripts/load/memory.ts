import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { Inspector } from './inspector.ts';

/** Bytes at one moment. */
export interface MemorySample {
  /** What the worker takes, as Cloudflare counts it: the heap of its isolate, typed arrays and WebAssembly's memories. */
  readonly worker: number;
  /** Resident in the processes that `wrangler dev` runs for it, its own share included; 0 where they cannot be read. */
  readonly resident: number;
}

/** Bytes resident in one process; 0 where they cannot be read. */
export function measureProcess(pid: number): MemorySample {
  const resident = readResident(String(pid));
  return { worker: resident, resident };
}

export async function measureMemory(group: number, inspector: Inspector): Promise<MemorySample> {
  const { heap, buffers } = await inspector.measureHeap();
  const processes = listProcesses(group);
  return {
    worker: heap + buffers + add(processes.map(readWasmMemory)),
    resident: add(processes.map(readResident)),
  };
}

/** Bytes resident in the workers' processes of a process group; 0 where they cannot be read. */
export function measureResident(group: number): number {
  return add(listProcesses(group).map(readResident));
}

/** The ids of the processes of that group which run workers; empty except on Linux. */
function listProcesses(group: number): string[] {
  if (!existsSync('/proc/self/stat')) return [];
  return readdirSync('/proc').filter((pid) => {
    const [name, fields = ''] = read(`/proc/${pid}/stat`).split(') ');
    return name.endsWith('(workerd') && Number(fields.split(' ')[2]) === group;
  });
}

function readResident(pid: string): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(read(`/proc/${pid}/status`)) ?? [];
  return Number(kilobytes ?? 0) * 1024;
}

const RESERVED = 2 ** 32;

/**
 * Bytes of all WebAssembly memories in a process. V8 reserves 4 GiB of addresses for each and forbids those
 * behind its end. The heap lies in such a reservation too, which is recognised by its round end.
 */
function readWasmMemory(pid: string): number {
  const forbidden = [...read(`/proc/${pid}/maps`).matchAll(/^([0-9a-f]+)-([0-9a-f]+) ---p/gm)]
    .map(([, from, to]) => ({ length: Number.parseInt(to, 16) - Number.parseInt(from, 16), to }))
    .filter(({ length, to }) => length > RESERVED / 2 && length < RESERVED && !/0{8}$/.test(to));
  return add(forbidden.map(({ length }) => RESERVED - length));
}

/** Empty for a file that does not exist, such as that of a process that has ended. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function add(amounts: readonly number[]): number {
  return amounts.reduce((sum, amount) => sum + amount, 0);
}
