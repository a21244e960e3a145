import { existsSync, readFileSync } from 'node:fs';
import { type LocatedPackage, listProduction, locatePackage, readLockfile } from './lockfile.ts';
import { readNotices } from './notices.ts';

/** Notices that the build writes, and where the packages that they name are bundled. */
const NOTICES = { 'dist/THIRD-PARTY.txt': 'package', 'dist/page/THIRD-PARTY.txt': 'page' } as const;

export interface ShippedPackage extends LocatedPackage {
  /** The bundles that contain its code. */
  readonly bundledIn: readonly ('package' | 'page')[];
}

/**
 * Lists the packages that reach a user: those that an installation brings along, and those whose code the
 * build has bundled, including development dependencies (such as the page's framework).
 *
 * @throws Error if nothing has been built, or the lockfile does not know a bundled package
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
