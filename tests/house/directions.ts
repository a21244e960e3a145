import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path/posix';

// Which room may import which: the one table of CONTRIBUTING.md, read by `directions.test.ts`.

/** What every room may import. */
const LEAVES = 'errors keys pace schema validate version words math';
/** What stands on the leaves alone, and may be imported from anywhere above. */
const GROUND = 'random data';

/** Each room of `src`: the rooms, and after the bar the packages, that it may import besides itself and the leaves. */
export const DIRECTIONS: Readonly<Record<string, string>> = {
  leaves: '| valibot',
  random: '',
  data: 'random | papaparse hyparquet fzstd saxen',
  kernels: '',
  engines: 'data',
  'engines/fused': 'data engines kernels',
  'engines/tfjs': 'data random engines kernels | @tensorflow/*',
  model: 'data | valibot',
  recipe: 'data | valibot @valibot/to-json-schema',
  training: `${GROUND} engines model recipe`,
  plan: `${GROUND} engines recipe training | valibot`,
  report: `${GROUND} engines model recipe training plan | valibot`,
  judge: 'data recipe report | valibot',
  check: 'recipe | valibot @lezer/*',
  compare: `${GROUND} engines model recipe training plan report`,
  pool: 'data engines recipe training plan compare',
  worth: 'data recipe report plan compare judge check | valibot',
  sweeps: 'data engines recipe training plan report compare | valibot',
  admission: 'plan sweeps',
  cloudflare: 'engines recipe plan sweeps admission | cloudflare:workers',
  http: 'data engines model recipe plan report judge check compare sweeps admission | hono valibot @valibot/to-json-schema @hono/*',
  client: 'recipe plan report compare | eventsource-parser',
  charts: 'recipe report judge | d3-scale',
  node: 'engines engines/fused engines/tfjs recipe admission http pool sweeps | node:* hono @hono/node-server valibot',
  cli: 'data recipe plan report judge check compare worth model sweeps client charts node | node:* commander cli-progress cli-table3',
  page: 'data recipe plan report judge check compare worth model engines engines/fused pool client charts | preact virtual:parameters virtual:folded-parameters virtual:engine-worker #absum-module #absum-worker',
  entries: '* | *',
};

/** An import of a file of `src`, as written. */
export interface Import {
  /** The path of the file, from `src`. */
  readonly file: string;
  readonly specifier: string;
}

// Not where the word itself stands in quotes.
const SPECIFIER = /(?<!['"])(?:\bfrom|\bimport|\bimport\()\s*['"]([^'"]+)['"]/g;

/**
 * The imports of a source: static, dynamic, of types and for effect; also those in comments, which are not
 * imports.
 */
export function listImports(file: string, source: string): Import[] {
  return Array.from(source.matchAll(SPECIFIER), ([, specifier]) => ({ file, specifier }));
}

/** The imports of files of `src`. */
export function readImports(root: string, files: readonly string[]): Import[] {
  return files.flatMap((file) => listImports(file, readFileSync(join(root, 'src', file), 'utf8')));
}

/** The file of `src` that an import leads to; null for a package and what is built. */
export function resolveImport({ file, specifier }: Import): string | null {
  if (!specifier.startsWith('.')) return null;
  const target = normalize(join(dirname(file), specifier));
  return target.startsWith('..') ? null : target.replace(/\?.*$/, '');
}

/** The room of a file of `src`. */
export function nameRoom(file: string): string {
  const [first, second, third] = file.split('/');
  if (second === undefined || LEAVES.split(' ').includes(first)) return 'leaves';
  return first === 'engines' && third !== undefined ? `${first}/${second}` : first;
}

/** Says why an import goes the wrong way; null where it goes the right one. */
export function judgeImport(imported: Import): string | null {
  const room = nameRoom(imported.file);
  const rule = DIRECTIONS[room];
  if (rule === undefined) return `${imported.file}: src/${room} is not in the table of directions`;
  const [rooms, packages = []] = rule.split('|').map((part) => part.trim().split(' '));
  const target = resolveImport(imported);
  const isAllowed =
    target === null
      ? imported.specifier.startsWith('.') || packages.some((name) => isOf(name, imported.specifier))
      : [room, 'leaves', ...rooms].some((name) => name === '*' || name === nameRoom(target));
  return isAllowed
    ? null
    : `${imported.file} imports ${target ?? imported.specifier}, which src/${room} may not`;
}

function isOf(pattern: string, specifier: string): boolean {
  if (pattern.endsWith('*')) return specifier.startsWith(pattern.slice(0, -1));
  return specifier === pattern || specifier.startsWith(`${pattern}/`);
}

/** The files that import each other in a circle, by types too: each such set, or none. */
export function findCircles(imports: readonly Import[]): string[][] {
  const reached = new Map<string, Set<string>>();
  for (const imported of imports) {
    const target = resolveImport(imported);
    const from = reached.get(imported.file) ?? new Set();
    if (target !== null && target !== imported.file) from.add(target);
    reached.set(imported.file, from);
  }
  // What leads nowhere, or only to such files, is in no circle.
  for (let before = -1; before !== reached.size; ) {
    before = reached.size;
    for (const [file, targets] of reached) {
      if (![...targets].some((target) => reached.has(target))) reached.delete(file);
    }
  }
  return groupCircles(reached);
}

function groupCircles(reached: ReadonlyMap<string, ReadonlySet<string>>): string[][] {
  const reach = (start: string) => {
    const seen = new Set<string>();
    const waiting = [start];
    for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
      for (const next of reached.get(file) ?? []) {
        if (!seen.has(next)) waiting.push(next);
        seen.add(next);
      }
    }
    return seen;
  };
  const reaches = new Map([...reached.keys()].map((file) => [file, reach(file)]));
  const isTogether = (a: string, b: string) =>
    reaches.get(a)?.has(b) === true && reaches.get(b)?.has(a) === true;
  const left = new Set([...reached.keys()].filter((file) => isTogether(file, file)));
  const circles: string[][] = [];
  for (const file of left) {
    const circle = [...left].filter((other) => isTogether(file, other));
    for (const other of circle) left.delete(other);
    circles.push(circle.sort());
  }
  return circles;
}
