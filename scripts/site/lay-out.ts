import { relative } from 'node:path/posix';
import { docsPolicy } from './policy.ts';
import { escapeHtml, type Rendered } from './render-markdown.ts';

/** The document of a page: its text, and beside it the way to all others. */
export function layOut(name: string, page: Rendered, pages: ReadonlyMap<string, Rendered>): string {
  const root = name.includes('/') ? '../' : '';
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    ${docsPolicy()}
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="referrer" content="no-referrer">
    <title>${escapeHtml(page.title)} · absum</title>
    <link rel="icon" href="${root}../favicon.svg" type="image/svg+xml">
    <link rel="stylesheet" href="${root}docs.css">
  </head>
  <body>
    <header>
      <a class="home" href="${root}../index.html">absum</a>
      <a href="${root}index.html">Docs</a>
      <a class="narrow" href="#pages">All pages</a>
    </header>
    <main>
${page.html}
    </main>
    <nav id="pages" aria-label="Pages">
${listLinks(name, page, pages)}
    </nav>
  </body>
</html>
`;
}

/** A finding stands under the page of all. */
function listLinks(name: string, page: Rendered, pages: ReadonlyMap<string, Rendered>): string {
  const from = name.includes('/') ? name.slice(0, name.indexOf('/')) : '';
  const items = [...pages].filter(([other]) => !other.includes('/'));
  const links = items.map(([other, { title }]) => {
    const href = relative(from, `${other}.html`);
    const isCurrent = other === name;
    const isAbove = other === from;
    const sections = isCurrent && page.sections.length > 1 ? listSections(page) : '';
    const current = isCurrent ? ' aria-current="page"' : isAbove ? ' aria-current="true"' : '';
    return `<li><a href="${href}"${current}>${escapeHtml(title)}</a>${sections}</li>`;
  });
  return `<ul>\n${links.join('\n')}\n</ul>`;
}

function listSections({ sections }: Rendered): string {
  return `<ul>${sections.map(({ id, html }) => `<li><a href="#${id}">${html}</a></li>`).join('')}</ul>`;
}
