import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { docsPolicy, oneFilePolicy, pagePolicy } from '../../scripts/site/policy.ts';

const headers = readFileSync('src/page/public/_headers', 'utf8');
const [, written] = /Content-Security-Policy: (.*)/.exec(headers) ?? [];
const listDirectives = (meta: string) => {
  const [, policy] = /^<meta http-equiv="Content-Security-Policy" content="([^"]+)">$/.exec(meta) ?? [];
  return (policy ?? '').split('; ');
};

it('the policy of the site is that of the worker, less what a meta element cannot say', () => {
  const expected = written?.split('; ').filter((directive) => !directive.startsWith('frame-ancestors'));
  expect(expected?.length).toBeGreaterThan(8);
  expect(listDirectives(pagePolicy())).toEqual(expected);
});

it('a page of the docs runs no script and asks nobody', () => {
  expect(listDirectives(docsPolicy())).toEqual([
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self' blob: data:",
    "base-uri 'none'",
    "form-action 'none'",
  ]);
});

it('the one file runs its own script and style by their digests, and asks nobody', () => {
  const sha = (text: string) => createHash('sha256').update(text).digest('base64');
  const directives = listDirectives(oneFilePolicy('let a;', 'b{}'));
  expect(directives).toEqual(
    expect.arrayContaining([
      "default-src 'none'",
      `script-src 'sha256-${sha('let a;')}' 'wasm-unsafe-eval'`,
      `style-src 'sha256-${sha('b{}')}'`,
      'worker-src blob:',
      "connect-src 'none'",
    ]),
  );
  expect(directives.join()).not.toMatch(/'self'|unsafe-inline|'unsafe-eval'|http|\*/);
});
