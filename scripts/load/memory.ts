import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** Memory is read where Linux keeps it. */
export const HAS_PROC = existsSync('/proc/self/status');

/** Resident bytes of the worker's own processes in a process group. */
export function readMemory(group: number): number {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .reduce((sum, pid) => sum + readProcess(pid, group), 0);
}

/** 0 for a process of another name or group, and for one that has ended meanwhile. */
function readProcess(pid: string, group: number): number {
  try {
    const [name, fields] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
    if (!name.endsWith('(workerd') || Number(fields.split(' ')[2]) !== group) return 0;
    const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kilobytes ?? 0) * 1024;
  } catch {
    return 0;
  }
}
