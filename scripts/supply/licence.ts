/** Licences that let anyone use, change and pass on the work, and ask for no more than notices. */
const ALLOWED: ReadonlySet<string> = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'Unlicense',
]);

/**
 * Whether a package's `license` field names only licences of the list: one of `A OR B`, both of `A AND B`.
 * Any other text is not allowed, so that someone looks at it.
 */
export function isAllowed(licence: string | undefined): boolean {
  if (licence === undefined) return false;
  const inner = /^\(([^()]*)\)$/.exec(licence)?.[1] ?? licence;
  return inner.split(' OR ').some((choice) => choice.split(' AND ').every((name) => ALLOWED.has(name)));
}

export interface JudgedPackage {
  readonly folder: string;
  readonly version: string;
  /** As the lockfile has it. */
  readonly license?: string;
  /** What the installed package says about itself; null if it is not installed. */
  readonly installed: { readonly version: string; readonly license?: string } | null;
}

/** What is wrong with the licences of some packages, one sentence each; empty if all may be shipped. */
export function judgeLicences(packages: readonly JudgedPackage[]): string[] {
  return packages.flatMap(({ folder, version, license, installed }) => {
    const faults: string[] = [];
    if (!isAllowed(license)) {
      faults.push(`${folder} ${version}: expected an allowed licence, got ${license ?? 'none'}`);
    }
    if (installed !== null && (installed.version !== version || installed.license !== license)) {
      const says = `${installed.version} (${installed.license ?? 'none'})`;
      faults.push(`${folder}: the lockfile says ${version} (${license ?? 'none'}), the package ${says}`);
    }
    return faults;
  });
}
