import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { ROOT } from './root.ts';

export interface Processor {
  readonly vendor: string;
  /** What it calls itself; hypervisors shorten it. */
  readonly name: string;
  readonly family: number | null;
  readonly model: number | null;
  /** The core's design, such as "Zen 4"; null if the table below does not have it. */
  readonly generation: string | null;
}

/** Where and with what a run measured. */
export interface Machine {
  readonly processor: Processor;
  readonly cores: number;
  readonly node: string;
  readonly v8: string;
}

interface Models {
  readonly vendor: string;
  readonly family: number;
  /** Ranges of model numbers, both ends included. */
  readonly models: readonly (readonly [number, number])[];
  readonly generation: string;
}

/**
 * Designs by family and model, as Linux tells them apart (arch/x86/kernel/cpu/amd.c, arch/x86/include/asm/intel-family.h).
 * Not by what a processor can do, since hypervisors hide instructions: a Zen 4 without AVX-512 is one all the same.
 */
const DESIGNS: readonly Models[] = [
  {
    vendor: 'AMD',
    family: 0x19,
    models: [
      [0x00, 0x0f],
      [0x20, 0x5f],
    ],
    generation: 'Zen 3',
  },
  {
    vendor: 'AMD',
    family: 0x19,
    models: [
      [0x10, 0x1f],
      [0x60, 0xaf],
    ],
    generation: 'Zen 4',
  },
  { vendor: 'Intel', family: 6, models: [[0x55, 0x55]], generation: 'Skylake' },
  { vendor: 'Intel', family: 6, models: [[0x6a, 0x6a]], generation: 'Ice Lake' },
  { vendor: 'Intel', family: 6, models: [[0x8f, 0x8f]], generation: 'Sapphire Rapids' },
  { vendor: 'Intel', family: 6, models: [[0xcf, 0xcf]], generation: 'Emerald Rapids' },
];

const VENDORS: Readonly<Record<string, string>> = { AuthenticAMD: 'AMD', GenuineIntel: 'Intel' };

export function readMachine(): Machine {
  const file = '/proc/cpuinfo';
  const [first] = cpus();
  return {
    processor: readProcessor(existsSync(file) ? readFileSync(file, 'utf8') : '', first?.model.trim() ?? ''),
    cores: cpus().length,
    node: process.versions.node,
    v8: process.versions.v8,
  };
}

/**
 * Reads which processor this is.
 *
 * @param cpuinfo the text of Linux's `/proc/cpuinfo`; empty elsewhere
 * @param name what the system calls the processor, if the text does not say
 */
export function readProcessor(cpuinfo: string, name: string): Processor {
  const read = (field: string) => cpuinfo.match(new RegExp(`^${field}\\s*: (.+)$`, 'm'))?.[1].trim();
  const readNumber = (field: string) => Number(read(field) ?? Number.NaN);
  const id = read('vendor_id') ?? '';
  const vendor = VENDORS[id] ?? id;
  const family = readNumber('cpu family');
  const model = readNumber('model');
  const design = DESIGNS.find(
    (one) =>
      one.vendor === vendor &&
      one.family === family &&
      one.models.some(([from, to]) => from <= model && model <= to),
  );
  return {
    vendor,
    name: (read('model name') ?? name)
      .replace(/\((R|TM)\)/gi, '')
      .replace(/\s+/g, ' ')
      .trim(),
    family: Number.isNaN(family) ? null : family,
    model: Number.isNaN(model) ? null : model,
    generation: design?.generation ?? null,
  };
}

/** The processor for people: `AMD EPYC (Zen 3)`. */
export function nameProcessor({ name, generation, family, model }: Processor): string {
  if (generation !== null) return `${name} (${generation})`;
  return family === null ? name : `${name} (family ${family}, model ${model})`;
}

/** Whether the goals for AMD's Zen 4, on which they were set, count here. */
export function isZen4({ processor }: Machine): boolean {
  return processor.vendor === 'AMD' && processor.generation === 'Zen 4';
}

/** The commit of the sources, with `+` if they were changed since; null outside a clone. */
export function readCommit(): string | null {
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', ROOT, ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  try {
    const changed = git('status', '--porcelain', '--', 'src', 'assembly', 'asconfig.json') !== '';
    return git('rev-parse', '--short=12', 'HEAD') + (changed ? '+' : '');
  } catch {
    return null;
  }
}
