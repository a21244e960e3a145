import { globSync, readFileSync } from 'node:fs';

/** The rules of `:root` in the page's styles that set colours and type: the docs look as the page does. */
export function collectVariables(): string {
  const styles = globSync('src/page/**/*.css').map((path) => readFileSync(path, 'utf8'));
  // Those at the start of a line: not what a media query changes.
  const rules = styles.flatMap((style) => style.match(/^:root \{[^}]*\}/gm) ?? []);
  const text = rules.join('\n\n');
  for (const name of ['--ink', '--quiet', '--paper', '--raised', '--line', '--accent']) {
    if (!text.includes(`${name}:`))
      throw new Error(`the page's styles set no ${name}, which the docs take from there`);
  }
  return text;
}
