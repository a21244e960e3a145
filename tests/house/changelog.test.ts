import { describe, expect, it } from 'vitest';
import { releaseChanges } from '../../scripts/release/changelog.ts';

const OPEN = '# Changelog\n\n## Unreleased\n\n- A fix.\n\n## 0.1.0\n\n- The first.\n';

describe('a release', () => {
  it('gives the changes their version and day, and opens an empty section above', () => {
    const released =
      '# Changelog\n\n## Unreleased\n\n## 0.2.0 - 2026-12-01\n\n- A fix.\n\n## 0.1.0\n\n- The first.\n';
    expect(releaseChanges(OPEN, '0.2.0', '2026-12-01')).toBe(released);
  });

  it('is refused where nothing has changed, or no heading waits for changes', () => {
    const released = releaseChanges(OPEN, '0.2.0', '2026-12-01');
    expect(() => releaseChanges(released, '0.3.0', '2026-12-02')).toThrow(
      'CHANGELOG.md: expected changes under "## Unreleased", got none',
    );
    expect(() => releaseChanges('# Changelog\n\n## 0.1.0\n', '0.2.0', '2026-12-01')).toThrow(
      'CHANGELOG.md: expected the heading "## Unreleased", got none',
    );
  });
});
