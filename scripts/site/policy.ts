import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** The headers of the page's files, on Workers and on Node: the one place where its policy is written. */
const HEADERS = 'src/page/public/_headers';

/** The page's content security policy, each directive by its name. */
function readPolicy(): Map<string, string> {
  const [, text] = /^\s+Content-Security-Policy: (.+)$/m.exec(readFileSync(HEADERS, 'utf8')) ?? [];
  if (text === undefined) throw new Error(`${HEADERS} has no Content-Security-Policy`);
  return new Map(
    text.split(';').map((directive) => {
      const [name, ...sources] = directive.trim().split(' ');
      return [name, sources.join(' ')];
    }),
  );
}

/** The policy as a meta element has it: browsers take no notice of `frame-ancestors` there, and say so. */
function writeMeta(policy: ReadonlyMap<string, string>): string {
  const text = [...policy]
    .filter(([name]) => name !== 'frame-ancestors')
    .map((directive) => directive.join(' '))
    .join('; ');
  return `<meta http-equiv="Content-Security-Policy" content="${text}">`;
}

/** The page's own policy. */
export const pagePolicy = (): string => writeMeta(readPolicy());

/** That of a page of the docs, which has no scripts. */
export function docsPolicy(): string {
  const policy = readPolicy();
  const kept = ['default-src', 'style-src', 'img-src', 'base-uri', 'form-action'];
  return writeMeta(new Map([...policy].filter(([name]) => kept.includes(name))));
}

/** The page's policy where script and style stand in the document, and no other file is there to be asked for. */
export function oneFilePolicy(script: string, style: string): string {
  const policy = readPolicy();
  policy.set('script-src', `'${digest(script)}' 'wasm-unsafe-eval'`);
  policy.set('style-src', `'${digest(style)}'`);
  policy.set('img-src', 'blob: data:');
  policy.set('worker-src', 'blob:');
  policy.set('connect-src', "'none'");
  policy.set('font-src', "'none'");
  return writeMeta(policy);
}

const digest = (text: string) => `sha256-${createHash('sha256').update(text).digest('base64')}`;
