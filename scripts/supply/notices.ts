import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';

/** A package whose code a build has bundled. */
interface BundledPackage {
  /** Name, version and licence, as `readNotices` finds them. */
  readonly heading: string;
  /** The owners that its files name besides the licence. */
  readonly owners: readonly string[];
  readonly licence: string;
}

const RULE = '-'.repeat(80);
const OPENING = 'This folder holds code of the packages below, each under the licence that follows it.\n';

/**
 * Writes the notices of the packages that modules of a bundle come from; packages with one licence text share it.
 *
 * @param modules paths as the bundler names them, those of this project among them
 * @throws Error naming a package that ships no licence
 */
export function writeNotices(modules: Iterable<string>): string {
  const sections = Map.groupBy(listBundled(modules), ({ licence }) => licence);
  const written = [...sections].map(([licence, packages]) => {
    const heads = packages.flatMap(({ heading, owners }) => [
      heading,
      ...owners.map((owner) => `  ${owner}`),
    ]);
    return `${RULE}\n${heads.join('\n')}\n\n${licence}\n`;
  });
  return [OPENING, ...written].join('\n');
}

/** The packages that notices name. */
export function readNotices(text: string): { name: string; version: string; licence: string }[] {
  const heads = text.matchAll(new RegExp(`^${RULE}\n([\\s\\S]*?)\n\n`, 'gm'));
  return [...heads]
    .flatMap(([, head]) => [...head.matchAll(/^(\S+) (\S+) \((.+)\)$/gm)])
    .map(([, name, version, licence]) => ({ name, version, licence }));
}

/** The packages that modules come from, by name. */
function listBundled(modules: Iterable<string>): BundledPackage[] {
  const files = [...new Set([...modules].map((module) => module.replace(/\?.*$/, '')))]
    .filter((path) => IN_PACKAGE.test(path) && existsSync(path))
    .map((path) => realpathSync(path));
  const byFolder = Map.groupBy(files, (path) => IN_PACKAGE.exec(path)?.[0] ?? '');
  return [...byFolder]
    .map(([folder, own]) => describe(folder, own.sort()))
    .sort((a, b) => (a.heading < b.heading ? -1 : 1));
}

/** The folder of the innermost package that a path lies in. */
const IN_PACKAGE = /^.*node_modules\/(?:@[^/]+\/)?[^/@]+(?=\/)/;

function describe(folder: string, files: readonly string[]): BundledPackage {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const licence = readLicence(folder) ?? (license === 'Apache-2.0' ? readOwnLicence() : null);
  if (licence === null) throw new Error(`${folder}: expected a licence to pass on, found none`);
  // Packages contain files of others, whose owners are named only in those files.
  const owners = new Set(files.flatMap(listOwners).filter((owner) => !licence.includes(owner)));
  return { heading: `${name} ${version} (${license})`, owners: [...owners], licence };
}

/** The files with a package's licence and notices, else what its README says under that heading. */
function readLicence(folder: string): string | null {
  const names = readdirSync(folder);
  const files = names.filter((name) => /^(licen[cs]e|copying|notice)\b/i.test(name)).sort();
  if (files.length > 0) {
    return files.map((name) => readFileSync(join(folder, name), 'utf8').trim()).join('\n\n');
  }
  const readme = names.find((name) => /^readme\b/i.test(name));
  if (readme === undefined) return null;
  const text = readFileSync(join(folder, readme), 'utf8');
  const [, section] = /^(?:#+ *)?licen[cs]e\b[^\n]*\n(?:[-=]+\n)?([\s\S]*)$/im.exec(text) ?? [];
  return section !== undefined && /copyright/i.test(section) && /permi|redistribut/i.test(section)
    ? section.trim()
    : null;
}

/** The text of the Apache License is the same for every project that uses it, including this one. */
function readOwnLicence(): string {
  return readFileSync('LICENSE', 'utf8').trim();
}

/** The lines of a file's comments that name an owner. */
function listOwners(file: string): string[] {
  const lines = readFileSync(file, 'utf8').matchAll(
    /^[\s/*]*(?:[^\n*/"'`]*[ -])?(Copyright (?:\(c\) |© )?(?:by )?\d{4}[^\n*]*)/gim,
  );
  return [...lines].map(([, owner]) => owner.trim());
}
