import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FirefoxPage, HAS_FIREFOX, openFirefox } from '../../../scripts/firefox.ts';
import { type FileServer, serveFiles, TYPES } from '../../../scripts/site/serve-files.ts';
import { FAULT_CODES } from '../../../src/check/faults/codes.ts';
import { FINDING_CODES } from '../../../src/report/findings/finding.ts';
import { findBarriers, HAS_CHROMIUM, openBrowser, openPage, type Visit } from '../chromium.ts';
import { type BuiltSite, buildSite } from './build-site.ts';
import { compareInFirefox, findOthers, SMALL } from './drive.ts';

/** dist/site as any static host has it: files below some path, and nothing that answers besides. */

let built: BuiltSite;
let files: FileServer;
beforeAll(async () => {
  built = await buildSite();
  files = await serveFiles(built.site, '/some/where/');
});
afterAll(() => {
  files?.close();
  built?.remove();
});

describe('the files of the site', () => {
  const list = () => globSync('**/*.html', { cwd: built.site });
  const read = (path: string) => readFileSync(join(built.site, path), 'utf8');

  test('are the page, a page of docs for each of the README, and one for each finding', () => {
    const pages = list();
    expect(pages).toContain('index.html');
    for (const path of globSync('docs/*.md')) expect(pages).toContain(path.replace(/md$/, 'html'));
    for (const code of FINDING_CODES) expect(pages).toContain(`docs/findings/${code}.html`);
    for (const code of FAULT_CODES) expect(pages).toContain(`docs/check/${code}.html`);
  });

  test('lead to what is there, anchors too', () => {
    const broken = list().flatMap((page) => {
      const links = [...read(page).matchAll(/(?:href|src)="([^"]+)"/g)].map(([, link]) => link);
      expect(links.length).toBeGreaterThan(1);
      return links
        .filter((link) => !/^https?:/.test(link))
        .filter((link) => {
          const [path, anchor] = link.split('#');
          // No link may begin at the host's root: the site lies anywhere.
          if (path.startsWith('/')) return true;
          const target = path === '' ? page : join(dirname(page), path);
          if (!existsSync(join(built.site, target))) return true;
          const isRecipe = target === 'index.html';
          return anchor !== undefined && !isRecipe && !read(target).includes(` id="${anchor}"`);
        })
        .map((link) => `${page}: ${link}`);
    });
    expect(broken).toEqual([]);
  });

  test('have a policy before all that it is about, and no script or style inline', () => {
    for (const page of list()) {
      const html = read(page);
      expect([page, html.indexOf('Content-Security-Policy')]).not.toEqual([page, -1]);
      expect(html.search(/<(script|link|style)\b/)).toBeGreaterThan(html.indexOf('Content-Security-Policy'));
      expect(html).not.toMatch(/<style|\sstyle=|\son\w+=|<script[^>]*>[^<]/);
      if (page.startsWith('docs')) expect(html).not.toContain('<script');
    }
  });
});

const noChromium = HAS_CHROMIUM ? '' : ' (skipped: no Chromium, scripts/install-hosts.sh)';

