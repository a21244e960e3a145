import { describe, expect, test } from 'vitest';
import { type LockedPackages, listProduction, readLockfile } from '../../scripts/supply/lockfile.ts';

const version = '1.0.0';
const TREE: LockedPackages = {
  '': { version, dependencies: { outer: '1', both: '1' } },
  'node_modules/outer': {
    version,
    dependencies: { inner: '1', '@scope/deep': '1' },
    optionalDependencies: { fast: '1', elsewhere: '1' },
  },
  'node_modules/outer/node_modules/inner': { version: '2.0.0', dependencies: { shared: '1' } },
  'node_modules/inner': { version },
  'node_modules/shared': { version, dependencies: { outer: '1' } },
  'node_modules/@scope/deep': {
    version,
    peerDependencies: { peer: '1', other: '1' },
    peerDependenciesMeta: { other: { optional: true } },
  },
  'node_modules/fast': { version },
  'node_modules/peer': { version },
  'node_modules/other': { version },
  'node_modules/both': { version },
  'node_modules/tool': { version, dependencies: { both: '1' } },
};

describe('the packages of an installation', () => {
  test('are those that dependencies, optional ones and peers lead to, each from where Node resolves it', () => {
    expect(listProduction(TREE).map(({ folder }) => folder)).toEqual([
      'node_modules/@scope/deep',
      'node_modules/both',
      'node_modules/fast',
      'node_modules/outer',
      'node_modules/outer/node_modules/inner',
      'node_modules/peer',
      'node_modules/shared',
    ]);
    const inner = listProduction(TREE).find(({ name }) => name === 'inner');
    expect(inner?.version).toBe('2.0.0');
  });

  test('are refused where the lockfile lacks one', () => {
    const { 'node_modules/shared': _, ...lacking } = TREE;
    expect(() => listProduction(lacking)).toThrow(
      'package-lock.json: node_modules/outer/node_modules/inner needs shared, which is not there',
    );
  });

  test('of this project are pinned: each has a digest in the lockfile, and so has each tool', () => {
    const { '': _root, ...locked } = readLockfile() as Record<string, { integrity?: string }>;
    const names = Object.keys(locked);
    expect(names.length).toBeGreaterThan(100);
    expect(names.filter((name) => !locked[name].integrity?.startsWith('sha512-'))).toEqual([]);
  });

  test('of this project are few: tfjs is bundled, so an installation has none of it', () => {
    const names = listProduction(readLockfile()).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['hono', 'd3-array']));
    expect(names.filter((name) => name.startsWith('@tensorflow/'))).toEqual([]);
  });
});
