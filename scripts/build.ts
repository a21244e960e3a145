/**
 * Builds the package into dist/: the library, the app, the tfjs engine, the Node server, the serverless
 * handler, the command line and the script of a pool's threads as ES modules, those that need the module once
 * more for workerd, their types, the tfjs module beside absum.wasm and absum-relaxed.wasm (which `npm run build:wasm`
 * makes first),
 * and the notices of what is bundled.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { type BuildOptions, build, type Metafile, type Plugin } from 'esbuild';
import { pruneDeclarations } from './prune-declarations.ts';
import { writeNotices } from './supply/notices.ts';

const { dependencies, exports } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  dependencies: object;
  exports: object;
};

/**
 * Where tfjs puts its only engine; a program may have a tfjs of its own, which must not be affected by this
 * one.
 */
const PRIVATE_GLOBALS = `
  const namespace = { fetch: globalThis.fetch };
  const values = new Map();
  export function getGlobalNamespace() { return namespace; }
  export function getGlobal(key, init) {
    if (!values.has(key)) values.set(key, init());
    return values.get(key);
  }
`;

/**
 * Takes out of tfjs what a host should not see of it: its global state, its view of Node, and its threaded
 * build, which the engine does not use and which weighs 60 KB.
 */
const keepTfjsApart: Plugin = {
  name: 'keep-tfjs-apart',
  setup({ onLoad, onResolve }) {
    onLoad({ filter: /tfjs-core.dist.global_util\.js$/ }, () => ({ contents: PRIVATE_GLOBALS }));
    onLoad({ filter: /tfjs-core.dist.platforms.platform_node\.js$/ }, () => ({ contents: '' }));
    onResolve({ filter: /threaded-simd/ }, () => ({ path: resolve('src/engines/tfjs/no-threads.ts') }));
  },
};

/** How a build gets absum.wasm: its bytes inside the library, or the file imported statically. */
function provideModule(way: 'inline' | 'static'): Plugin {
  return {
    name: 'provide-module',
    setup({ onLoad, onResolve }) {
      onResolve({ filter: /^#absum-module$/ }, () => ({ path: resolve(`src/entries/${way}-module.ts`) }));
      onResolve({ filter: /^#absum-(relaxed-)?bytes$/ }, ({ path }) => ({
        path: resolve(path.includes('relaxed') ? 'dist/absum-relaxed.wasm' : 'dist/absum.wasm'),
        namespace: 'bytes',
      }));
      onLoad({ filter: /./, namespace: 'bytes' }, ({ path }) => ({
        contents: deflateRawSync(readFileSync(path), { level: 9 }),
        loader: 'binary',
      }));
      // Relative to dist/workerd, where the static import is.
      onResolve({ filter: /dist\/absum(-relaxed)?\.wasm$/ }, ({ path }) => ({
        path: `../${basename(path)}`,
        external: true,
      }));
    },
  };
}

// Files left by an older build would be packed too.
for (const old of [...globSync('dist/*.{js,txt}'), 'dist/types', 'dist/workerd'])
  rmSync(old, { recursive: true, force: true });

const shared = {
  bundle: true,
  splitting: true,
  chunkNames: 'chunk-[hash]',
  format: 'esm',
  platform: 'neutral',
  target: 'es2023',
  mainFields: ['module', 'main'],
  // Dependencies are imported. tfjs is bundled, since its ES modules load in no host as they are.
  external: [
    ...Object.keys(dependencies).flatMap((name) => [name, `${name}/*`]),
    'node:*',
    ...['crypto', 'fs', 'node-fetch', 'path', 'string_decoder', 'util', 'worker_threads', 'perf_hooks', 'os'],
  ],
  // Hides Node from the tfjs backend, which would use `require` there: one code path on every host.
  define: { 'process.versions.node': 'undefined' },
  legalComments: 'linked',
  logLevel: 'warning',
  metafile: true,
} satisfies BuildOptions;

const everywhere = [
  'src/entries/index.ts',
  'src/entries/app.ts',
  'src/entries/tfjs.ts',
  'src/entries/workers.ts',
];
const onHosts = await build({
  ...shared,
  entryPoints: [
    ...everywhere,
    'src/entries/node.ts',
    'src/entries/lambda.ts',
    'src/entries/parquet.ts',
    'src/entries/pool-worker.ts',
    'src/entries/desk-worker.ts',
    'src/entries/cli.ts',
  ],
  outdir: 'dist',
  plugins: [keepTfjsApart, provideModule('inline')],
});
const onWorkers = await build({
  ...shared,
  entryPoints: everywhere,
  outdir: 'dist/workerd',
  plugins: [keepTfjsApart, provideModule('static')],
});

/** The modules that have contributed code to a build. */
function listModules({ outputs }: Metafile): string[] {
  return Object.values(outputs).flatMap(({ inputs }) =>
    Object.entries(inputs)
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .map(([module]) => module),
  );
}

const TFJS_WASM = 'node_modules/@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm';
copyFileSync(TFJS_WASM, 'dist/tfjs.wasm');
const modules = [onHosts, onWorkers].flatMap(({ metafile }) => listModules(metafile));
writeFileSync('dist/THIRD-PARTY.txt', writeNotices([...modules, TFJS_WASM]));
chmodSync('dist/cli.js', 0o755);
execFileSync('tsc', ['-p', 'tsconfig.build.json'], { stdio: 'inherit' });
pruneDeclarations('dist/types', JSON.stringify(exports).match(/dist\/types\/[^"]+/g) ?? []);
