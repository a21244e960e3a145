import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };

const rows = read('docs/security.md')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (Promise|---)/.test(line))
  .map((line) => line.slice(2, -2).split(' | '));

it.each(rows)('"%s" is held', (_, holders) => {
  const named = [...holders.matchAll(/`([^`]+)`(?:, "([^"]+)")?/g)];
  expect(named).not.toEqual([]);
  for (const [, holder, test] of named) {
    if (holder.startsWith('npm run ')) expect(Object.keys(scripts)).toContain(holder.slice(8));
    else expect(read(holder)).toContain(test ?? 'expect(');
  }
});

it('the page has rows of a promise and who holds it', () => {
  expect(rows.length).toBeGreaterThan(30);
  expect(rows.every((row) => row.length === 2)).toBe(true);
});
