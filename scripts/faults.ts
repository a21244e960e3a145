/** Writes what docs/check.md says of each fault, from the texts that the answers and the pages of the site share. */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { writeCheckSections } from './site/check-sections.ts';

const HEAD = '## The faults\n';

/** The page with its part about the faults, which is its last, as `npm run faults` writes it. */
export function writeCheckDocs(page: string): string {
  const at = page.indexOf(HEAD);
  if (at === -1) throw new Error(`docs/check.md has no heading ${HEAD.trim()}`);
  return `${page.slice(0, at)}${HEAD}
\`npm run faults\` writes this part.

${writeCheckSections()}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const file = new URL('../docs/check.md', import.meta.url);
  writeFileSync(file, writeCheckDocs(readFileSync(file, 'utf8')));
}
