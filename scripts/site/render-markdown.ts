import { dirname, join, relative } from 'node:path/posix';
import { Marked, type Tokens } from 'marked';

/** A page of Markdown as HTML, and what its navigation is made of. */
export interface Rendered {
  readonly html: string;
  /** The text of its first heading. */
  readonly title: string;
  /** Its sections: the headings of the second level. */
  readonly sections: readonly { readonly id: string; readonly html: string }[];
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** A text in HTML, in attributes too. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => ESCAPES[character]);

/** The anchor of a heading, as GitHub names it. */
const nameAnchor = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');

/**
 * Renders a page of Markdown. Links to other pages lead to their HTML; what lies elsewhere in the repository is named,
 * since no one who reads a site has it.
 *
 * @param name of the page, from the folder of the docs, without an extension: `findings/diverged`
 * @param names of all pages
 */
export function renderMarkdown(name: string, markdown: string, names: ReadonlySet<string>): Rendered {
  const sections: { id: string; html: string }[] = [];
  let title = name;
  const marked = new Marked({
    renderer: {
      heading({ tokens, depth }) {
        const html = this.parser.parseInline(tokens);
        const text = this.parser.parseInline(tokens, this.parser.textRenderer);
        const id = nameAnchor(unmark(text));
        if (depth === 1) title = unmark(text);
        if (depth === 2) sections.push({ id, html });
        if (depth === 1) return `<h1 id="${id}">${html}</h1>\n`;
        const label = escapeHtml(`Link to: ${unmark(text)}`);
        return `<h${depth} id="${id}">${html} <a class="anchor" href="#${id}" aria-label="${label}">#</a></h${depth}>\n`;
      },
      link({ href, tokens }) {
        const html = this.parser.parseInline(tokens);
        const target = resolveLink(name, href, names);
        if (target !== null) return `<a href="${escapeHtml(target)}">${html}</a>`;
        const path = join('docs', dirname(name), href);
        return html.includes(path) ? html : `${html} (<code>${escapeHtml(path)}</code>)`;
      },
      // What is too wide scrolls, by keyboard as well.
      code: ({ text }) => `<pre tabindex="0"><code>${escapeHtml(text)}</code></pre>\n`,
      table(token: Tokens.Table) {
        const row = (cells: readonly Tokens.TableCell[], tag: 'th' | 'td') =>
          `<tr>${cells.map(({ tokens, align }) => `<${tag}${tag === 'th' ? ' scope="col"' : ''}${align === null ? '' : ` class="${align}"`}>${this.parser.parseInline(tokens)}</${tag}>`).join('')}</tr>`;
        const label = token.header.map(({ text }) => text.replaceAll('`', '')).join(', ');
        const body = token.rows.map((cells) => row(cells, 'td')).join('\n');
        return `<div class="scroll" role="group" aria-label="${escapeHtml(`Table: ${label}`)}" tabindex="0"><table><thead>${row(token.header, 'th')}</thead><tbody>${body}</tbody></table></div>\n`;
      },
      // Comments are for who edits the page; there is no other HTML in the docs.
      html: ({ text }) => (text.trim().startsWith('<!--') ? '' : escapeHtml(text)),
      image({ href }) {
        throw new Error(`docs/${name}.md shows ${href}: the site has no images yet`);
      },
    },
  });
  return { html: marked.parse(markdown, { async: false }), title, sections };
}

/** Where a link of a page leads on the site; null where the site does not have it. */
function resolveLink(name: string, href: string, names: ReadonlySet<string>): string | null {
  if (/^https?:|^#/.test(href)) return href;
  const [path, anchor] = href.split('#');
  const target = join(dirname(name), path);
  const hash = anchor === undefined ? '' : `#${anchor}`;
  // The page itself, one folder up from the docs.
  if (target === '../index.html') return href;
  if (!target.endsWith('.md') || !names.has(target.slice(0, -3))) return null;
  return `${relative(dirname(name), `${target.slice(0, -3)}.html`)}${hash}`;
}

/** The text of HTML without marks. */
function unmark(html: string): string {
  return html
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}
