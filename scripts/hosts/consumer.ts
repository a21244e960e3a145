import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A folder outside the repository with the packed package installed, and the conformance suite beside it. */
export interface Consumer {
  readonly folder: string;
  /** The digest that every host must reach. */
  readonly digest: string;
  /** The same for what a judge answers. */
  readonly judged: string;
  /** The same for what a check answers. */
  readonly checked: string;
  remove(): void;
}

/** Packs the package from dist/ as it is, and installs the tarball. */
export function installPackage(): Consumer {
  const folder = mkdtempSync(join(tmpdir(), 'absum-hosts-'));
  const packed = execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  const [{ filename }] = JSON.parse(packed) as [{ filename: string }];
  const modules = join(folder, 'node_modules');
  const home = join(modules, 'absum-l1');
  mkdirSync(home, { recursive: true });
  execFileSync('tar', ['-xzf', join(folder, filename), '-C', home, '--strip-components=1']);
  const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  for (const name of Object.keys(dependencies)) link(name, modules);
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
  copyFileSync(join(ROOT, 'tests/conformance/suite.js'), join(folder, 'suite.js'));
  const fixture = JSON.parse(readFileSync(join(ROOT, 'fixtures/report-digests.json'), 'utf8'));
  const { recipes, digest } = fixture.conformance as { recipes: string[]; digest: string };
  const golden = recipes.map((name) => ({
    name,
    recipe: fixture.recipes[name],
    digest: fixture.digests[name],
  }));
  writeFileSync(join(folder, 'golden.json'), JSON.stringify(golden));
  writeFileSync(join(folder, 'run.js'), RUN);
  return {
    folder,
    digest,
    judged: fixture.judged,
    checked: fixture.checked,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** What hosts with a command line and a file system run. */
const RUN = `import { readFileSync } from 'node:fs';
import * as absum from 'absum-l1';
import { runSuite } from './suite.js';

const golden = JSON.parse(readFileSync(new URL('golden.json', import.meta.url), 'utf8'));
const isNode = globalThis.Deno === undefined && globalThis.Bun === undefined;
const pool = isNode ? await import('absum-l1/node') : {};
console.log(JSON.stringify(await runSuite(absum, golden, pool.createPool)));
`;

function link(name: string, modules: string): void {
  const [scope] = name.split('/');
  if (scope !== name) mkdirSync(join(modules, scope), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules', name), join(modules, name));
}
