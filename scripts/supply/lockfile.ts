import { readFileSync } from 'node:fs';

/** What a lockfile says about a package; its key is the folder that the package is installed in. */
export interface LockedPackage {
  readonly version: string;
  readonly license?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
}

export type LockedPackages = Readonly<Record<string, LockedPackage>>;

export interface LocatedPackage extends LockedPackage {
  readonly name: string;
  /** Where npm installs it, for instance `node_modules/hono`. */
  readonly folder: string;
}

export function readLockfile(path = 'package-lock.json'): LockedPackages {
  return JSON.parse(readFileSync(path, 'utf8')).packages;
}

/**
 * Lists what an installation of the package without its development tools holds, sorted by folder: from the
 * root along the dependencies, the optional ones and the peers that npm installs. The lockfile's own marks
 * are not used: `npm sbom` uses them, and leaves out packages that a development tool also needs.
 *
 * @throws Error if the lockfile lacks a dependency
 */
export function listProduction(packages: LockedPackages): LocatedPackage[] {
  const found = new Set<string>();
  const follow = (folder: string): void => {
    for (const { name, isOptional } of listNeeded(packages[folder])) {
      const needed = locate(packages, folder, name);
      if (needed === null && !isOptional) {
        throw new Error(`package-lock.json: ${folder || 'the root'} needs ${name}, which is not there`);
      }
      if (needed === null || found.has(needed)) continue;
      found.add(needed);
      follow(needed);
    }
  };
  follow('');
  return [...found].sort().map((folder) => locatePackage(packages, folder));
}

export function locatePackage(packages: LockedPackages, folder: string): LocatedPackage {
  if (!(folder in packages)) throw new Error(`package-lock.json: expected ${folder}, got nothing`);
  return { ...packages[folder], name: nameOf(folder), folder };
}

/** The package that a folder belongs to: what follows the last `node_modules/`. */
function nameOf(folder: string): string {
  return folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length);
}

function listNeeded(locked: LockedPackage): { name: string; isOptional: boolean }[] {
  const { dependencies = {}, optionalDependencies = {}, peerDependencies = {} } = locked;
  const isOptionalPeer = (name: string) => locked.peerDependenciesMeta?.[name]?.optional === true;
  return [
    ...Object.keys(dependencies).map((name) => ({ name, isOptional: false })),
    ...Object.keys(optionalDependencies).map((name) => ({ name, isOptional: true })),
    ...Object.keys(peerDependencies)
      .filter((name) => !isOptionalPeer(name))
      .map((name) => ({ name, isOptional: false })),
  ];
}

/** As Node resolves a name: in the folder itself, then in those around it. */
function locate(packages: LockedPackages, from: string, name: string): string | null {
  const folder = `${from === '' ? '' : `${from}/`}node_modules/${name}`;
  if (folder in packages) return folder;
  if (from === '') return null;
  return locate(packages, from.slice(0, Math.max(0, from.lastIndexOf('/node_modules/'))), name);
}
