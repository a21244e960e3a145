/** Writes docs/glossary.md from the glossary that page, command line and OpenAPI document share. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { writeGlossaryTable } from '../src/words/write-glossary.ts';

/** The page, as `npm run glossary` writes it. */
export function writeGlossaryPage(): string {
  return `# Glossary

The terms of a comparison, as the page, \`absum terms\` and the OpenAPI document explain them. \`npm run glossary\` writes this page.

${writeGlossaryTable()}
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(new URL('../docs/glossary.md', import.meta.url), writeGlossaryPage());
}
