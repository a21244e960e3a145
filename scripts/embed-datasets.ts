/** Writes each data set in fixtures/*.csv into a module under src/data/built-in/, since a worker reads no files. */
import { readFileSync, writeFileSync } from 'node:fs';

const DATASETS = ['boston-house-prices', 'cps-wages-1985', 'diabetes'];

for (const name of DATASETS) {
  const text = readFileSync(new URL(`../fixtures/${name}.csv`, import.meta.url), 'utf8');
  const module = new URL(`../src/data/built-in/${name}-csv.ts`, import.meta.url);
  writeFileSync(module, renderModule(name, text));
}

function renderModule(name: string, text: string): string {
  const identifier = `${name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())}Csv`;
  // A template literal keeps the lines readable in a diff; these are the characters that it would change.
  const escaped = text.replace(/[\\`]|\$\{/g, '\\$&').replaceAll('\r', '\\r');
  return `// Written by scripts/embed-datasets.ts from fixtures/${name}.csv: change that file and run the script.\nexport const ${identifier} = \`${escaped}\`;\n`;
}
