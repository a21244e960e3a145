/**
 * Builds the package into dist/: the library, the Node server and the serverless handler as ES modules,
 * their types, and the tfjs module beside absum.wasm (which `npm run build:wasm` has made before).
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { build, type Plugin } from 'esbuild';

const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as { dependencies: object };

/** The engine runs without threads; leaving the threaded twin of tfjs out saves 60 KB. */
const leaveThreadsOut: Plugin = {
  name: 'leave-threads-out',
  setup({ onResolve }) {
    onResolve({ filter: /threaded-simd/ }, () => ({ path: resolve('src/engines/tfjs/no-threads.ts') }));
  },
};

await build({
  entryPoints: ['src/index.ts', 'src/node.ts', 'src/lambda.ts'],
  outdir: 'dist',
  bundle: true,
  splitting: true,
  chunkNames: 'chunk-[hash]',
  format: 'esm',
  platform: 'neutral',
  target: 'es2023',
  mainFields: ['module', 'main'],
  // tfjs is bundled, since its ES modules load in no host as they are; the rest is imported.
  external: [
    ...Object.keys(dependencies)
      .filter((name) => !name.startsWith('@tensorflow/'))
      .flatMap((name) => [name, `${name}/*`]),
    'node:*',
    ...['crypto', 'fs', 'node-fetch', 'path', 'string_decoder', 'util', 'worker_threads', 'perf_hooks', 'os'],
  ],
  // Hides Node from tfjs, which would ask for `require` there: one code path on every host.
  define: { 'process.versions.node': 'undefined' },
  plugins: [leaveThreadsOut],
  legalComments: 'linked',
  logLevel: 'warning',
});

copyFileSync(
  'node_modules/@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm',
  'dist/tfjs.wasm',
);
execFileSync('tsc', ['-p', 'tsconfig.build.json'], { stdio: 'inherit' });
