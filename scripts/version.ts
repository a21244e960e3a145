/**
 * What `npm version` runs between the new number in package.json and its commit: updates everything that
 * names the version, and stages it. A report names the version too, so its digests are made anew; before
 * that, `npm version` has checked that they were right (`preversion`).
 */
import { execFileSync } from 'node:child_process';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { releaseChanges } from './release/changelog.ts';

const DIGESTS = 'fixtures/report-digests.json';

const { name, version } = JSON.parse(readFileSync('package.json', 'utf8')) as Record<
  'name' | 'version',
  string
>;
const day = new Date().toISOString().slice(0, 10);

// First, since it refuses a release without changes.
edit('CHANGELOG.md', (text) => releaseChanges(text, version, day));
edit('src/version.ts', (text) => text.replace(/'[^']+'/, `'${version}'`));
edit('CITATION.cff', (text) => text.replace(/^version: .*$/m, `version: ${version}`));
const tarball = new RegExp(`\\b${name}-\\d[\\w.-]*\\.tgz`, 'g');
const pages = globSync(['examples/*/package.json', 'docs/*.md']);
for (const path of pages) edit(path, (text) => text.replaceAll(tarball, `${name}-${version}.tgz`));

const before = readDigest();
execFileSync('npm', ['run', '--silent', 'digests', '--', '--write'], { stdio: 'inherit' });
edit('README.md', (text) => text.replaceAll(before, readDigest()));
execFileSync('git', [
  'add',
  'src/version.ts',
  'CITATION.cff',
  'CHANGELOG.md',
  'README.md',
  DIGESTS,
  ...pages,
]);

function edit(path: string, change: (text: string) => string): void {
  writeFileSync(path, change(readFileSync(path, 'utf8')));
}

/** The part of the conformance suite's digest that the README shows. */
function readDigest(): string {
  return JSON.parse(readFileSync(DIGESTS, 'utf8')).conformance.digest.slice(0, 16);
}
