import type { Plugin } from 'rolldown';

/**
 * The files that the package is cut into. Node takes about a millisecond to load a file, however small, so that what is
 * needed together lies together; and nobody should load what he does not ask for. Each takes the modules named and all that
 * they import, less what a file above it has: so a file imports only from those above. What a module loads on demand has to
 * be in another file, since esbuild fails at a file that imports itself. Those of Node alone come last, so that other hosts
 * load nothing of it.
 */
const CHUNKS: readonly (readonly [name: string, ...modules: readonly string[]])[] = [
  // What everything needs, help texts and the entries that know no engine too.
  ['base', 'errors', 'version', 'validate', 'recipe/limits', 'check/limits', 'data/table'],
  // What an import of the library loads.
  ['library', 'entries/index'],
  // What every comparison needs besides, once it begins.
  [
    'training',
    'compare/finish-report',
    'plan/(?:foresee|grid/find-maximum)',
    'training/(?:measure|facts|references)',
    'data/(?:make-dataset|json-table)',
  ],
  // What service and command line read: flat parameters, which they describe too, and files.
  [
    'input',
    'recipe/(?:parameters|next|ways|describe)',
    'keys',
    'sweeps/limits',
    'data/doors/(?:open-file|read-text|write-(?:csv|date))',
  ],
  // What some comparisons need: those of a CSV, of a built-in set, of texts, of classes.
  [
    'tables',
    'data/(?:csv/csv|built-in|join-rows|kept-rows|reading/take-dates)',
    'plan/widest-column',
    'recipe/look',
    'report/findings/find-in-table',
    'math/logistic',
  ],
  // What a recipe or a program may ask for.
  [
    'asked-for',
    'data/friedman1',
    'compare/(?:refit|train)',
    'plan/arithmetic',
    'model/(?:predict|onnx/export-onnx)',
    'report/predictions',
    'training/nested',
  ],
  // What a program may put beside the library: the other engine, whose tfjs is a file of its own, and workers.
  ['beside', 'engines/tfjs/engine', 'pool/(?:as-needed|serve|web-pool)', 'sweeps/pair-texts'],
  ['tfjs', 'engines/tfjs/pair'],
  ['charts', 'charts/(?:charts|lambda-charts|judge/charts)'],
  ['sweeps', 'sweeps/local-service', 'http/sweep-id'],
  // What a kept report is checked against, and what the service says its reports are.
  ['report-schema', 'report/schema'],
  ['judge', 'judge/(?:judge|parameters)'],
  // With the parser of Python; the service loads it when first asked for.
  ['check', 'check/check'],
  ['worth', 'worth/worth'],
  ['service', 'http/(?:app|tasks/desk)'],
  ['node', 'node/(?:engines|pool|sqlite|sweeps/lock)'],
  // What every command line loads, if only to say what it can do.
  ['command-line', 'cli/program'],
  [
    'commands',
    'cli/input/recipe-options',
    'cli/terminal/term-lines',
    'cli/commands/(?:run-(?:compare|plan|read)|list-terms)',
  ],
  [
    'kept-reports',
    'cli/commands/run-(?:show|diff)',
    'report/(?:cite|digest)',
    'cli/formats/markdown(?:-report)?',
  ],
  ['judge-command', 'cli/(?:commands/run-judge|input/judge-options)'],
  ['check-command', 'cli/commands/run-check'],
  ['worth-command', 'cli/commands/run-worth'],
  ['sweep-commands', 'cli/commands/(?:run|show|list)-sweeps?', 'client/.*'],
  ['node-sweeps', 'node/sweeps/(?:sweeps|for-commands)'],
  ['node-service', 'node/(?:server|workshop)'],
];

/** As the bundler wants them. */
export const GROUPS = CHUNKS.map(([name, ...modules], i) => ({
  name,
  test: new RegExp(`/src/(?:${modules.join('|')})\\.ts$`),
  priority: CHUNKS.length - i,
}));

/**
 * Has a dynamic import lead to the file that holds its module. The bundler gives each such module a file of its own that
 * only passes on the names from there, and would be one more to load.
 */
export function importDirectly(): Plugin {
  return {
    name: 'import-directly',
    generateBundle(_, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
      for (const { fileName, code, isEntry } of chunks) {
        const [, names, target] = PASSED_ON.exec(code) ?? [];
        if (isEntry || target === undefined) continue;
        const written = `import("./${fileName}")`;
        const direct = `import("${target}")${rename(names)}`;
        for (const chunk of chunks) chunk.code = chunk.code.replaceAll(written, direct);
        delete bundle[fileName];
      }
    },
  };
}

/** All that such a file says. */
const PASSED_ON = /^export \{ ([^}]+) \} from "(\.\/[^"]+)";\s*$/;

/** `a$1 as a`: a name that two modules of a file have. */
function rename(names: string): string {
  if (!names.includes(' as ')) return '';
  const pairs = names.split(', ').map((name) => name.split(' as '));
  return `.then((all) => ({ ${pairs.map(([from, to = from]) => `${to}: all.${from}`).join(', ')} }))`;
}
