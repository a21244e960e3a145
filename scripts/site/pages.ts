import { readFileSync } from 'node:fs';
import { FAULT_CODES } from '../../src/check/faults/codes.ts';
import { JUDGE_FINDING_CODES, JUDGE_SEVERITIES } from '../../src/judge/findings/finding.ts';
import { FINDING_CODES, SEVERITIES } from '../../src/report/findings/finding.ts';
import { writeApiPage } from './api-page.ts';
import { writeCheckPage } from './check-pages.ts';
import { writeFindingPage, writeJudgeFindingPage } from './finding-pages.ts';

/** A page of the docs in Markdown, by its path from the folder of the docs, without an extension. */
export interface DocsPage {
  readonly name: string;
  readonly markdown: string;
}

const read = (name: string): string => readFileSync(`docs/${name}.md`, 'utf8');

/** All pages of the docs, in the order of the navigation. */
export async function listPages(): Promise<readonly DocsPage[]> {
  return [
    { name: 'index', markdown: writeIndex() },
    ...listInReadme().map(({ name }) => ({
      name,
      markdown: linkPages(name, read(name)),
    })),
    { name: 'api', markdown: writeApiPage() },
    ...FINDING_CODES.map((code) => ({ name: `findings/${code}`, markdown: writeFindingPage(code) })),
    ...JUDGE_FINDING_CODES.map((code) => ({
      name: `findings/${code}`,
      markdown: writeJudgeFindingPage(code),
    })),
    ...FAULT_CODES.map((code) => ({ name: `check/${code}`, markdown: writeCheckPage(code) })),
  ];
}

/** The pages of `docs/` with what each says, as the table of the README has them. */
function listInReadme(): { name: string; says: string }[] {
  const rows = readFileSync('README.md', 'utf8').matchAll(
    /^\| \[docs\/[\w-]+\.md\]\(docs\/([\w-]+)\.md\) \| (.+) \|$/gm,
  );
  return Array.from(rows, ([, name, says]) => ({ name, says }));
}

function linkPages(name: string, markdown: string): string {
  if (name === 'findings') return linkFindings(markdown);
  return name === 'check' ? linkFaults(markdown) : markdown;
}

/** `check.md` with a link from each code of its table to its page, not to its section. */
function linkFaults(markdown: string): string {
  return markdown.replace(/^(\| \[`[\w-]+`\]\()#([\w-]+)\)/gm, '$1check/$2.md)');
}

/** `findings.md` with a link from each code to its page. */
function linkFindings(markdown: string): string {
  return markdown.replace(/^\| `([\w-]+)` \|/gm, (row, code: string) =>
    Object.hasOwn({ ...SEVERITIES, ...JUDGE_SEVERITIES }, code)
      ? `| [\`${code}\`](findings/${code}.md) |`
      : row,
  );
}

function writeIndex(): string {
  const pages = listInReadme().map(({ name, says }) => `| [${name}](${name}.md) | ${says} |`);
  const link = (code: string, folder = 'findings') => `[${code}](${folder}/${code}.md)`;
  return `# absum, page by page

absum says whether an L1 penalty on the weights of a small neural network helps, at which lambda, and by how much.
[Open the page](../index.html) to compare in your browser; no data leave it.

| Page | Says |
| --- | --- |
${pages.join('\n')}
| [api](api.md) | the library, export by export, with every field of recipe and report |

## What may be wrong with a comparison

Each finding has a page: ${FINDING_CODES.map((code) => link(code)).join(', ')}.

## What may be wrong with scores of your own

These too: ${JUDGE_FINDING_CODES.map((code) => link(code)).join(', ')}.

## What may be wrong with a training loop of your own

And these: ${FAULT_CODES.map((code) => link(code, 'check')).join(', ')}.
`;
}