describe.skipIf(!HAS_CHROMIUM)(`the site in Chromium${noChromium}`, () => {
  let browser: Browser;
  let visit: Visit;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());

  const open = async (path: string, options = {}) => {
    visit = await openPage(browser, files.url + path, options);
    return visit.page;
  };
  /** Nothing was refused by the policy, and nobody else was asked. */
  const leave = async () => {
    expect([visit.errors, visit.failures, findOthers(visit.requests, files.url)]).toEqual([[], [], []]);
    await visit.close();
  };

  test('goes from opening to the verdict, with no server to choose, and leads to the docs', async () => {
    const page = await open(SMALL);
    await page.getByRole('button', { name: 'Compare', exact: true }).click();
    await page.waitForSelector('main[data-state=answered] .headline');
    expect(await page.getByRole('radio').count()).toBe(0);
    expect(visit.requests.filter((url) => url.includes('healthz'))).toEqual([]);
    const more = page.getByRole('link', { name: /^more on / });
    // Notes are folded, so their links are not counted by role.
    expect(await page.locator('.findings li a').count()).toBe(await page.locator('.findings > li').count());
    const [code] = await page.locator('.findings li strong').allTextContents();
    await more.first().click();
    await page.waitForURL('**/docs/findings/*.html');
    expect(code).toContain(String(await page.textContent('h1')));
    await page.getByRole('link', { name: 'absum', exact: true }).click();
    await page.waitForSelector('main[data-state]');
    for (const link of await page.locator('main > footer a').all()) {
      const answer = await fetch(new URL(String(await link.getAttribute('href')), files.url));
      expect([answer.url, answer.status]).toEqual([answer.url, 200]);
    }
    await leave();
  });

  test('works from a host that does not know what a module is', async () => {
    const { '.wasm': _, ...types } = TYPES;
    const plain = await serveFiles(built.site, '/', types);
    visit = await openPage(browser, plain.url + SMALL);
    await visit.page.getByRole('button', { name: 'Compare', exact: true }).click();
    await visit.page.waitForSelector('main[data-state=answered] .headline');
    expect([visit.errors, visit.failures]).toEqual([[], []]);
    await visit.close();
    plain.close();
  });

  test('tells the digest of the answer, and what to cite', async () => {
    const page = await open(SMALL);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('button', { name: 'Compare', exact: true }).click();
    await page.waitForSelector('main[data-state=answered]');
    const { compare } = await import('../../../dist/index.js' as string);
    const { digestReport } = await import('../../../src/report/digest.ts');
    const digest = await digestReport(
      await compare({
        data: { dataset: 'diabetes' },
        penalty: { lambdas: [0, 0.1] },
        training: { epochs: 5 },
        split: { repeats: 1 },
      }),
    );
    const copied = () => page.evaluate('navigator.clipboard.readText()');
    await page.getByRole('button', { name: 'Copy digest' }).click();
    await page.getByText('The digest copied.').waitFor();
    expect(await copied()).toBe(digest);
    await page.getByRole('button', { name: 'Cite this' }).click();
    await page.getByRole('button', { name: 'Copy citation' }).click();
    expect(await findBarriers(page)).toEqual([]);
    await page.getByText('The citation copied.').waitFor();
    const citation = await copied();
    for (const part of ['442 rows of the data set "diabetes"', `SHA-256 ${digest}.`, '\nNadeau, C.'])
      expect(citation).toContain(part);
    await page.getByRole('button', { name: 'Copy as curl' }).click();
    await page.getByText('The command copied.').waitFor();
    expect(await copied()).toContain('http://localhost:8787/v1/compare');
    await page.getByRole('button', { name: 'Copy link' }).click();
    await page.getByText('The link copied.').waitFor();
    expect(await copied()).toBe(`${files.url}${SMALL}&seed=1`);
    await leave();
  });

  test('says of a recipe that needs a server what to do, with a press that does it', async () => {
    const page = await open(`${SMALL}&optimizer=rmsprop`);
    await page.getByText('needs the tfjs engine, which runs on a server').waitFor();
    expect(await page.getByRole('button', { name: 'Compare', exact: true }).isDisabled()).toBe(true);
    await page.getByRole('button', { name: /^Set optimizer to adam/i }).click();
    await page.waitForFunction(() => document.querySelector('.plan')?.textContent?.includes('trials'));
    await leave();
  });

  test.each([
    ['docs/index.html', 1280, 'light'],
    ['docs/verdict.html', 1280, 'dark'],
    ['docs/findings.html', 390, 'light'],
    ['docs/findings/mixed-column.html', 390, 'dark'],
  ] as const)('%s is open to all at %i pixels, %s, and nothing is cut off', async (path, width, theme) => {
    const page = await open(path, { width, theme });
    expect(await findBarriers(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    await leave();
  });

  test('shows a finding by one press, the link of its page', async () => {
    const page = await open('docs/findings/biases-penalised.html');
    await page.getByRole('link', { name: 'Run this comparison' }).click();
    await page.waitForSelector('main[data-state=answered]');
    expect(await page.textContent('.answer')).toContain('biases-penalised');
    await leave();
  });
});

const noFirefox = HAS_FIREFOX ? '' : ' (skipped: no Firefox, scripts/install-hosts.sh)';

describe.skipIf(!HAS_FIREFOX)(`the site in Firefox${noFirefox}`, () => {
  let page: FirefoxPage;
  beforeAll(async () => {
    page = await openFirefox();
  });
  afterAll(() => page?.close());

  test('goes from opening to the verdict', async () => {
    expect(await compareInFirefox(page, files.url + SMALL)).toMatch(/lambda|penalty/);
    expect(page.requests.some((url) => url.endsWith('.wasm'))).toBe(true);
    const refused = await page.listRefused();
    expect([page.errors, refused, findOthers(page.requests, files.url)]).toEqual([[], [], []]);
  });
});
