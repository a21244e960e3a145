/**
 * Checks sizes against their limits: the worker, bundled as by `wrangler deploy`; the library with the fused
 * engine, bundled as in a page; the lab page; the module alone. All but the last are compressed with gzip.
 */
import { execFileSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

/**
 * An honest estimate of what a comparison costs takes 4 KiB of the library's 47. A check takes 90 KiB of the worker's: 35 the
 * parser of Python, 50 what follows a program and what is known of PyTorch, Keras and scikit-learn. Cloudflare allows 3 MiB.
 */
const LIMITS_KIB = { worker: 576, library: 47, page: 150, module: 64 };

/** Files of the page that the example's answer does without: their names without hash and extension. */
const ON_DEMAND: readonly string[] = [
  '_virtual_folded-parameters',
  'absum-relaxed',
  'arithmetic',
  'boston-house-prices-csv',
  'check',
  'check-tab',
  'citation',
  'cps-wages-1985-csv',
  'csv',
  'dates',
  'earlier-runs',
  'export-onnx',
  'find-in-table',
  'folded-fields',
  'foresee',
  'friedman1',
  'join-rows',
  'json-table',
  'judge',
  'judge-tab',
  'judgement',
  'kept-rows',
  'lambda-view',
  'logistic',
  'meant',
  'looks-like-report',
  'memory-shelf',
  'nested',
  'open-report',
  'open-file',
  'read-parquet',
  'read-xlsx',
  'say-format',
  'server',
  'side-by-side',
  'table',
  'take-dates',
  'type-columns',
  'unpack',
  'widest-column',
  'without-server',
  'worth',
  'worth-section',
  'write-csv',
  'write-date',
];

const format = (kib: number) => `${kib.toFixed(1)} KiB`;

function hold(name: keyof typeof LIMITS_KIB, kib: number, what: string): void {
  console.log(`${name}: ${format(kib)} ${what}, limit ${LIMITS_KIB[name]} KiB`);
  if (kib > LIMITS_KIB[name]) process.exitCode = 1;
}

function measureWorker(): number {
  const folder = mkdtempSync(join(tmpdir(), 'absum-size-'));
  const output = execFileSync('wrangler', ['deploy', '--dry-run', '--outdir', folder], { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  const [, size] = output.match(/gzip: ([\d.]+) KiB/) ?? [];
  if (size === undefined) throw new Error(`wrangler printed no size:\n${output}`);
  return Number(size);
}

/** What a page loads of the built library at first, and what a comparison of arrays loads in all. */
async function measureLibrary(): Promise<{ first: number; all: number }> {
  const { outputFiles, metafile } = await build({
    entryPoints: ['dist/index.js'],
    bundle: true,
    minify: true,
    splitting: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2023',
    outdir: 'dist/size',
    write: false,
    metafile: true,
    logLevel: 'error',
  });
  const sizes = new Map(
    outputFiles.map(({ path, contents }) => [path, gzipSync(contents, { level: 9 }).length]),
  );
  const sizeOf = (output: string) => sizes.get(join(process.cwd(), output)) ?? Number.NaN;
  const follow = (from: string, found: Set<string>): Set<string> => {
    if (found.has(from)) return found;
    found.add(from);
    for (const { path, kind } of metafile.outputs[from].imports)
      if (kind === 'import-statement') follow(path, found);
    return found;
  };
  const add = (outputs: Set<string>) => [...outputs].reduce((sum, output) => sum + sizeOf(output), 0) / 1024;
  const first = follow('dist/size/index.js', new Set());
  const reports = Object.keys(metafile.outputs).filter((output) =>
    Object.keys(metafile.outputs[output].inputs).some((input) =>
      readFileSync(input, 'utf8').includes('function* buildingReport('),
    ),
  );
  const all = reports.reduce((found, output) => follow(output, found), new Set(first));
  return { first: add(first), all: add(all) };
}

/**
 * What a first visit to the page loads, including workers and module, and a line for each file, the largest
 * first.
 */
function measurePage(): { first: number; lines: string[] } {
  const files = globSync('dist/page/**/*.{html,css,js,wasm,svg}').map((path) => ({
    name: basename(path),
    // Vite's hash has eight characters, `-` among them.
    isOnDemand: ON_DEMAND.includes(basename(path).replace(/-.{8}\.\w+$/, '')),
    kib: gzipSync(readFileSync(path), { level: 9 }).length / 1024,
  }));
  if (files.length === 0) throw new Error('dist/page holds no page: npm run build:page');
  const first = files.filter(({ isOnDemand }) => !isOnDemand).reduce((sum, { kib }) => sum + kib, 0);
  const lines = files
    .sort((a, b) => b.kib - a.kib)
    .map(({ name, kib, isOnDemand }) => `  ${format(kib)} ${name}${isOnDemand ? ', on demand' : ''}`);
  return { first, lines };
}

hold('worker', measureWorker(), 'gzip');
const { first, all } = await measureLibrary();
hold('library', first, `gzip before it trains (${format(all)} with what writes the report)`);
const page = measurePage();
hold('page', page.first, 'gzip on a first visit');
console.log(page.lines.join('\n'));
hold('module', statSync('dist/absum.wasm').size / 1024, 'raw');
