import { describe, expect, test } from 'vitest';
import { type Bill, findBomFaults, selectComponents } from '../../scripts/supply/bill.ts';

const component = (name: string, properties: { name: string }[] = []) => ({
  'bom-ref': `${name}@1.0.0`,
  name,
  version: '1.0.0',
  hashes: [{ alg: 'SHA-512', content: 'ab' }],
  licenses: [{ license: { id: 'MIT' } }],
  properties,
});
const BILL: Bill = {
  bomFormat: 'CycloneDX',
  specVersion: '1.5',
  metadata: { component: component('folder') },
  components: [component('a'), component('b', [{ name: 'cdx:npm:package:development' }]), component('tool')],
  dependencies: [
    { ref: 'folder@1.0.0', dependsOn: ['a@1.0.0', 'tool@1.0.0'] },
    { ref: 'a@1.0.0', dependsOn: ['b@1.0.0'] },
    { ref: 'b@1.0.0', dependsOn: [] },
    { ref: 'tool@1.0.0', dependsOn: ['b@1.0.0'] },
  ],
};
const SHIPPED = ['a', 'b'].map((name) => ({ name, version: '1.0.0' }));

describe('the bill of materials', () => {
  test('keeps what is shipped and what leads from it to it, and bears the name of the project', () => {
    const bill = selectComponents(BILL, SHIPPED);
    expect(bill.components).toEqual([component('a'), component('b')]);
    expect(bill.metadata.component.name).toBe('absum-l1');
    expect(bill.dependencies).toEqual([
      { ref: 'folder@1.0.0', dependsOn: ['a@1.0.0'] },
      { ref: 'a@1.0.0', dependsOn: ['b@1.0.0'] },
      { ref: 'b@1.0.0', dependsOn: [] },
    ]);
    expect(findBomFaults(bill, SHIPPED)).toEqual([]);
  });

  test('has a fault where it lacks a package, or has one too much, of another version or bare', () => {
    expect(findBomFaults(BILL, SHIPPED)).toEqual(['tool 1.0.0 is named and not shipped']);
    const [a] = selectComponents(BILL, SHIPPED).components;
    const bare = { ...a, hashes: [], licenses: [] };
    expect(findBomFaults({ ...BILL, bomFormat: 'SPDX', components: [bare] }, SHIPPED)).toEqual([
      'expected CycloneDX, got SPDX',
      'b 1.0.0 is shipped and not named',
      'a 1.0.0 has no digest',
      'a 1.0.0 has no licence',
    ]);
    expect(findBomFaults({ ...BILL, components: [a] }, [{ name: 'a', version: '2.0.0' }])).toEqual([
      'a 2.0.0 is shipped and not named',
      'a 1.0.0 is named and not shipped',
    ]);
  });
});
