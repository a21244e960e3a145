/** What `npm audit --json` says about one package. */
interface Vulnerability {
  readonly name: string;
  readonly severity: string;
  /** Advisories, or the names of packages that cause them. */
  readonly via: readonly (string | Advisory)[];
  /** The folders that the package is installed in. */
  readonly nodes: readonly string[];
}

interface Advisory {
  readonly title: string;
  /** Ends with the identifier, GHSA and three groups. */
  readonly url: string;
  readonly range: string;
}

/**
 * Judges the output of `npm audit --json` for the shipped packages.
 *
 * @param explained text that names, by their identifiers, the advisories that do no harm here
 * @returns a sentence on what was learned, and the advisories that nothing explains
 */
export function judgeAudit(
  printed: string,
  shipped: readonly { readonly folder: string; readonly version: string }[],
  explained: string,
): { answer: string; faults: string[] } {
  const report = parse(printed);
  if (report?.vulnerabilities === undefined) {
    const why = report?.message?.replace(/ - .*$/, '') ?? 'no answer';
    return { answer: `the registry could not be asked (${why}): no package was checked`, faults: [] };
  }
  const versions = new Map(shipped.map(({ folder, version }) => [folder, version]));
  const faults = new Set<string>();
  let known = 0;
  for (const { name, severity, via, nodes } of Object.values(report.vulnerabilities)) {
    for (const node of nodes.filter((folder) => versions.has(folder))) {
      for (const { title, url, range } of via.filter((one) => typeof one === 'object')) {
        const id = url.slice(url.lastIndexOf('/') + 1);
        known++;
        if (!explained.includes(id)) {
          faults.add(`${name} ${versions.get(node)} (${range}): ${title}, ${severity}, ${id}`);
        }
      }
    }
  }
  const found =
    known === 0 ? 'no known vulnerability' : `advisories: ${known}, not explained: ${faults.size}`;
  return { answer: `${shipped.length} packages: ${found}`, faults: [...faults] };
}

function parse(text: string): { message?: string; vulnerabilities?: Record<string, Vulnerability> } | null {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
