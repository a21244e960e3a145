/**
 * Builds the package into dist/: the library, the app, the tfjs engine, the Node server, the serverless
 * handler, the command line and the script of a pool's threads as ES modules, those that need the module once
 * more for workerd, their types, the tfjs module beside absum.wasm and absum-relaxed.wasm (which `npm run build:wasm`
 * makes first),
 * and the notices of what is bundled.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { type InputOptions, type Plugin, rolldown } from 'rolldown';
import { describeApi } from '../src/http/openapi.ts';
import { describeJudgeParameters } from '../src/judge/describe-parameters.ts';
import { describeParameters } from '../src/recipe/describe.ts';
import { GROUPS, importDirectly } from './build/chunks.ts';
import { dropDescriptions, importsDescribe } from './drop-descriptions.ts';
import { pruneDeclarations } from './prune-declarations.ts';
import { writeNotices } from './supply/notices.ts';
import { publishTypes } from './types/public-types.ts';

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
  resolveId: {
    filter: { id: /threaded-simd/ },
    handler: () => resolve('src/engines/tfjs/no-threads.ts'),
  },
  load: {
    filter: { id: /tfjs-core.dist.(?:global_util|platforms.platform_node)\.js$/ },
    handler: (id) => (id.endsWith('global_util.js') ? PRIVATE_GLOBALS : 'export {};'),
  },
};

/** How a build gets absum.wasm: its bytes inside the library, or the file imported statically. */
function provideModule(way: 'inline' | 'static'): Plugin {
  return {
    name: 'provide-module',
    resolveId(id) {
      if (id === '#absum-module') return resolve(`src/entries/${way}-module.ts`);
      const [, bytes] = id.match(/^#(absum(?:-relaxed)?)-bytes$/) ?? [];
      if (bytes !== undefined) return `\0${bytes}.wasm`;
      // Relative to dist/workerd, where the static imports are.
      const [, file] = id.match(/dist\/(absum(?:-relaxed)?\.wasm)$/) ?? [];
      return file === undefined ? null : { id: `../${file}`, external: true };
    },
    load(id) {
      const [, file] = id.match(/^\0(absum(?:-relaxed)?\.wasm)$/) ?? [];
      if (file === undefined) return null;
      const packed = deflateRawSync(readFileSync(`dist/${file}`), { level: 9 }).toString('base64');
      return `export default Uint8Array.from(atob('${packed}'), (byte) => byte.charCodeAt(0));`;
    },
  };
}

/**
 * What the schemas say, converted once and for all: of each parameter, which the command line tells at every start, and in the
 * OpenAPI document. What validates then needs no descriptions.
 */
const describeOnce: Plugin = {
  name: 'describe-once',
  load: {
    filter: { id: /\/src\/(?:recipe\/describe|judge\/describe-parameters|http\/openapi)\.ts$/ },
    handler: (id) => {
      if (id.endsWith('describe.ts')) return tellOnce('describeParameters', describeParameters());
      if (id.endsWith('describe-parameters.ts'))
        return tellOnce('describeJudgeParameters', describeJudgeParameters());
      // As a text, which is read when somebody asks for the document.
      return `import { listServers } from './openapi-parts.ts';
          const text = ${JSON.stringify(JSON.stringify(describeApi()))};
          export const describeApi = (base = '') => ({ ...JSON.parse(text), servers: listServers(base) });`;
    },
  },
  transform: {
    filter: { id: /\/src\/(?:recipe|report|judge|check|worth|model|plan)\// },
    handler: (code) => (importsDescribe(code) ? { code: dropDescriptions(code), map: null } : null),
  },
};

/** A module of one function, which tells what was found out here. */
function tellOnce(name: string, found: unknown): string {
  return `const described = ${JSON.stringify(found)};
          export const ${name} = () => described;`;
}

// Files left by an older build would be packed too.
for (const old of [...globSync('dist/*.{js,txt}'), 'dist/types', 'dist/workerd'])
  rmSync(old, { recursive: true, force: true });

/** The published types import valibot, so that it has to be installed; every start needs its code, which is bundled. */
const imported = Object.keys(dependencies).filter((name) => name !== 'valibot');

/** What bundled packages would `require` where they never come here: tfjs, papaparse and cli-table3. */
const NEVER_REQUIRED = ['fs', 'path', 'stream', '@colors/colors/safe'];

/**
 * Gives the packages of the command line what they `require` of Node. Imported as a module, `node:fs` alone would take
 * 15 ms, since Node then makes ready all that it exports. No command is a program of its own, so that commander starts none.
 */
const requireOfNode: Plugin = {
  name: 'require-of-node',
  resolveId: {
    filter: { id: /^(?:node:[\w/]+|events|readline)$/ },
    handler: (id, importer) => (importer?.includes('/node_modules/') ? `\0of-node:${id}` : null),
  },
  load: {
    filter: { id: /^\0of-node:/ },
    handler: (id) =>
      id.endsWith('child_process')
        ? 'module.exports = {};'
        : `module.exports = process.getBuiltinModule('${id.slice('\0of-node:'.length)}');`,
  },
};

const shared = {
  platform: 'neutral',
  resolve: { mainFields: ['module', 'main'] },
  // Dependencies are imported, but those that every start needs: Node loads one file faster than many. tfjs is bundled,
  // since its ES modules load in no host as they are.
  external: (id, importer) =>
    NEVER_REQUIRED.includes(id) ||
    (id.startsWith('node:') && !importer?.includes('/node_modules/')) ||
    imported.some((name) => id === name || id.startsWith(`${name}/`)),
  transform: {
    target: 'es2023',
    // Hides Node from the tfjs backend, which would use `require` there: one code path on every host. The Python parser reads
    // a variable for its log when it is loaded, for which Deno would ask.
    define: { 'process.versions.node': 'undefined', 'process.env.LOG': 'undefined' },
  },
  checks: { ineffectiveDynamicImport: false },
} satisfies InputOptions;

/** The entries of src/entries by their names, as files of a folder. */
async function bundle(names: readonly string[], dir: string, way: 'inline' | 'static'): Promise<string[]> {
  const build = await rolldown({
    ...shared,
    input: Object.fromEntries(names.map((name) => [name, `src/entries/${name}.ts`])),
    plugins: [keepTfjsApart, provideModule(way), describeOnce, requireOfNode],
  });
  const { output } = await build.write({
    dir,
    format: 'esm',
    chunkFileNames: 'chunk-[name].js',
    comments: { legal: true, annotation: true, jsdoc: false },
    // Names by which a file can be imported in place of another.
    minifyInternalExports: false,
    codeSplitting: { groups: GROUPS },
    plugins: [importDirectly()],
  });
  await build.close();
  return output.flatMap((file) => (file.type === 'chunk' ? listModules(file.modules) : []));
}

/** The modules that have contributed code. */
function listModules(modules: Readonly<Record<string, { readonly renderedLength: number }>>): string[] {
  return Object.entries(modules).flatMap(([id, { renderedLength }]) => (renderedLength > 0 ? [id] : []));
}

const EVERYWHERE = ['index', 'app', 'tfjs', 'workers'];
const ON_NODE = ['node', 'lambda', 'parquet', 'pool-worker', 'desk-worker', 'cli'];
const modules = [
  ...(await bundle([...EVERYWHERE, ...ON_NODE], 'dist', 'inline')),
  ...(await bundle(EVERYWHERE, 'dist/workerd', 'static')),
];

const TFJS_WASM = 'node_modules/@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm';
copyFileSync(TFJS_WASM, 'dist/tfjs.wasm');
writeFileSync('dist/THIRD-PARTY.txt', writeNotices([...modules, TFJS_WASM]));
chmodSync('dist/cli.js', 0o755);
execFileSync('tsc', ['-p', 'tsconfig.build.json'], { stdio: 'inherit' });
publishTypes('dist/types');
pruneDeclarations('dist/types', JSON.stringify(exports).match(/dist\/types\/[^"]+/g) ?? []);
