/**
 * Builds dist/site, the page and its docs for any static host, and dist/absum.html, the page as one file that is opened
 * from a disk; `--out folder` puts them elsewhere. `npm run site` builds the page first.
 */
import { cpSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { layOut } from './site/lay-out.ts';
import { writeOneFile } from './site/one-file.ts';
import { listPages } from './site/pages.ts';
import { pagePolicy } from './site/policy.ts';
import { renderMarkdown } from './site/render-markdown.ts';
import { collectVariables } from './site/variables.ts';

const { values } = parseArgs({ options: { out: { type: 'string', default: 'dist' } } });
const SITE = join(values.out, 'site');
const ONE_FILE = join(values.out, 'absum.html');

/** The page as it is, and in its head what a host without a service cannot say otherwise. */
function writePage(): void {
  cpSync('dist/page', SITE, { recursive: true });
  const html = readFileSync(join(SITE, 'index.html'), 'utf8');
  const head = [
    pagePolicy(),
    '<meta name="referrer" content="no-referrer">',
    '<meta name="absum-service" content="none">',
    '<meta name="absum-docs" content="docs/">',
  ];
  const charset = '<meta charset="utf-8">';
  if (!html.includes(charset)) throw new Error(`dist/page/index.html has no ${charset}`);
  // Before whatever the policy is about.
  writeFileSync(join(SITE, 'index.html'), html.replace(charset, [charset, ...head].join('\n    ')));
}

/** @returns how many pages there are */
async function writeDocs(): Promise<number> {
  const sources = await listPages();
  const names = new Set(sources.map(({ name }) => name));
  const pages = new Map(
    sources.map(({ name, markdown }) => [name, renderMarkdown(name, markdown, names)] as const),
  );
  for (const [name, page] of pages) {
    const path = join(SITE, 'docs', `${name}.html`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, layOut(name, page, pages));
  }
  const style = readFileSync('scripts/site/docs.css', 'utf8');
  writeFileSync(join(SITE, 'docs/docs.css'), `${collectVariables()}\n\n${style}`);
  return pages.size;
}

rmSync(SITE, { recursive: true, force: true });
writePage();
const count = await writeDocs();
console.log(`${SITE}: the page and ${count} pages of docs`);
await writeOneFile(ONE_FILE);
const kib = (bytes: number) => `${Math.round(bytes / 1024)} KiB`;
const packed = gzipSync(readFileSync(ONE_FILE), { level: 9 }).length;
console.log(`${ONE_FILE}: ${kib(statSync(ONE_FILE).size)} (${kib(packed)} gzip)`);
