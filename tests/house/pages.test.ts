import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PAGES = globSync(['*.md', 'docs/*.md', 'examples/*/README.md', 'fixtures/README.md'], { cwd: ROOT });
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

/** The anchors of a page's headings, as GitHub names them. */
const listAnchors = (text: string) =>
  [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
    heading
      .toLowerCase()
      .replace(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );

/** What a native reader stumbles over. */
const STUMBLES = /\b(hangs? on|tells? of|hears? of|(?<!there )(is|are) none|who comes back|whoever)\b/i;

describe('the pages for readers', () => {
  test('are there', () => {
    expect(PAGES).toEqual(expect.arrayContaining(['README.md', 'CONTRIBUTING.md', 'docs/recipe.md']));
  });

  test.each(PAGES)('%s links to what is there', (page) => {
    const text = read(page);
    const links = [...text.matchAll(/\]\(([^)\s]+)\)|(?:src|srcset)="([^"]+)"/g)].map(
      ([, link, source]) => link ?? source,
    );
    const broken = links.filter((link) => {
      if (/^https?:/.test(link)) return false;
      const [path, anchor] = link.split('#');
      const target = path === '' ? page : join(dirname(page), path);
      if (!existsSync(join(ROOT, target))) return true;
      return anchor !== undefined && !listAnchors(read(target)).includes(anchor);
    });
    expect(broken).toEqual([]);
  });

  test.each(PAGES)('%s is in plain English', (page) => {
    // Not what a program prints.
    const prose = read(page).replace(/^ *```[\s\S]*?^ *```$/gm, '');
    expect(prose.split('\n').filter((line) => STUMBLES.test(line))).toEqual([]);
  });

  test('open with a README that takes two minutes, and that leads to every page of docs', () => {
    const readme = read('README.md');
    expect(readme.split('\n').length).toBeLessThan(200);
    for (const page of PAGES.filter((path) => path.startsWith('docs')))
      expect(readme).toContain(`](${page})`);
  });
});
