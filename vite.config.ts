import { globSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig, type Plugin } from 'vite';
import { dropDescriptions, importsDescribe } from './scripts/drop-descriptions.ts';
import { writeNotices } from './scripts/supply/notices.ts';
import { COMMON, hasField } from './src/page/setup/fields.ts';
import { describeParameters } from './src/recipe/describe.ts';

/**
 * What the recipe's form is made of: the same schema that the API validates by, described once, when the page is built.
 * What is folded away comes apart.
 */
export function provideParameters(): Plugin {
  const all = describeParameters().filter(({ name }) => hasField(name));
  const modules = new Map([
    ['virtual:parameters', all.filter(({ name }) => COMMON.includes(name))],
    ['virtual:folded-parameters', all.filter(({ name }) => !COMMON.includes(name))],
  ]);
  return {
    name: 'provide-parameters',
    resolveId: (id) => (modules.has(id) ? `\0${id}` : null),
    load(id) {
      const parameters = modules.get(id.slice(1));
      return parameters === undefined ? null : `export default ${JSON.stringify(parameters)}`;
    },
  };
}

/** Page and worker validate by the schemas, and describe nothing. */
export function leaveDescriptions(): Plugin {
  return {
    name: 'leave-descriptions',
    transform: {
      filter: { id: /\/src\/(?:recipe|report|model|plan|judge|check|worth)\// },
      handler: (code) => (importsDescribe(code) ? { code: dropDescriptions(code), map: null } : null),
    },
  };
}

/** Takes away what an older build left, after this one is written: who serves the page meanwhile misses no file of it. */
function removeStale(): Plugin {
  let publicDir = '';
  return {
    name: 'remove-stale',
    configResolved(config) {
      ({ publicDir } = config);
    },
    writeBundle({ dir = '' }, bundle) {
      const kept = new Set([...Object.keys(bundle), ...globSync('**', { cwd: publicDir })]);
      for (const file of globSync('**/*.*', { cwd: dir })) if (!kept.has(file)) rmSync(join(dir, file));
    },
  };
}

/** The modules of which something has come into the page or its workers, which are built as bundles of their own. */
export const bundled = new Set<string>();

export function noteModules(): Plugin {
  return {
    name: 'note-modules',
    generateBundle(_, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk') continue;
        for (const [id, { renderedLength }] of Object.entries(chunk.modules))
          if (renderedLength > 0) bundled.add(id);
      }
    },
  };
}

/** Adds the licences of what the page holds of others. */
function addNotices(): Plugin {
  return {
    name: 'add-notices',
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: 'THIRD-PARTY.txt', source: writeNotices(bundled) });
    },
  };
}

const locate = (path: string): string => new URL(path, import.meta.url).pathname;

// Tests start the worker, which has the page built: under their NODE_ENV it would be one for development.
process.env.NODE_ENV = 'production';

/** What the page's worker needs for every comparison, the report apart. */
const NEEDED_AT_ONCE =
  /\/(?:valibot\/|src\/(?:[\w-]+\.ts|compare\/compare|engines\/|kernels\/|math\/(?:elementary|mean)|page\/run\/|plan\/(?:plan|grid)|recipe\/|data\/(?:make-dataset|equal-rows|columns)|training\/(?:pair|references|measure|facts)))/;

/** Takes all that a first visit needs with it, since that is what the page imports at once. */
const AT_ONCE = /vite\/preload-helper|src\/page\/(?:main|tabs)\.tsx/;

/** What the judge of scores needs of what writes a report: in one file with the rest of that, which is there already. */
const OF_REPORTS =
  /src\/(?:compare\/finish-report|report\/(?:build|summarize|verdict\/(?!from-report)|findings\/(?!find-in-table|column-|reading-|row-))|math\/(?:student-t|design|paired-test|two-way|holm|posterior))/;

/** Builds the page into dist/page, where the worker and `startServer` find it. */
export default defineConfig({
  root: 'src/page',
  base: './',
  plugins: [provideParameters(), leaveDescriptions(), noteModules(), addNotices(), removeStale()],
  resolve: {
    alias: {
      '#absum-module': locate('src/page/module.ts'),
      '#absum-worker': locate('src/page/start-worker.ts'),
      'd3-format': locate('src/page/format-nothing.ts'),
      'd3-interpolate': locate('src/page/interpolate-numbers.ts'),
    },
  },
  oxc: { jsx: { importSource: 'preact' } },
  build: {
    outDir: '../../dist/page',
    emptyOutDir: false,
    target: 'es2023',
    modulePreload: { polyfill: false },
    // The page's worker holds from the start what the library loads when it is asked for.
    rolldownOptions: {
      checks: { ineffectiveDynamicImport: false },
      // In one file: many small ones compress worse.
      output: { codeSplitting: { groups: [{ name: 'page', test: AT_ONCE }] } },
    },
  },
  worker: {
    format: 'es',
    plugins: () => [leaveDescriptions(), noteModules()],
    rolldownOptions: {
      checks: { ineffectiveDynamicImport: false },
      // What every comparison needs, in one file: many small ones compress worse.
      output: {
        codeSplitting: {
          groups: [
            { name: 'engine', test: NEEDED_AT_ONCE },
            { name: 'finish-report', test: OF_REPORTS },
          ],
        },
      },
    },
  },
});
