import { existsSync, readFileSync } from 'node:fs';
import { type LocatedPackage, listProduction, locatePackage, readLockfile } from './lockfile.ts';
import { readNotices } from './notices.ts';

/** Notices that the build writes, and where what they name has gone. */
const NOTICES = { 'dist/THIRD-PARTY.txt': 'package', 'dist/page/THIRD-PARTY.txt': 'page' } as const;

export interface ShippedPackage extends LocatedPackage {
  /** Whose bundle holds code of it. */
  readonly bundledIn: readonly ('package' | 'page')[];
}

/**
 * Lists the packages that reach a user: those that an installation brings along, and those of which the build has taken code
 * in, development dependencies among them (the page's framework is one).
 *
 * @throws Error where nothing has been built, or where the lockfile does not know what was bundled
 */
export function listShipped(): ShippedPackage[] {
  const locked = readLockfile();
  const bundled = Object.entries(NOTICES).flatMap(([file, where]) => {
    if (!existsSync(file)) throw new Error(`${file} is not there: npm run build writes it`);
    return readNotices(readFileSync(file, 'utf8')).map(({ name, version }) => ({ name, version, where }));
  });
  const production = listProduction(locked);
  const folders = new Set(production.map(({ folder }) => folder));
  for (const { name, version } of bundled) folders.add(findFolder(name, version));
  return [...folders].sort().map((folder) => {
    const found = locatePackage(locked, folder);
    const isSame = (one: { name: string; version: string }) =>
      one.name === found.name && one.version === found.version;
    return { ...found, bundledIn: bundled.filter(isSame).map(({ where }) => where) };
  });

  function findFolder(name: string, version: string): string {
    const folder = Object.keys(locked).find(
      (key) => key.endsWith(`node_modules/${name}`) && locked[key].version === version,
    );
    if (folder === undefined)
      throw new Error(`package-lock.json: expected ${name} ${version}, which is bundled`);
    return folder;
  }
}
