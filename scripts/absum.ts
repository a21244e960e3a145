/**
 * Runs the command line of this clone: `npm run absum -- compare data.csv --target y`. First builds,
 * silently, what is missing or older than its sources; otherwise the command starts at once.
 */
import { execFileSync } from 'node:child_process';
import { globSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const COMMON = ['package.json', 'package-lock.json'];

/** What the command needs, in the order in which it is built. */
const STEPS = [
  { script: 'build:wasm', built: 'dist/absum-relaxed.wasm', sources: ['assembly/**/*.ts', 'asconfig.json'] },
  {
    script: 'build:package',
    built: 'dist/cli.js',
    sources: [
      'src/**/*.ts',
      'scripts/build.ts',
      'scripts/{build,supply}/*.ts',
      'tsconfig*.json',
      'dist/absum*.wasm',
    ],
  },
  // Only the server needs the page.
  ...(process.argv.includes('serve')
    ? [
        {
          script: 'build:page',
          built: 'dist/page/index.html',
          sources: ['src/**/*', 'vite.config.ts', 'dist/absum*.wasm'],
        },
      ]
    : []),
];

function readTime(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Number.NEGATIVE_INFINITY;
}

function isStale({ built, sources }: (typeof STEPS)[number]): boolean {
  const made = readTime(built);
  return [...globSync(sources), ...COMMON].some((source) => readTime(source) > made);
}

function build(script: string): void {
  try {
    execFileSync('npm', ['run', '--silent', script], { stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    const { stdout, stderr } = error as { readonly stdout?: Buffer; readonly stderr?: Buffer };
    process.stderr.write(`error: npm run ${script} failed:\n${stdout ?? ''}${stderr ?? ''}`);
    process.exit(1);
  }
}

process.chdir(ROOT);
for (const step of STEPS) if (isStale(step)) build(step.script);
// Paths among the arguments are the caller's; npm runs scripts in the root.
process.chdir(process.env.INIT_CWD ?? ROOT);
await import(new URL('../dist/cli.js', import.meta.url).href);
