const HEADING = '## Unreleased';

/**
 * Gives the unreleased section of a changelog its version and date, and opens an empty section above it.
 *
 * @param day as ISO 8601 writes it, for instance 2026-11-28
 * @throws Error if nothing stands under Unreleased, since a release without changes is a mistake
 */
export function releaseChanges(changelog: string, version: string, day: string): string {
  const [before, after] = changelog.split(`\n${HEADING}\n`);
  if (after === undefined) throw new Error(`CHANGELOG.md: expected the heading "${HEADING}", got none`);
  const [changes] = after.split('\n## ');
  if (changes.trim() === '') throw new Error(`CHANGELOG.md: expected changes under "${HEADING}", got none`);
  return `${before}\n${HEADING}\n\n## ${version} - ${day}\n${after}`;
}
