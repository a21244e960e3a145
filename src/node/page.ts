import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { getMimeType } from 'hono/utils/mime';
import { asksForPage } from '../http/asks-for-page.ts';
import { locateBuilt } from './built.ts';

/** Answers a request for a file of the page; null if it is for something else. */
type ServePage = (request: Request) => Response | null;

const FOLDER = locateBuilt('page/');

/** Whether the page has been built. */
export const hasPage = (folder = FOLDER): boolean => existsSync(new URL('index.html', folder));

/**
 * Reads the page into memory, so that no path of a request ever reaches the disk.
 *
 * @param folder with the file `_headers`, which gives the headers of each file, here and on Workers
 * @throws Error if the page is missing or `_headers` cannot be read
 */
export function createPage(folder = FOLDER): ServePage {
  if (!hasPage(folder)) {
    throw new Error(`page: ${fileURLToPath(folder)} has no index.html; npm run build puts it there`);
  }
  const rules = readRules(readFileSync(new URL('_headers', folder), 'utf8'));
  const files = new Map(listFiles(folder).map(({ path, file }) => [path, describeFile(path, file, rules)]));
  return (request) => {
    if (!asksForPage(request)) return null;
    const { pathname } = new URL(request.url);
    if (pathname === '/index.html') return new Response(null, { status: 307, headers: { location: '/' } });
    const found = files.get(pathname);
    if (found === undefined) return null;
    const { body, headers } = found;
    const known =
      request.headers
        .get('if-none-match')
        ?.split(',')
        .map((tag) => tag.trim()) ?? [];
    if (known.includes(String(headers.get('etag')))) return new Response(null, { status: 304, headers });
    const answer = new Response(request.method === 'HEAD' ? null : body, { headers });
    answer.headers.set('content-length', String(body.length));
    return answer;
  };
}

/** The files of the page by their paths, without `_headers`. */
function listFiles(folder: URL): { path: string; file: string }[] {
  const root = fileURLToPath(folder);
  const entries = readdirSync(root, { recursive: true, withFileTypes: true });
  return entries.flatMap((entry) => {
    const file = join(entry.parentPath, entry.name);
    const path = `/${relative(root, file).split(sep).join('/')}`;
    if (!entry.isFile() || path === '/_headers') return [];
    return [{ path: path === '/index.html' ? '/' : path, file }];
  });
}

function describeFile(path: string, file: string, rules: readonly Rule[]) {
  const body = readFileSync(file);
  const headers = new Headers({
    'content-type': getMimeType(file) ?? 'application/octet-stream',
    etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
  });
  for (const { start, isPrefix, name, value } of rules) {
    if (isPrefix ? path.startsWith(start) : path === start) headers.append(name, value);
  }
  return { body, headers };
}

/** One header and its files: the one whose path is `start`, or all whose paths begin with it. */
interface Rule {
  readonly start: string;
  readonly isPrefix: boolean;
  readonly name: string;
  readonly value: string;
}

/**
 * Reads `_headers` in the format of Workers: a path, with or without `*` at its end, and below it, indented,
 * headers.
 */
function readRules(text: string): Rule[] {
  const rules: Rule[] = [];
  let path: { start: string; isPrefix: boolean } | undefined;
  for (const [i, line] of text.split(/\r?\n/).entries()) {
    const [, start, splat] = /^(\/[^*:\s]*)(\*?)$/.exec(line) ?? [];
    const [, name, value] = /^\s+([\w-]+):\s*(\S.*)$/.exec(line) ?? [];
    if (start !== undefined) path = { start, isPrefix: splat === '*' };
    else if (name !== undefined && path !== undefined) rules.push({ ...path, name, value });
    else if (line.trim() !== '' && !line.startsWith('#')) {
      throw new Error(`_headers line ${i + 1}: expected a path or an indented header, got "${line}"`);
    }
  }
  return rules;
}
