import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { DIRECTIONS } from './directions.ts';

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

  test.each(PAGES.filter((page) => !page.startsWith('examples')))('%s names what is there', (page) => {
    const { scripts } = JSON.parse(read('package.json'));
    const text = read(page);
    const commands = [...text.matchAll(/\bnpm run (?:--silent )?([\w:-]+)/g)].map(([, name]) => name);
    expect(commands.filter((name) => !(name in scripts))).toEqual([]);
    const named = text.matchAll(/`((?:src|tests|scripts|docs|bench|fixtures|examples|assembly)\/[\w./-]*)`/g);
    expect([...named].map(([, path]) => path).filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  test('open with a README that takes two minutes, and that leads to every page of docs', () => {
    const readme = read('README.md');
    expect(readme.split('\n').length).toBeLessThan(215);
    for (const page of PAGES.filter((path) => path.startsWith('docs')))
      expect(readme).toContain(`](${page})`);
  });
});

describe('CONTRIBUTING.md', () => {
  const page = read('CONTRIBUTING.md');
  /** The rows of the table whose first head this is, cell by cell, without backquotes. */
  const readTable = (head: string) => {
    const [, table] = page.split(`\n| ${head} |`);
    return table
      .split('\n\n')[0]
      .split('\n')
      .slice(2)
      .map((line) =>
        line
          .slice(2, -2)
          .split(' | ')
          .map((cell) => cell.replaceAll('`', '')),
      );
  };

  test('walks through functions that are where it says', () => {
    const walk = readTable('File');
    expect(walk.length).toBeGreaterThan(10);
    expect(walk.filter(([file, name]) => !new RegExp(`\\b${name}\\(`).test(read(file)))).toEqual([]);
  });

  test('shows the rooms, and what each may import, as the table of directions has it', () => {
    const shown = readTable('Room').map(([room, , rooms]) => [room, rooms]);
    const { leaves: _, ...rooms } = DIRECTIONS;
    const known = Object.entries(rooms).map(([room, rule]) => {
      const [list] = rule.split('|').map((part) => part.trim());
      return [room, list === '*' ? 'everything' : list || 'only leaves'];
    });
    expect(shown).toEqual(known);
  });

  test('explains each word once', () => {
    const words = readTable('Word').flatMap(([word]) => word.split(', '));
    expect(new Set(words).size).toBe(words.length);
    expect(words).toEqual(
      expect.arrayContaining(['pair', 'trial', 'lambda', 'objective', 'lane', 'verdict']),
    );
  });
});
