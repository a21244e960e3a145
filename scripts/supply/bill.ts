/** The parts of a CycloneDX document that this project reads; the rest is passed on unchanged. */
export interface Bill {
  readonly bomFormat: string;
  readonly specVersion: string;
  readonly metadata: { readonly component: Component };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

export interface Component {
  readonly 'bom-ref': string;
  readonly name: string;
  readonly version: string;
  readonly hashes?: readonly { readonly alg: string; readonly content: string }[];
  readonly licenses?: readonly unknown[];
  readonly properties?: readonly { readonly name: string }[];
}

interface Named {
  readonly name: string;
  readonly version: string;
}

const PROJECT = 'absum-l1';
/**
 * npm's mark for what the root lists as a development dependency, though the build may have bundled its code.
 */
const DEVELOPMENT = 'cdx:npm:package:development';

/** From a bill of everything, keeps the components that are shipped, and the dependencies among them. */
export function selectComponents(bill: Bill, shipped: readonly Named[]): Bill {
  const wanted = new Set(shipped.map(nameFully));
  const components = bill.components
    .filter((component) => wanted.has(nameFully(component)))
    .map((component) => ({
      ...component,
      properties: (component.properties ?? []).filter(({ name }) => name !== DEVELOPMENT),
    }));
  const refs = new Set(components.map((component) => component['bom-ref']));
  const { component } = bill.metadata;
  return {
    ...bill,
    // npm takes the name from the folder.
    metadata: { ...bill.metadata, component: { ...component, name: PROJECT } },
    components,
    dependencies: bill.dependencies
      .filter(({ ref }) => refs.has(ref) || ref === component['bom-ref'])
      .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((other) => refs.has(other)) })),
  };
}

/** What a bill lacks or has in excess, one sentence each. */
export function findBomFaults(bill: Bill, shipped: readonly Named[]): string[] {
  const faults: string[] = [];
  if (bill.bomFormat !== 'CycloneDX') faults.push(`expected CycloneDX, got ${bill.bomFormat}`);
  const named = new Set(bill.components.map(nameFully));
  const wanted = new Set(shipped.map(nameFully));
  for (const name of wanted) if (!named.has(name)) faults.push(`${name} is shipped and not named`);
  for (const name of named) if (!wanted.has(name)) faults.push(`${name} is named and not shipped`);
  for (const { hashes, licenses, ...component } of bill.components) {
    if (!hashes?.length) faults.push(`${nameFully(component)} has no digest`);
    if (!licenses?.length) faults.push(`${nameFully(component)} has no licence`);
  }
  return faults;
}

const nameFully = ({ name, version }: Named): string => `${name} ${version}`;
