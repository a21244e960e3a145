import { describe, expect, test } from 'vitest';
import { isAllowed, judgeLicences } from '../../scripts/supply/licence.ts';

describe('licences', () => {
  test.each(['MIT', 'ISC', '0BSD', 'Apache-2.0', '(MIT OR GPL-3.0-only)', 'MIT AND BSD-3-Clause'])(
    '%s may be shipped',
    (licence) => expect(isAllowed(licence)).toBe(true),
  );

  test.each([undefined, '', 'GPL-3.0-only', 'MIT AND GPL-3.0-only', 'SEE LICENSE IN file', '((MIT))', 'mit'])(
    '%s may not',
    (licence) => expect(isAllowed(licence)).toBe(false),
  );

  test('a fault names the package, and what lockfile and package say', () => {
    const folder = 'node_modules/x';
    const good = { folder, version: '1.0.0', license: 'MIT' };
    expect(judgeLicences([{ ...good, installed: { version: '1.0.0', license: 'MIT' } }])).toEqual([]);
    expect(judgeLicences([{ ...good, installed: null }])).toEqual([]);
    expect(judgeLicences([{ folder, version: '1.0.0', installed: null }])).toEqual([
      'node_modules/x 1.0.0: expected an allowed licence, got none',
    ]);
    expect(judgeLicences([{ ...good, installed: { version: '1.0.0', license: 'GPL-3.0-only' } }])).toEqual([
      'node_modules/x: the lockfile says 1.0.0 (MIT), the package 1.0.0 (GPL-3.0-only)',
    ]);
    expect(judgeLicences([{ ...good, installed: { version: '1.0.1', license: 'MIT' } }])).toEqual([
      'node_modules/x: the lockfile says 1.0.0 (MIT), the package 1.0.1 (MIT)',
    ]);
  });
});
